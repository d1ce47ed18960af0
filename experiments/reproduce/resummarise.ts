import { join } from 'node:path'
import { readSummary } from '../../analysis/csv/read-summary.ts'
import type { Manifest } from '../../analysis/manifest.ts'
import type { RunRecord } from '../../analysis/record.ts'
import { summarise, type SummaryRow } from '../../analysis/summary.ts'
import { loadModel } from '../../models/registry.ts'
import type { DesignPoint } from '../plan.ts'
import { theoryValues } from '../theory.ts'

/** `summary.csv`, computed again from `runs.csv`. */
export interface Resummarised {
  readonly equal: number
  /** Rows that came out otherwise, in words. */
  readonly different: readonly string[]
  /** Rows that need more than the responses of the runs: pooled quantiles. */
  readonly skipped: number
}

/**
 * Computes the summary of a results folder again and compares every estimate to the last bit. Flags are left out: some
 * of them tell of remarks, which are no columns of `runs.csv`.
 */
export async function resummarise(
  results: string,
  { study }: Manifest,
  records: readonly RunRecord[],
): Promise<Resummarised> {
  const model = await loadModel(study.model)
  const points = new Map(records.map(({ point, parameters }) => [point, { id: point, parameters } as DesignPoint]))
  const again = new Map(
    summarise(study, records, theoryValues(model, [...points.values()])).map((row) => [keyOf(row), row]),
  )
  const before = readSummary(join(results, 'summary.csv'))
  const checkable = before.filter(({ method, flags }) => method !== 'pooled+jackknife-t' && !flags.includes('UNSTABLE'))
  const different = checkable.flatMap((row) => difference(row, again.get(keyOf(row))))
  return { equal: checkable.length - different.length, different, skipped: before.length - checkable.length }
}

function keyOf({ point, metric, method }: SummaryRow): string {
  return `${point} ${metric} ${method === 'theory' ? 'theory' : 'estimate'}`
}

const numbers = ['estimate', 'low', 'high', 'confidence', 'replications'] as const

function difference(before: SummaryRow, after: SummaryRow | undefined): string[] {
  const where = `point ${before.point}, ${before.metric} (${before.method})`
  if (after === undefined) return [`${where}: not there any more`]
  const column = numbers.find(
    (name) => before[name] !== after[name] && !(Number.isNaN(before[name]) && Number.isNaN(after[name])),
  )
  return column === undefined ? [] : [`${where}: ${column} was ${before[column]}, is ${after[column]}`]
}
