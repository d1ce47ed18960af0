import { moments } from './moments.ts'
import { studentTail } from './student-tail.ts'

/** Probability of calling a series that does not grow a growing one. */
const testLevel = 0.001

/**
 * Rise over the second half, relative to its mean, below which growth is slow enough to be the end of a transient. A
 * level that grows in proportion to time rises by 2/3, one that grows with its root (a load of exactly 1) by 1/3.
 */
const leastRise = 0.2

/**
 * Whether a quantity still grows in the second half of the runs: the queue of an overloaded server does. The slope of
 * each replication is one independent number, so that no assumption about the dependence within a run is needed; the
 * slopes must be above 0 on average (one-sided t test at 0.1 %) and the rise must matter.
 * @param series One series a replication, all of the same equal intervals; values that lack are left out. At least 3.
 * @source The t test over replications is Law, Simulation Modeling and Analysis, section 4.5, on least-squares slopes.
 */
export function isGrowing(series: readonly (readonly (number | null)[])[]): boolean {
  const halves = series.map((one) => secondHalf(one)).filter((half) => half.length >= 2)
  const { count, mean, variance } = moments(halves.map((half) => slope(half)))
  if (count < 3 || !(mean > 0)) return false
  const level = moments(halves.map((half) => moments(half.map(([, value]) => value)).mean)).mean
  const length = Math.max(...series.map((one) => one.length)) / 2
  const rise = (mean * length) / Math.abs(level)
  return rise >= leastRise && studentTail(mean / Math.sqrt(variance / count), count - 1) < testLevel
}

type Sample = readonly [place: number, value: number]

function secondHalf(series: readonly (number | null)[]): Sample[] {
  const start = Math.floor(series.length / 2)
  return series.flatMap((value, i) => (i < start || value === null || Number.isNaN(value) ? [] : [[i, value] as const]))
}

function slope(samples: readonly Sample[]): number {
  const place = moments(samples.map(([i]) => i)).mean
  const level = moments(samples.map(([, value]) => value)).mean
  let products = 0
  let squares = 0
  for (const [i, value] of samples) {
    products += (i - place) * (value - level)
    squares += (i - place) * (i - place)
  }
  return products / squares
}
