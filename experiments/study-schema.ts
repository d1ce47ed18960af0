import { z } from 'zod'
import { chartBands, chartKeys, chartKinds, chartOverlays, chartScales, chartSizes } from '../analysis/record.ts'
import { didYouMean } from '../models/suggest.ts'
import { show, type ValueProblem } from '../models/value-problem.ts'
import type { StudyPath, StudyText } from './study-text.ts'

// Every schema carries as its error the noun phrase that goes behind "expected".
const text = (expected: string) => z.string({ error: expected }).min(1, { error: expected })
const scalar = (expected: string) => z.union([z.string(), z.number(), z.boolean()], { error: expected })
/** A list of maps, such as faults: what is in them, the parameter knows. */
const entries = z.array(z.record(z.string(), z.unknown()))
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `one of ${values.join(', ')}` })
const duration = z.union([z.string(), z.number()], { error: 'a duration, such as 10ms or 2h' })

const chart = z.strictObject(
  {
    id: z
      .string({ error: 'a name for the files of the chart' })
      .regex(/^[A-Za-z0-9][\w.-]*$/, { error: 'a file name of letters, digits, "-", "_" and "."' }),
    title: text('a title (text)').optional(),
    kind: oneOf(chartKinds),
    x: text('the name of a factor or metric'),
    y: z.union([z.string(), z.array(text('the name of a metric')).min(1)], {
      error: 'the name of a metric, or a list of names',
    }),
    by: text('the name of a factor').optional(),
    facet: text('the name of a factor').optional(),
    where: z
      .record(z.string(), z.union([scalar(''), z.array(scalar('')).min(1)], { error: 'a level or a list of levels' }), {
        error: 'a map from factors to levels, such as { servers: 4 }',
      })
      .optional(),
    xScale: oneOf(chartScales).optional(),
    yScale: oneOf(chartScales).optional(),
    band: oneOf(chartBands).optional(),
    overlay: oneOf(chartOverlays).optional(),
    size: oneOf(Object.keys(chartSizes) as [keyof typeof chartSizes]).optional(),
    xLabel: text('a label (text)').optional(),
    yLabel: text('a label (text)').optional(),
    caption: text('a caption (text)').optional(),
  },
  { error: 'a chart, such as { id: wait, kind: line, x: servers, y: meanWait }' },
)

const count = 'an integer >= 1'
const confidence = 'a number between 0 and 1, such as 0.95'

const run = z.strictObject(
  {
    warmUp: duration.optional(),
    horizon: duration.optional(),
    replications: z.int({ error: count }).min(1, { error: count }).optional(),
    seed: z.union([text('some text or a number'), z.number()], { error: 'some text or a number' }).optional(),
    confidence: z.number({ error: confidence }).gt(0, { error: confidence }).lt(1, { error: confidence }).optional(),
  },
  { error: 'a map with horizon, replications, ...' },
)

const study = z.strictObject(
  {
    model: text('the name of a model, such as queueing/mmc'),
    title: text('a title (text)'),
    question: text('a question (text)').optional(),
    description: text('a description (text)').optional(),
    fix: z
      .record(z.string(), z.union([scalar(''), entries], { error: 'one value (several belong under "vary")' }), {
        error: 'a map from parameters to values, such as { servers: 4 }',
      })
      .optional(),
    vary: z
      .record(z.string(), z.unknown(), { error: 'a map from parameters to levels, such as { servers: [1, 2, 4] }' })
      .optional(),
    run: run.optional(),
    measure: z
      .array(text('the name of a metric'), { error: 'a list of metrics, such as [meanWait]' })
      .min(1, { error: 'at least one metric (or no "measure" at all, which takes every metric)' })
      .optional(),
    charts: z.array(chart, { error: 'a list of charts' }).optional(),
  },
  { error: 'a map of keys' },
)

/** A study file as it was written, checked for its shape but not yet against its model. */
export type StudyContent = z.infer<typeof study>

const keysOf: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(study.shape),
  run: Object.keys(run.shape),
  charts: chartKeys,
}

/**
 * Checks the shape of a study file: keys, types, simple ranges.
 * @throws {StudyError} at the first problem from the top of the file
 */
export function checkShape(source: StudyText): StudyContent {
  const content = source.content
  const result = study.safeParse(content)
  if (result.success) return result.data
  const errors = result.error.issues.map((issue) => explain(source, issue, content))
  throw errors.sort((a, b) => a.line - b.line || a.column - b.column)[0]!
}

function explain(source: StudyText, issue: z.core.$ZodIssue, content: unknown): ReturnType<StudyText['error']> {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys
    const allowed = keysOf[String(path[0] ?? '')] ?? []
    const place = path.length === 0 ? 'in a study' : path[0] === 'charts' ? 'in a chart' : `in "${pathText(path)}"`
    return source.error(
      [...path, key],
      `unknown key "${key}" ${place}.${didYouMean(key, allowed)} Keys: ${allowed.join(', ')}`,
      'key',
    )
  }
  const given = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], content)
  if (given === undefined) return source.error(path, `"${pathText(path)}" is missing; expected ${issue.message}`)
  return source.error(path, `${pathText(path)} is ${showGiven(given)}; expected ${issue.message}`)
}

/** A path as people write it: `charts[0].x`. */
export function pathText(path: StudyPath): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('')
}

/** A value of a study file as it is quoted in messages; no value at all is called empty. */
export function showGiven(value: unknown): string {
  return value === null || value === '' ? 'empty' : show(value)
}

/** What is wrong with the value at a path: `fix.servers is 2.5; expected an integer >= 1 (unit servers)`. */
export function problemText(path: StudyPath, { given, expected, found }: ValueProblem): string {
  return `${pathText(path)} is ${showGiven(given)}${found === undefined ? '' : ` (${found})`}; expected ${expected}`
}
