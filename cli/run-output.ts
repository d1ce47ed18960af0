import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeRuns } from '../analysis/csv/write-runs.ts'
import { toJson } from '../analysis/json.ts'
import type { RunRecord } from '../analysis/record.ts'
import { meanInterval } from '../analysis/statistics/mean-interval.ts'
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
  const folder = mkdtempSync(join(tmpdir(), 'meanwhile-'))
  try {
    const file = join(folder, 'runs.csv')
    writeRuns(file, description, records)
    return readFileSync(file, 'utf8')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A table of estimates, with the closed form beside them where there is one, and the command that gives it again. */
export function asTable(study: SingleRunStudy, records: readonly RunRecord[]): string {
  const { model, plan } = study
  const theory = new Map(theoryValues(model, plan.points).map(({ metric, value }) => [metric, value]))
  const withTheory = theory.size > 0
  const rows = Object.entries(responses(study, records)).map(([metric, { unit, mean, halfWidth }]) => [
    metric,
    formatNumber(mean),
    formatHalfWidth(halfWidth),
    unit,
    ...(withTheory ? [theory.has(metric) ? formatNumber(theory.get(metric)!) : ''] : []),
  ])
  const columns = [
    { heading: 'Metric' },
    { heading: 'Mean', align: 'right' as const },
    { heading: '' },
    { heading: 'Unit' },
    ...(withTheory ? [{ heading: 'Theory', align: 'right' as const }] : []),
  ]
  return `${model.title}\n\n${table(columns, rows)}\n\n${howMade(study)}\n${reproduce(study)}`
}

function responses({ description }: SingleRunStudy, records: readonly RunRecord[]): Record<string, Response> {
  const { metrics, confidence } = description
  return Object.fromEntries(
    metrics.map(({ name, unit }) => {
      const values = records.map((record) => record.responses[name] ?? null)
      const { mean, halfWidth } = meanInterval(
        values.filter((value) => value !== null),
        confidence,
      )
      const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)
      return [name, { unit, mean: orNull(mean), halfWidth: orNull(halfWidth), confidence, values }]
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
