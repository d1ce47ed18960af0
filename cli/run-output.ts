import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeRuns } from '../analysis/csv/write-runs.ts'
import { toJson } from '../analysis/json.ts'
import type { RunRecord, StudyDescription } from '../analysis/record.ts'
import { summarise, type SummaryMethod } from '../analysis/summary.ts'
import type { SingleRunStudy } from '../experiments/single-run.ts'
import { theoryValues } from '../experiments/theory.ts'
import { formatQuantity } from '../models/quantity.ts'
import { commandLine } from './shell.ts'
import { formatHalfWidth, formatNumber, table } from './table.ts'

interface Response {
  unit: string
  /** Null when no replication has a value. */
  mean: number | null
  /** Null under 3 replications. */
  halfWidth: number | null
  confidence: number
  method: SummaryMethod
  flags: readonly string[]
  /** One per replication; null where it has none. */
  values: (number | null)[]
}

/** The JSON of `run --json`. An infinite horizon is the text "Infinity". */
export function asJson(study: SingleRunStudy, records: readonly RunRecord[]): string {
  const { model, seed, replications, warmUp, horizon } = study.description
  const failures = records
    .filter(({ stop }) => stop === 'error')
    .map(({ replication, error }) => ({ replication, error }))
  return toJson({
    model,
    parameters: study.values,
    seed,
    replications,
    warmUp,
    horizon,
    responses: responses(study, records),
    ...(failures.length > 0 && { failures }),
  })
}

/** One row per replication, as in runs.csv. */
export function asCsv({ description }: SingleRunStudy, records: readonly RunRecord[]): string {
  const { header, rows } = runRows(description, records)
  return [header, ...rows, ''].join('\n')
}

/** The lines of a runs.csv of some runs, in the order of the design. */
export function runRows(study: StudyDescription, records: readonly RunRecord[]): { header: string; rows: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'meanwhile-'))
  try {
    const file = join(folder, 'runs.csv')
    writeRuns(file, study, records)
    const [header = '', ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n')
    return { header, rows }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Flags that say why a metric has no number, or one that is not to be trusted; the others are obvious from the table. */
const reasons = /^(UNSTABLE|FEWTAIL|LAW)/

/** A table of estimates, with the closed form beside them where there is one, and the command that gives it again. */
export function asTable(study: SingleRunStudy, records: readonly RunRecord[]): string {
  const { model, plan } = study
  const theory = new Map(theoryValues(model, plan.points).map(({ metric, value }) => [metric, value]))
  const withTheory = theory.size > 0
  const estimates = Object.entries(responses(study, records))
  const told = (flags: readonly string[]): string => flags.filter((flag) => reasons.test(flag)).join(' ')
  const withReasons = estimates.some(([, { flags }]) => told(flags) !== '')
  const rows = estimates.map(([metric, { unit, mean, halfWidth, flags }]) => [
    metric,
    formatNumber(mean),
    formatHalfWidth(halfWidth),
    unit,
    ...(withTheory ? [theory.has(metric) ? formatNumber(theory.get(metric)!) : ''] : []),
    ...(withReasons ? [told(flags)] : []),
  ])
  const columns = [
    { heading: 'Metric' },
    { heading: 'Mean', align: 'right' as const },
    { heading: '' },
    { heading: 'Unit' },
    ...(withTheory ? [{ heading: 'Theory', align: 'right' as const }] : []),
    ...(withReasons ? [{ heading: '' }] : []),
  ]
  return `${model.title}\n\n${table(columns, rows)}\n\n${howMade(study)}\n${reproduce(study)}`
}

function responses(study: SingleRunStudy, records: readonly RunRecord[]): Record<string, Response> {
  const { model, plan, description } = study
  const rows = summarise(description, records, theoryValues(model, plan.points))
  return Object.fromEntries(
    rows
      .filter(({ method }) => method !== 'theory')
      .map(({ metric, unit, estimate, low, high, method, flags }) => {
        const values = records.map((record) => record.responses[metric] ?? null)
        const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)
        const halfWidth = orNull((high - low) / 2)
        return [
          metric,
          { unit, mean: orNull(estimate), halfWidth, confidence: description.confidence, method, flags, values },
        ]
      }),
  )
}

function howMade({ description }: SingleRunStudy): string {
  const { replications, confidence, warmUp, horizon } = description
  const until = horizon === Infinity ? 'until the model ends' : `to ${formatQuantity(horizon, 's')}`
  const runs = `${replications} ${replications === 1 ? 'replication' : 'replications'} from ${formatQuantity(warmUp, 's')} ${until}`
  return replications < 3
    ? `${runs}; at least 3 are needed for an interval.`
    : `${runs}; ± is the ${Number((confidence * 100).toPrecision(6))} % Student-t interval over replications.`
}

function reproduce({ model, values, description }: SingleRunStudy): string {
  const changed = Object.entries(values)
    .filter(([name, value]) => value !== model.parameters[name]!.default)
    .map(([name, value]) => `${name}=${model.parameters[name]!.format(value)}`)
  const { seed, replications, warmUp, horizon } = description
  const words = ['meanwhile', 'run', model.name, ...(changed.length > 0 ? ['--set', ...changed] : [])]
  words.push('--seed', seed, '--replications', String(replications), '--warm-up', `${warmUp}s`)
  words.push('--horizon', horizon === Infinity ? 'Infinity' : `${horizon}s`)
  return `Again: ${commandLine(words)}`
}
