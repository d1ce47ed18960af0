import { normalQuantile } from '../../analysis/index.ts'
import { median } from '../statistics/median.ts'

/** Centre of paired differences, without assuming a law. */
export interface SignedRank {
  /** Hodges-Lehmann estimate: median of the Walsh averages. */
  readonly estimate: number
  /** Confidence interval; infinite where there are too few differences for the confidence asked. */
  readonly low: number
  readonly high: number
  /** Two-sided p-value of the hypothesis that the differences lie around 0. */
  readonly p: number
}

/** Up to this many differences the null distribution is computed exactly. */
const EXACT = 100

/**
 * Wilcoxon's signed-rank test of paired differences, with the Hodges-Lehmann estimate and the interval of Walsh averages.
 * Exact up to 100 differences, also with ties and zeros (zeros are dropped from the test, not from the interval).
 * @param confidence of the interval, above 0 and below 1
 * @source Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), sections 3.1 to 3.3.
 */
export function signedRank(differences: readonly number[], confidence = 0.95): SignedRank {
  const walsh = walshAverages(differences)
  const skipped = skippedAverages(differences.length, (1 - confidence) / 2)
  return {
    estimate: median(walsh),
    low: skipped < 0 ? -Infinity : walsh[skipped]!,
    high: skipped < 0 ? Infinity : walsh[walsh.length - 1 - skipped]!,
    p: pValue(differences.filter((difference) => difference !== 0)),
  }
}

/** Averages of all pairs, each difference with itself included, in ascending order. */
function walshAverages(differences: readonly number[]): number[] {
  return differences.flatMap((a, i) => differences.slice(i).map((b) => (a + b) / 2)).sort((a, b) => a - b)
}

/** How many Walsh averages lie beyond each end of the interval; -1 when even the extremes are not confident enough. */
function skippedAverages(n: number, tail: number): number {
  if (n > EXACT) return Math.floor(normalCentre(n) + normalQuantile(tail) * Math.sqrt(normalVariance(n)))
  const distribution = rankSumDistribution(Array.from({ length: n }, (_, i) => i + 1))
  // The largest t with P(T <= t) <= tail.
  let t = -1
  let probability = distribution[0]!
  while (probability <= tail) probability += distribution[++t + 1]!
  return t
}

function pValue(differences: readonly number[]): number {
  const n = differences.length
  if (n === 0) return 1
  // Doubled, the mean ranks of ties are integers as well.
  const ranks = doubledRanks(differences.map(Math.abs))
  const total = ranks.reduce((sum, rank) => sum + rank, 0)
  const positive = ranks.reduce((sum, rank, i) => (differences[i]! > 0 ? sum + rank : sum), 0)
  const smaller = Math.min(positive, total - positive)
  if (n > EXACT) {
    const variance = ranks.reduce((sum, rank) => sum + rank * rank, 0) / 4
    // One, in doubled ranks: half a rank of continuity correction.
    return Math.min(1, 2 * normalProbability(Math.min(0, smaller - total / 2 + 1) / Math.sqrt(variance)))
  }
  const distribution = rankSumDistribution(ranks)
  let below = 0
  for (let t = 0; t <= smaller; t++) below += distribution[t]!
  return Math.min(1, 2 * below)
}

/** Twice the rank of each value, ties sharing their mean. */
function doubledRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const smaller = values.filter((other) => other < value).length
    const equal = values.filter((other) => other === value).length
    return 2 * smaller + equal + 1
  })
}

/** Probability of each sum of a random subset of the ranks, every rank in or out with probability 1/2. */
function rankSumDistribution(ranks: readonly number[]): Float64Array {
  const probability = new Float64Array(ranks.reduce((sum, rank) => sum + rank, 0) + 1)
  probability[0] = 1
  let reach = 0
  for (const rank of ranks) {
    reach += rank
    for (let sum = reach; sum >= 0; sum--) {
      probability[sum] = (probability[sum]! + (sum >= rank ? probability[sum - rank]! : 0)) / 2
    }
  }
  return probability
}

const normalCentre = (n: number): number => (n * (n + 1)) / 4
const normalVariance = (n: number): number => (n * (n + 1) * (2 * n + 1)) / 24

/**
 * P(Z <= z) of the standard normal law, absolute error below 1.5e-7: enough for a p-value.
 * @source Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 7.1.26.
 */
function normalProbability(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const upper = (poly * Math.exp(-x * x)) / 2
  return z < 0 ? upper : 1 - upper
}
