import type { RunRow } from './csv/read-runs.ts'
import type { PlainValue, StudyDescription } from './record.ts'
import { holm } from './statistics/holm.ts'
import { pairedDifference, type PairedDifference } from './statistics/paired-difference.ts'

/** A metric at one level of a factor less the metric at the baseline, all else being equal. */
export interface Contrast extends PairedDifference {
  readonly metric: string
  readonly unit: string
  readonly level: PlainValue
  /** Levels of the other factors. */
  readonly others: Readonly<Record<string, PlainValue>>
  /** Mean at the baseline, over the replications that both have. */
  readonly baseline: number
  /** `p`, adjusted by Holm for the number of contrasts that were asked for together. */
  readonly adjusted: number
}

/**
 * Differences between the levels of a factor and one of them, replication by replication: runs of one replication share
 * their random numbers, so that most of the noise cancels. Replications that one side lacks are left out.
 * @param rows of runs.csv; failed runs count as lacking
 * @param metrics names of metrics of the study
 * @throws RangeError when the study does not vary the factor, or not over this baseline
 */
export function contrasts(
  study: StudyDescription,
  rows: readonly RunRow[],
  { factor, baseline, metrics }: { factor: string; baseline: PlainValue; metrics: readonly string[] },
): Contrast[] {
  const varied = study.factors.find(({ name }) => name === factor)
  const names = study.factors.map(({ name }) => name)
  if (varied === undefined) {
    throw new RangeError(`The study does not vary "${factor}"; it varies ${names.join(', ') || 'nothing'}.`)
  }
  if (!varied.levels.includes(baseline)) {
    throw new RangeError(`"${factor}" has no level ${String(baseline)}; it has ${varied.levels.join(', ')}.`)
  }
  const found: Omit<Contrast, 'adjusted'>[] = []
  const settings = groups(
    rows.filter(({ stop }) => stop !== 'error'),
    names.filter((name) => name !== factor),
  )
  for (const { others, rows: here } of settings) {
    const runsAt = (level: PlainValue) =>
      new Map(here.filter((row) => row.factors[factor] === level).map((row) => [row.replication, row]))
    const base = runsAt(baseline)
    for (const level of varied.levels.filter((one) => one !== baseline)) {
      const runs = runsAt(level)
      for (const metric of metrics) {
        const pairs = [...base]
          .map(([replication, row]) => [runs.get(replication)?.responses[metric] ?? NaN, row.responses[metric] ?? NaN])
          .filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b)) as [number, number][]
        if (pairs.length === 0) continue
        const second = pairs.map(([, b]) => b)
        const difference = pairedDifference(
          pairs.map(([a]) => a),
          second,
          study.confidence,
        )
        const mean = second.reduce((sum, value) => sum + value, 0) / second.length
        const unit = study.metrics.find(({ name }) => name === metric)?.unit ?? ''
        found.push({ ...difference, metric, unit, level, others, baseline: mean })
      }
    }
  }
  const adjusted = holm(found.map(({ p }) => p))
  return found.map((contrast, i) => ({ ...contrast, adjusted: adjusted[i]! }))
}

interface Setting {
  readonly others: Readonly<Record<string, PlainValue>>
  readonly rows: RunRow[]
}

/** Rows by their levels of some factors, in the order of the rows. */
function groups(rows: readonly RunRow[], factors: readonly string[]): Setting[] {
  const found = new Map<string, Setting>()
  for (const row of rows) {
    const others = Object.fromEntries(factors.map((name) => [name, row.factors[name]!]))
    const key = JSON.stringify(others)
    const setting = found.get(key)
    if (setting === undefined) found.set(key, { others, rows: [row] })
    else setting.rows.push(row)
  }
  return [...found.values()]
}
