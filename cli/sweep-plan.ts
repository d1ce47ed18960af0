import { aliases, membersOf } from '../experiments/design/two-level.ts'
import { Journal } from '../experiments/journal.ts'
import { lintStudy, openFindings } from '../experiments/lint/lint.ts'
import { pilotSpecs, runPilot } from '../experiments/pilot.ts'
import type { RunSpec } from '../experiments/plan.ts'
import { planOf } from '../experiments/runner.ts'
import type { Study } from '../experiments/study.ts'
import { formatQuantity } from '../models/quantity.ts'
import { findingLines } from './findings.ts'
import { formatNumber, table } from './table.ts'

/** Runs of the pilot, and the seconds after which it ends. */
const pilotRuns = 5
const pilotLimit = 5
/** Levels of a factor that are listed; of more, the ends and their number are told. */
const listedLevels = 15
/** Design points that are listed. */
const listedPoints = 8

export interface PlanOptions {
  /** Worker threads of the sweep that is planned. */
  readonly jobs: number
  /** Time a few runs to tell how long the sweep will take. */
  readonly pilot: boolean
}

/** What a sweep would do, in words: factors, points, runs, what is there already, its cost, and what lint finds. */
export async function describePlan(study: Study, out: string, options: PlanOptions): Promise<string> {
  const { description, model, question } = study
  const { points, specs } = planOf(study)
  const saved = Journal.savedIds(out)
  const missing = specs.filter(({ id }) => !saved.has(id))
  const { seed, warmUp, horizon, confidence } = description
  const until = horizon === Infinity ? 'until the model ends' : formatQuantity(horizon, 's')
  const { rules } = study
  const cut =
    rules.warmUp.rule === 'mser-5'
      ? `by MSER-5, at most ${percent(rules.warmUp.atMost)} of the horizon`
      : formatQuantity(warmUp, 's')
  const findings = openFindings(lintStudy(study, out))
  return [
    `${study.name}: ${description.title}`,
    ...(question === undefined ? [] : [question.trim()]),
    `Model: ${model.name} (${model.title})`,
    '',
    factorTable(study),
    ...fixedLine(study),
    ...designLines(study),
    '',
    ...pointLines(study),
    `Runs: ${points.length} design points x ${description.replications} replications = ${specs.length}; ${specs.length - missing.length} saved, ${missing.length} to do`,
    ...precisionLines(study, points.length),
    `Each run: warm-up ${cut}, horizon ${until}; seed ${seed}; intervals at ${percent(confidence)}`,
    ...limitLines(study),
    ...(options.pilot && missing.length > 0 ? await costLines(missing, options.jobs) : []),
    `Charts: ${description.charts.map(({ id }) => id).join(', ') || 'none'}`,
    `Results: ${out}`,
    ...(findings.length === 0 ? [] : ['', ...findingLines(findings)]),
  ].join('\n')
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(6))} %`

function factorTable({ description, model }: Study): string {
  if (description.factors.length === 0) return 'No factors.'
  const rows = description.factors.map(({ name, levels, follows }) => {
    const format = model.parameters[name]!.format
    const numbers = levels.filter((level) => typeof level === 'number')
    const many = levels.length > listedLevels && numbers.length === levels.length
    const shown = many
      ? `${format(Math.min(...numbers))} to ${format(Math.max(...numbers))}`
      : levels.map(format).join(', ')
    return [name, String(levels.length), follows === undefined ? shown : `${shown} (with ${follows})`]
  })
  return table([{ heading: 'Factor' }, { heading: 'Levels', align: 'right' }, { heading: '' }], rows)
}

function fixedLine({ description, model, points }: Study): string[] {
  const varied = new Set(description.factors.map(({ name }) => name))
  const names = Object.keys(points[0] ?? {}).filter((name) => !varied.has(name))
  const constant = names.filter((name) => points.every((point) => point[name] === points[0]![name]))
  const derived = names.filter((name) => !constant.includes(name))
  const shown = constant.map((name) => `${name}=${model.parameters[name]!.format(points[0]![name]!)}`)
  return [
    ...(shown.length === 0 ? [] : ['', `Fixed: ${shown.join(', ')}`]),
    ...(derived.length === 0 ? [] : [`Derived: ${derived.join(', ')}`]),
  ]
}

function designLines({ design }: Study): string[] {
  const { kind, candidates, excluded, skipped, added, repeated } = design
  const changes = [
    excluded > 0 ? `${excluded} excluded by "where"` : '',
    skipped > 0 ? `${skipped} skipped` : '',
    repeated > 0 ? `${repeated} fall on others` : '',
    added > 0 ? `${added} added` : '',
  ].filter((text) => text !== '')
  if (kind === 'full' && changes.length === 0) return []
  const counts = `${candidates} rows${changes.length === 0 ? '' : `, ${changes.join(', ')}`}`
  return ['', `Design: ${kind}, ${counts}`, ...aliasLines(design)]
}

/** The alias table of a fraction: what each effect that is estimated may in truth be. */
function aliasLines({ twoLevel, generators, axes }: Study['design']): string[] {
  if (twoLevel === undefined || generators === undefined) return []
  const letter = (i: number): string => 'ABCDEFGHJKLMNOPQRSTU'[i]!
  const word = (mask: number): string => membersOf(mask).map(letter).join('')
  const names = axes.map((axis, i) => `${letter(i)} = ${axis.join('+')}`)
  // In a large fraction each effect has hundreds of aliases; those of many factors are negligible by custom.
  const longest = twoLevel.words.length <= 7 ? twoLevel.factors : 3
  const rows = aliases(twoLevel, longest).map(({ effect, with: others }) => [
    word(effect),
    others.map(word).join(' = '),
  ])
  return [
    `Resolution ${roman[twoLevel.resolution] ?? twoLevel.resolution}: ${generators.join(', ')}`,
    names.join(', '),
    '',
    table([{ heading: 'Effect' }, { heading: `Aliases${longest === 3 ? ' of up to three factors' : ''}` }], rows),
  ]
}

const roman: Readonly<Record<number, string>> = { 3: 'III', 4: 'IV', 5: 'V', 6: 'VI', 7: 'VII', 8: 'VIII' }

function pointLines({ description, model, points }: Study): string[] {
  // The points of a full factorial are its levels crossed, which the table of factors says.
  if (description.design === undefined && points.length === crossed(description.factors)) return []
  const columns = description.factors.map(({ name }) => name)
  if (columns.length === 0) return []
  const rows = points
    .slice(0, listedPoints)
    .map((point) => columns.map((name) => model.parameters[name]!.format(point[name]!)))
  const more = points.length - rows.length
  return [
    table(
      columns.map((heading) => ({ heading })),
      rows,
    ),
    ...(more > 0 ? [`... and ${more} more points`] : []),
    '',
  ]
}

function crossed(factors: Study['description']['factors']): number {
  return factors
    .filter(({ follows }) => follows === undefined)
    .reduce((product, { levels }) => product * levels.length, 1)
}

function precisionLines({ rules }: Study, points: number): string[] {
  const { until, max } = rules.replications
  const targets = Object.entries(until).map(([metric, { relative, absolute }]) => {
    const parts = [
      relative === undefined ? '' : percent(relative),
      absolute === undefined ? '' : formatNumber(absolute),
    ]
    return `${metric} ± ${parts.filter((part) => part !== '').join(' or ')}`
  })
  if (targets.length === 0) return []
  return [`      then more where needed, up to ${max} replications (${points * max} runs), until ${targets.join(', ')}`]
}

function limitLines({ rules: { limits, budget } }: Study): string[] {
  const parts = [
    limits.time === undefined ? '' : `${formatQuantity(limits.time, 's')} a run`,
    limits.memory === undefined ? '' : `${formatQuantity(limits.memory, 'B')} a run`,
    budget === undefined ? '' : `${formatQuantity(budget, 's')} in all`,
  ].filter((text) => text !== '')
  return parts.length === 0 ? [] : [`Limits: ${parts.join(', ')}`]
}

async function costLines(missing: readonly RunSpec[], jobs: number): Promise<string[]> {
  const { seconds, unfinished, failures } = await runPilot(pilotSpecs(missing, pilotRuns), pilotLimit)
  const failed = failures.map((message) => `Pilot:  a run failed: ${message}`)
  if (seconds.length === 0)
    return [...failed, ...(unfinished > 0 ? [`Pilot:  no run ended within ${pilotLimit} s`] : [])]
  const mean = seconds.reduce((sum, each) => sum + each, 0) / seconds.length
  const workers = Math.min(jobs, missing.length)
  const total = (cost: number): string => duration((cost * missing.length) / workers)
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)]
  const least_ = unfinished > 0 ? 'at least ' : 'about '
  const cost = `${seconds.length} runs took ${duration(least)} to ${duration(most)} each${unfinished > 0 ? `, another more than the ${pilotLimit} s of the pilot` : ''}`
  const range = total(least) === total(most) ? '' : ` (${total(least)} to ${total(most)})`
  return [
    ...failed,
    `Pilot:  ${cost}`,
    `Time:   ${least_}${total(mean)}${range} on ${workers} ${workers === 1 ? 'worker' : 'workers'}, an estimate from the pilot`,
  ]
}

/** A duration for people, two digits. */
function duration(seconds: number): string {
  if (seconds < 1) return `${Number((seconds * 1000).toPrecision(2))} ms`
  if (seconds < 100) return `${Number(seconds.toPrecision(2))} s`
  if (seconds < 6000) return `${Number((seconds / 60).toPrecision(2))} min`
  return `${Number((seconds / 3600).toPrecision(2))} h`
}
