import { z } from 'zod'
import {
  chartBands,
  chartKeys,
  chartKinds,
  chartLabels,
  chartOverlays,
  chartScales,
  chartSizes,
  chartThemes,
} from '../analysis/record.ts'
import { claimKeys, claimSchema } from '../analysis/claims/claim.ts'
import type { PlainValue } from '../models/parameter.ts'
import { limits, oneOf, replicationRule, run, text, warmUpRule } from './study-run-schema.ts'

// Every schema carries as its error the noun phrase that goes behind "expected".
const scalar = (expected: string) => z.union([z.string(), z.number(), z.boolean()], { error: expected })
const oneValue = 'one value (several belong under "vary")'
/** A list of maps, such as faults: what is in them, the parameter knows. */
const entries = z.array(z.record(z.string(), z.unknown()))

const chart = z.strictObject(
  {
    id: z
      .string({ error: 'a name for the files of the chart' })
      .regex(/^[A-Za-z0-9][\w.-]*$/, { error: 'a file name of letters, digits, "-", "_" and "."' }),
    title: text('a title (text)').optional(),
    kind: oneOf(chartKinds),
    x: text('the name of a factor or metric'),
    y: z
      .union([z.string(), z.array(text('the name of a metric')).min(1)], {
        error: 'the name of a metric, or a list of names',
      })
      .optional(),
    z: text('the name of a metric').optional(),
    by: text('the name of a factor').optional(),
    facet: text('the name of a factor').optional(),
    where: z
      .record(
        z.string(),
        z.union([scalar('a level'), z.array(scalar('a level')).min(1)], { error: 'a level or a list of levels' }),
        {
          error: 'a map from factors to levels, such as { servers: 4 }',
        },
      )
      .optional(),
    xScale: oneOf(chartScales).optional(),
    yScale: oneOf(chartScales).optional(),
    zScale: oneOf(chartScales).optional(),
    band: oneOf(chartBands).optional(),
    overlay: oneOf(chartOverlays).optional(),
    bins: z
      .int({ error: 'an integer from 2 to 200' })
      .min(2, { error: 'an integer from 2 to 200' })
      .max(200, { error: 'an integer from 2 to 200' })
      .optional(),
    labels: oneOf(chartLabels).optional(),
    size: oneOf(Object.keys(chartSizes) as [keyof typeof chartSizes]).optional(),
    theme: oneOf(chartThemes).optional(),
    xLabel: text('a label (text)').optional(),
    yLabel: text('a label (text)').optional(),
    caption: text('a caption (text)').optional(),
  },
  { error: 'a chart, such as { id: wait, kind: line, x: servers, y: meanWait }' },
)

const countOf = (what: string, least: number) => {
  const expected = `${what}, an integer >= ${least}`
  return z.int({ error: expected }).min(least, { error: expected })
}

/** The forms of a design as a map; `sobol(64)` and the like are read into them. */
const designMap = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('full') }),
    z.strictObject({
      kind: z.literal('one-at-a-time'),
      base: z
        .record(z.string(), scalar('a level'), { error: 'a map from factors to levels' })
        .optional()
        .describe('Level of each factor while others vary; the first one unless given.'),
    }),
    z.strictObject({ kind: z.literal('2k') }),
    z.strictObject({
      kind: z.literal('2k-p'),
      p: countOf('how often the design is halved', 1).optional(),
      generators: z
        .record(z.string(), text('a product of factors, such as servers*load'), {
          error: 'a map from factors to products, such as { cache: servers*load }',
        })
        .optional()
        .describe('Product of other factors that sets each generated factor; the best resolution unless given.'),
    }),
    z.strictObject({ kind: z.literal('lhs'), points: countOf('a number of points', 2) }),
    z.strictObject({
      kind: z.literal('sobol'),
      points: countOf('a number of points', 1),
      shift: z
        .boolean({ error: 'true or false' })
        .optional()
        .describe('A random digital shift by the seed; true unless given.'),
    }),
    z.strictObject({
      kind: z.literal('morris'),
      trajectories: countOf('a number of trajectories', 2),
      levels: countOf('an even number of grid levels', 2).optional().describe('Grid levels, even; 4 unless given.'),
    }),
    z.strictObject({ kind: z.literal('file'), file: text('the path of a CSV file') }),
  ],
  { error: 'a map with a kind, such as { kind: lhs, points: 100 }' },
)

/** Only modules have functions; nothing in a file is one. */
const moduleFunction = z.custom<ModuleFunction>((value) => typeof value === 'function').meta({ not: {} })
const expression = (what: string) =>
  z.union([z.string(), z.boolean(), z.number(), moduleFunction], {
    error: `${what}, such as load * servers < 3`,
  })

const point = z.record(z.string(), scalar('a level'), {
  error: 'a map from factors to levels, such as { servers: 4, load: 0.9 }',
})

const factor = z.unknown().meta({
  description:
    'The levels of a factor: a list, a range with a step, a logarithmic range, or the ends of a range to sample.',
  anyOf: [
    { type: 'array', minItems: 1 },
    { type: 'string', examples: ['0.5..0.95 step 0.05', 'log 1..1024 factor 2', '1ms..10ms'] },
    {
      type: 'object',
      properties: { range: { type: 'string' }, step: { type: ['string', 'number'] } },
      required: ['range'],
      additionalProperties: false,
    },
    {
      type: 'object',
      properties: { log: { type: 'string' }, factor: { type: 'number' }, points: { type: 'integer', minimum: 2 } },
      required: ['log'],
      additionalProperties: false,
    },
  ],
})

const study = z.strictObject(
  {
    model: text('the name of a model, such as queueing/mmc').describe('Name of the model, area/name.'),
    title: text('a title (text)').describe('One line, as a reader of a list of studies would want it.'),
    question: text('a question (text)').optional().describe('What the study is to find out.'),
    description: text('a description (text)').optional(),
    fix: z
      .record(z.string(), z.union([scalar(oneValue), entries], { error: oneValue }), {
        error: 'a map from parameters to values, such as { servers: 4 }',
      })
      .optional()
      .describe('Parameters with one value.'),
    vary: z
      .record(z.string(), factor, { error: 'a map from parameters to levels, such as { servers: [1, 2, 4] }' })
      .optional()
      .describe('The factors: parameters with several levels.'),
    together: z
      .array(
        z
          .array(text('the name of a factor'), { error: 'a list of factors' })
          .min(2, { error: 'a list of two factors or more' }),
        { error: 'a list of groups, such as [[retries, backoff]]' },
      )
      .optional()
      .describe('Groups of factors that move in lockstep: first level with first level, and so on.'),
    derive: z
      .record(z.string(), expression('an expression'), {
        error: 'a map from names to expressions, such as { arrivalRate: load * servers }',
      })
      .optional()
      .describe('Parameters, or names for use below, computed at each design point.'),
    where: expression('a condition').optional().describe('Condition that design points must meet.'),
    also: z.array(point, { error: 'a list of points' }).optional().describe('Extra design points.'),
    skip: z.array(point, { error: 'a list of points' }).optional().describe('Design points to leave out.'),
    design: z
      .union([z.string(), designMap], { error: 'a design, such as full or lhs(100)' })
      .optional()
      .describe(
        'full (default), one-at-a-time, 2k, 2k-p(P), lhs(POINTS), sobol(POINTS), morris(TRAJECTORIES), the path of a CSV file, or a map.',
      ),
    run: run.optional().describe('Run length, replications, seed; what is not given is taken from the model.'),
    measure: z
      .array(text('the name of a metric'), { error: 'a list of metrics, such as [meanWait]' })
      .min(1, { error: 'at least one metric (or no "measure" at all, which takes every metric)' })
      .optional()
      .describe('Metrics to keep, and the parts of those that are ratios; all unless given.'),
    charts: z.array(chart, { error: 'a list of charts' }).optional(),
    claims: z
      .array(claimSchema, { error: 'a list of claims, such as [{ claim: ..., expect: ... }]' })
      .optional()
      .describe('What the study expects to find; `meanwhile check` holds it against the results.'),
    accept: z
      .record(z.string(), text('the reason, in words'), {
        error: 'a map from lint rules to reasons, such as { few-replications: the model is deterministic }',
      })
      .optional()
      .describe('Lint rules that are silenced, each with the reason.'),
  },
  { error: 'a map of keys' },
)

/** A function of the parameters of a design point, in a study that is written in TypeScript or JavaScript. */
export type ModuleFunction = (parameters: Readonly<Record<string, PlainValue>>) => PlainValue

/** A study file as it was written, checked for its shape but not yet against its model. */
export type StudyContent = z.infer<typeof study>

/** The map form of a design. */
export type DesignContent = z.infer<typeof designMap>

/** What `defineStudy` takes: the same keys as a study file. */
export type StudyInput = z.input<typeof study>

/** The keys of a map in a study file, for suggestions. */
export function keysAt(path: readonly (string | number)[]): readonly string[] {
  if (path.length === 0) return Object.keys(study.shape)
  if (path[0] === 'charts') return chartKeys
  if (path[0] === 'claims') return claimKeys
  const joined = path.join('.')
  if (joined === 'design') return [...new Set(designMap.options.flatMap(({ shape }) => Object.keys(shape)))]
  if (joined === 'run') return Object.keys(run.shape)
  if (joined === 'run.replications') return Object.keys(replicationRule.shape)
  if (joined.startsWith('run.replications.until')) return ['relative', 'absolute']
  if (joined === 'run.warmUp') return Object.keys(warmUpRule.shape)
  if (joined === 'run.limits') return Object.keys(limits.shape)
  return []
}

/** The values of `kind` in the map form of a design. */
export const designKinds: readonly string[] = designMap.options.map(({ shape }) => shape.kind.value)

/** Checks a study against the schema. */
export function parseShape(content: unknown): z.ZodSafeParseResult<StudyContent> {
  return study.safeParse(content)
}

/** Checks the map form of a design against the schema. */
export function parseDesignShape(content: unknown): z.ZodSafeParseResult<DesignContent> {
  return designMap.safeParse(content)
}

/** The JSON Schema of study files, for editors; `experiments/studies/study.schema.json`. */
export function studyJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(study, { io: 'input', unrepresentable: 'any' }),
    title: 'A study of Meanwhile',
  }
}
