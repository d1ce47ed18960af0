import { signedRank, type SignedRank } from './signed-rank.ts'

export type Verdict = 'faster' | 'slower' | 'no difference'

/**
 * Two processes that run equal code differ by a percent or two on average even over many pairs (memory layout): less than
 * this is no difference.
 */
const NEGLIGIBLE = Math.log(1.02)

/** User CPU time an operation of base and head, seconds, in one pair. */
export interface Pair {
  readonly base: number
  readonly head: number
}

/** Verdict on log(time of the head / time of the base): beyond the negligible with all of its 95 % interval, or none. */
export function compareTimes(pairs: readonly Pair[]): SignedRank & { verdict: Verdict } {
  const result = signedRank(pairs.map(({ base, head }) => Math.log(head / base)))
  const verdict = result.low > NEGLIGIBLE ? 'slower' : result.high < -NEGLIGIBLE ? 'faster' : 'no difference'
  return { ...result, verdict }
}
