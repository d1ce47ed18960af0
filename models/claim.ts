import type { PlainValue } from './parameter.ts'
import type { RunLength } from './run-length.ts'

export type { RunLength } from './run-length.ts'

/** How far a published figure may be off because it was read from a plot or printed with few digits. */
export interface Tolerance {
  /** Accepted relative distance from the expected value, such as 0.1. */
  readonly relative: number
  /** Why: `read from figure 2`. */
  readonly reason: string
}

/** An expectation about a model together with where it comes from: validation compares it with simulated means. */
export interface Claim {
  /** A sentence that is true of the system: `An M/M/1 queue at 80 % load makes customers wait 4 service times.` */
  readonly claim: string
  /** Where the expected values come from: a theorem with its place, a table, a figure. Never this simulator. */
  readonly source: string
  /** The parameters that differ from the defaults of the model. */
  readonly parameters: Readonly<Record<string, PlainValue>>
  /** Expected mean of each metric, in the unit of the metric. */
  readonly expected: Readonly<Record<string, number>>
  readonly run: RunLength
  /** Largest accepted half-width of the 99.9 % interval relative to the expected value; `defaultPrecision` unless given. */
  readonly precision?: number
  readonly tolerance?: Tolerance
}

/** `agrees`: confirmed. `undecided`: not contradicted, but the interval is too wide. `disagrees`: contradicted. */
export type Verdict = 'agrees' | 'undecided' | 'disagrees'

/** Confidence of the interval that a claim is judged by: with hundreds of claims, 95 % would raise false alarms daily. */
export const claimConfidence = 0.999

/** Relative half-width up to which an interval counts as narrow when a claim does not say. */
export const defaultPrecision = 0.05

/** Relative distance of a mean that is accepted although its (very narrow) interval misses the expected value. */
const negligible = 0.01

/** Relative distance that rounding alone explains. */
const rounding = 1e-9

/**
 * Judges the simulated mean of one metric against its expected value.
 *
 * A mean is close when its interval holds the expected value, when it is within 1 % of it, or when it is inside the
 * tolerance of the claim. Close and narrow agrees; close but too wide is undecided; not close disagrees, however wide.
 * Without any spread (all replications equal: a deterministic result) there is no sampling error to excuse a distance,
 * so the 1 % do not apply and the mean must equal the expected value up to rounding or the stated tolerance.
 * An expected value of 0 has no relative distances: precision and tolerance are then absolute, and the 1 % do not apply.
 * @param halfWidth half-width of the 99.9 % interval, >= 0; NaN when there are too few replications for one.
 */
export function verdictOf(judged: {
  expected: number
  mean: number
  halfWidth: number
  precision?: number | undefined
  tolerance?: Tolerance | undefined
}): Verdict {
  const { expected, mean, halfWidth, precision = defaultPrecision, tolerance } = judged
  if (!Number.isFinite(mean)) return 'disagrees'
  const scale = expected === 0 ? 1 : Math.abs(expected)
  const distance = Math.abs(mean - expected) / scale
  const spread = halfWidth / scale
  const accepted = Math.max(tolerance?.relative ?? 0, rounding)
  if (spread <= rounding) return distance <= accepted ? 'agrees' : 'disagrees'
  // An unknown spread (NaN) can not contradict a claim, nor confirm it.
  if (Number.isNaN(spread)) return 'undecided'
  const close = distance <= Math.max(spread, accepted, expected === 0 ? 0 : negligible)
  if (!close) return 'disagrees'
  return spread <= precision ? 'agrees' : 'undecided'
}
