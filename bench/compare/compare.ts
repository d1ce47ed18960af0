import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runFresh } from '../fresh-process.ts'
import type { Workload } from '../workloads/workload.ts'
import { firstSides } from './pairs.ts'
import { buildTrees, type Trees } from './revision.ts'
import type { Sample } from './sample.ts'
import { compareTimes, type Pair, type Verdict } from './verdict.ts'

/** User CPU seconds a process measures for, after its warm-up. */
const SECONDS = '0.5'

/** The comparison of one benchmark: log(time of the head / time of the base) and the verdict. */
export interface Comparison {
  name: string
  verdict: Verdict
  estimate: number
  low: number
  high: number
  p: number
  pairs: number
}

/**
 * Compares the working tree with a revision, benchmark by benchmark, and prints a line for each. A difference counts
 * only when a second, fresh set of pairs confirms it.
 * @param root the working tree
 * @param pairs pairs of fresh processes in a set
 */
export function compareWith(
  root: string,
  revision: string,
  workloads: readonly Workload[],
  pairs: number,
): Comparison[] {
  const out = mkdtempSync(join(tmpdir(), 'meanwhile-compare-'))
  let trees: Trees | undefined
  try {
    trees = buildTrees(root, revision, out)
    console.log(`Base ${revision} (${trees.revision.slice(0, 12)}), head: the working tree. ${pairs} pairs each.\n`)
    const comparisons: Comparison[] = []
    for (const { name } of workloads) {
      const comparison = compareOne(trees, name, pairs)
      if (comparison === undefined) continue
      comparisons.push(comparison)
      console.log(line(comparison))
    }
    return comparisons
  } finally {
    trees?.remove()
    rmSync(out, { recursive: true, force: true })
  }
}

function compareOne(trees: Trees, name: string, pairs: number): Comparison | undefined {
  const sample = (dist: string): number =>
    runFresh<Sample>(join(dist, 'bench/compare/sample.js'), [name, SECONDS]).perOperation
  try {
    sample(trees.base)
  } catch (error) {
    console.log(`${name.padEnd(32)} skipped, the base can not run it: ${(error as Error).message}`)
    return undefined
  }
  const measurePairs = (): Pair[] =>
    firstSides(pairs, Math.random).map((first) => {
      if (first === 'base') return { base: sample(trees.base), head: sample(trees.head) }
      const head = sample(trees.head)
      return { base: sample(trees.base), head }
    })
  let found = measurePairs()
  let result = compareTimes(found)
  if (result.verdict !== 'no difference') {
    const again = measurePairs()
    const confirmed = compareTimes(again).verdict === result.verdict
    found = [...found, ...again]
    result = { ...compareTimes(found), verdict: confirmed ? result.verdict : 'no difference' }
  }
  return { name, pairs: found.length, ...result }
}

function line({ name, verdict, estimate, low, high, pairs }: Comparison): string {
  const percent = (log: number): string => `${log < 0 ? '' : '+'}${(100 * Math.expm1(log)).toFixed(1)} %`
  const interval = Number.isFinite(low) ? `[${percent(low)}, ${percent(high)}]` : '[too few pairs for an interval]'
  return `${name.padEnd(32)} ${verdict.padEnd(14)} time ${percent(estimate).padStart(8)}  ${interval}  ${pairs} pairs`
}
