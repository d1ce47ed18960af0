import ln from '@stdlib/math-base-special-ln'
import { sampleQuantile } from '../statistics/sample-quantile.ts'
import type { ChartBox } from './chart-data.ts'

/**
 * Median, quartiles and whiskers of some values; nothing without any.
 * @source Tukey, Exploratory Data Analysis (1977): whiskers end at the last value within 1.5 interquartile ranges.
 */
export function boxOf(values: readonly number[]): Omit<ChartBox, 'x' | 'series'> | undefined {
  if (values.length === 0) return undefined
  const sorted = values.toSorted((a, b) => a - b)
  const [lowQuartile, median, highQuartile] = [0.25, 0.5, 0.75].map((p) => sampleQuantile(sorted, p)) as [
    number,
    number,
    number,
  ]
  const reach = 1.5 * (highQuartile - lowQuartile)
  const inside = sorted.filter((value) => value >= lowQuartile - reach && value <= highQuartile + reach)
  return {
    lowWhisker: Math.min(inside[0] ?? lowQuartile, lowQuartile),
    lowQuartile,
    median,
    highQuartile,
    highWhisker: Math.max(inside.at(-1) ?? highQuartile, highQuartile),
    outliers: sorted.filter((value) => value < lowQuartile - reach || value > highQuartile + reach),
    runs: sorted.length,
  }
}

/**
 * The steps of an empirical distribution function: [value, share of values <= it], starting at the lowest value with
 * share 0. Equal values make one step.
 */
export function stepsOf(values: readonly number[]): (readonly [value: number, share: number])[] {
  const sorted = values.toSorted((a, b) => a - b)
  const [lowest] = sorted
  if (lowest === undefined) return []
  const steps: [number, number][] = [[lowest, 0]]
  sorted.forEach((value, index) => {
    if (sorted[index + 1] !== value) steps.push([value, (index + 1) / sorted.length])
  })
  return steps
}

/**
 * Half the height of the band that holds a whole distribution function with a given confidence.
 * @param n Number of independent values, >= 1.
 * @param confidence Above 0 and below 1.
 * @source Massart, The Tight Constant in the Dvoretzky-Kiefer-Wolfowitz Inequality (1990).
 */
export function bandOf(n: number, confidence: number): number {
  return Math.sqrt(ln(2 / (1 - confidence)) / (2 * n))
}

/**
 * Edges of bins of equal width 1, 2 or 5 times a power of ten; on a log axis, of equal ratio.
 * @param values At least one; all above 0 when `isLog`.
 * @param wanted Rough number of bins; by Sturges' rule when left out.
 */
export function binEdges(values: readonly number[], wanted: number | undefined, isLog: boolean): number[] {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity)
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity)
  const count = wanted ?? Math.max(5, Math.ceil(ln(values.length) / ln(2)) + 1)
  if (isLog && high > low) {
    const ratio = ln(high / low) / count
    const edges = Array.from({ length: count + 1 }, (_, index) =>
      Number((low * Math.exp(index * ratio)).toPrecision(12)),
    )
    return [low, ...edges.slice(1, -1), high]
  }
  const width = niceWidth(high > low ? (high - low) / count : Math.abs(low) / 10 || 1)
  const first = Math.floor(low / width + 1e-9)
  const last = Math.max(first + 1, Math.ceil(high / width - 1e-9))
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * width).toPrecision(12)))
}

function niceWidth(width: number): number {
  const exponent = Math.floor(Math.log10(width) + 1e-9)
  const steps = [1, 2, 5, 10].map((digit) => Number(`${digit}e${exponent}`))
  return steps.find((step) => step >= width * (1 - 1e-9)) ?? width
}

/** Number of values in each bin; the last one holds its right end too. */
export function binCounts(values: readonly number[], edges: readonly number[]): number[] {
  const counts = edges.slice(1).map(() => 0)
  for (const value of values) {
    const next = edges.findIndex((edge) => edge > value)
    const bin = next === -1 ? counts.length - 1 : Math.max(0, next - 1)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts
}
