import type { SummaryMethod } from '../estimate.ts'
import type { MetricDescription, RunRecord } from '../record.ts'
import { fewestForInterval } from '../statistics/mean-interval.ts'
import type { Margin } from './margin.ts'
import { MeanRatio } from './mean-ratio.ts'
import { neededReplications } from './needed-replications.ts'
import { replicates } from './replicates.ts'

/** Largest probability of a wrong CHANGED anywhere in a comparison, and of a wrong EQUIVALENT. */
export const falseAlarms = 0.05

/** What became of a metric from one version to the other. */
export type CompareVerdict = 'IDENTICAL' | 'EQUIVALENT' | 'CHANGED' | 'INCONCLUSIVE'

/** Facts about one metric at one design point; the verdict waits for all the others (Holm). */
export interface Finding {
  /** Estimates from finished runs, means unless `method` says otherwise; NaN without a value. */
  readonly meanA: number
  readonly meanB: number
  /** Replications behind the means. */
  readonly countA: number
  readonly countB: number
  readonly paired: boolean
  /** How the estimates and their difference were made, as in `summary.csv`. */
  readonly method: SummaryMethod
  /** B less A in the unit of the metric, with its interval; NaN where there is none. */
  readonly difference: number
  readonly low: number
  readonly high: number
  /** The same as a fraction of A; infinite ends where A is too near to 0. */
  readonly relative: number
  readonly relativeLow: number
  readonly relativeHigh: number
  /** Two-sided p-value of no difference; NaN where nothing was tested. */
  readonly p: number
  /** p-value of a difference as large as the margin or larger. */
  readonly equivalenceP: number
  /** A verdict that needs no test, with its reason. */
  readonly certain?: { readonly verdict: CompareVerdict; readonly reason: string }
  /** Standard deviation of the difference of one replication. */
  readonly spread: number
}

type Cell = number | null

/** Compares one metric over the runs of one design point. */
export function compareMetric(
  metric: MetricDescription,
  runsA: readonly RunRecord[],
  runsB: readonly RunRecord[],
  margin: Margin,
): Finding {
  const paired = sameSeed(runsA, runsB)
  const [rowsA, rowsB] = paired ? commonReplications(runsA, runsB) : [runsA, runsB]
  const cellsA = rowsA.map((run) => cell(run, metric.name))
  const cellsB = rowsB.map((run) => cell(run, metric.name))
  const certain = withoutTest(rowsA, rowsB, cellsA, cellsB, paired)
  const usableA = rowsA.filter((_, i) => isFinite_(cellsA[i]!) && (!paired || isFinite_(cellsB[i]!)))
  const usableB = rowsB.filter((_, i) => isFinite_(cellsB[i]!) && (!paired || isFinite_(cellsA[i]!)))
  const { a, b, method, problem } = estimates(metric, usableA, usableB)
  const means = { meanA: mean(a), meanB: mean(b), countA: usableA.length, countB: usableB.length, paired, method }
  if (problem !== undefined || certain?.verdict === 'IDENTICAL') {
    const few = { verdict: 'INCONCLUSIVE', reason: problem ?? '' } as const
    return { ...means, ...untested(means), certain: certain ?? few }
  }
  const ratio = new MeanRatio(a, b, paired)
  const [low, high] = ratio.differenceInterval(1 - falseAlarms)
  const [relativeLow, relativeHigh] = ratio.relativeInterval(1 - falseAlarms)
  return {
    ...means,
    difference: ratio.difference,
    low,
    high,
    relative: ratio.meanB / ratio.meanA - 1,
    relativeLow,
    relativeHigh,
    p: ratio.p,
    equivalenceP: ratio.equivalenceP(margin.size, margin.relative),
    spread: ratio.error * Math.sqrt(Math.min(a.length, b.length)),
    ...(certain && { certain }),
  }
}

/**
 * The verdict of a finding, once its p-value is adjusted. EQUIVALENT comes first: a change that is surely there and
 * surely within the margin is one that does not matter. It needs no adjustment: all that is called equivalent is wrong
 * only together with the one that is (intersection-union).
 * @param adjusted Holm's p-value.
 * @param tests Number of tests in the family.
 */
export function verdictOn(
  finding: Finding,
  adjusted: number,
  tests: number,
  margin: Margin,
): { verdict: CompareVerdict; reason: string; needed?: number } {
  if (finding.certain !== undefined) return finding.certain
  if (finding.equivalenceP < falseAlarms) return { verdict: 'EQUIVALENT', reason: '' }
  if (adjusted < falseAlarms) return { verdict: 'CHANGED', reason: '' }
  const needed = replicationsFor(finding, tests, margin)
  const unlimited = margin.relative && !Number.isFinite(finding.relativeHigh)
  const reason =
    needed !== undefined
      ? `needs about ${needed} replications`
      : unlimited
        ? 'too near to 0 for a relative margin; give one in the unit of the metric'
        : 'on the edge of the margin'
  return { verdict: 'INCONCLUSIVE', reason, ...(needed !== undefined && { needed }) }
}

/** What is sooner decided with more replications, if the estimates stay: that it changed, or that it is equivalent. */
function replicationsFor({ meanA, difference, spread }: Finding, tests: number, margin: Margin): number | undefined {
  const apart = Math.abs(difference)
  const size = margin.relative ? margin.size * Math.abs(meanA) : margin.size
  const changed = neededReplications(spread, apart, falseAlarms / (2 * Math.max(1, tests)))
  const equivalent = neededReplications(spread, size - apart, falseAlarms)
  const both = [changed, equivalent].filter((n) => n !== undefined)
  return both.length === 0 ? undefined : Math.min(...both)
}

function sameSeed(a: readonly RunRecord[], b: readonly RunRecord[]): boolean {
  return a.length > 0 && b.length > 0 && a[0]!.seed === b[0]!.seed
}

function commonReplications(
  a: readonly RunRecord[],
  b: readonly RunRecord[],
): [readonly RunRecord[], readonly RunRecord[]] {
  const ofB = new Map(b.map((run) => [run.replication, run]))
  const rows = a.filter((run) => ofB.has(run.replication))
  return [rows, rows.map((run) => ofB.get(run.replication)!)]
}

function cell(run: RunRecord, metric: string): Cell {
  if (run.stop === 'error') return null
  const value = run.responses[metric] ?? null
  return value === null || Number.isNaN(value) ? null : value
}

function isFinite_(value: Cell): value is number {
  return value !== null && Number.isFinite(value)
}

/** One number a run of each side, made in the same way on both, and what speaks against testing them. */
function estimates(
  metric: MetricDescription,
  runsA: readonly RunRecord[],
  runsB: readonly RunRecord[],
): { a: readonly number[]; b: readonly number[]; method: SummaryMethod; problem?: string } {
  const [a, b] = [replicates(metric, runsA), replicates(metric, runsB)]
  const few = runsA.length < fewestForInterval || runsB.length < fewestForInterval
  const problem = few
    ? { problem: `needs at least ${fewestForInterval} replications` }
    : a === 'too few observations' || b === 'too few observations'
      ? { problem: 'too few observations for this quantile' }
      : {}
  if (typeof a === 'object' && typeof b === 'object' && a.method === b.method) {
    return { a: a.values, b: b.values, method: a.method, ...problem }
  }
  const plain = (runs: readonly RunRecord[]): number[] => runs.map((run) => run.responses[metric.name] ?? NaN)
  return { a: plain(runsA), b: plain(runsB), method: 'replication-t', ...problem }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** What can be said without statistics: equal values, or a run that one version does not finish. */
function withoutTest(
  rowsA: readonly RunRecord[],
  rowsB: readonly RunRecord[],
  a: readonly Cell[],
  b: readonly Cell[],
  paired: boolean,
): Finding['certain'] {
  if (paired && a.length > 0 && a.every((value, i) => Object.is(value, b[i]))) {
    const failed = rowsA.some((run, i) => (run.stop === 'error') !== (rowsB[i]!.stop === 'error'))
    if (!failed) return { verdict: 'IDENTICAL', reason: '' }
  }
  const failures = (runs: readonly RunRecord[]): number => runs.filter(({ stop }) => stop === 'error').length
  if (failures(rowsA) !== failures(rowsB)) {
    return { verdict: 'CHANGED', reason: `failed runs: ${failures(rowsA)} in A, ${failures(rowsB)} in B` }
  }
  const unequal = (count: (cells: readonly Cell[]) => number, what: string): Finding['certain'] =>
    count(a) === count(b) || !paired
      ? undefined
      : { verdict: 'CHANGED', reason: `${what}: ${count(a)} in A, ${count(b)} in B` }
  return (
    unequal((cells) => cells.filter((value) => value === null).length, 'runs without a value') ??
    unequal((cells) => cells.filter((value) => value !== null && !isFinite_(value)).length, 'infinite values')
  )
}

function untested({
  meanA,
  meanB,
}: {
  meanA: number
  meanB: number
}): Omit<Finding, 'meanA' | 'meanB' | 'countA' | 'countB' | 'paired' | 'method' | 'certain'> {
  const difference = meanB - meanA
  return {
    difference,
    low: NaN,
    high: NaN,
    relative: difference === 0 ? 0 : meanB / meanA - 1,
    relativeLow: NaN,
    relativeHigh: NaN,
    p: NaN,
    equivalenceP: NaN,
    spread: NaN,
  }
}
