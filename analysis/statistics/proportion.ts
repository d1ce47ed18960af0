import { normalQuantile } from './normal-quantile.ts'

/** A probability with its interval. */
export interface Proportion {
  readonly count: number
  /** NaN when nothing was tried. */
  readonly estimate: number
  /** From 0 to 1. */
  readonly low: number
  readonly high: number
}

/**
 * Wilson's interval for a probability, sound even where it never or always happened. The trials must be independent:
 * one from each replication, not the customers of one run.
 * @param happened How often, an integer from 0 to `trials`.
 * @param confidence Above 0 and below 1.
 * @source Wilson, Probable inference, Journal of the American Statistical Association 22 (1927).
 */
export function proportionInterval(happened: number, trials: number, confidence: number): Proportion {
  const estimate = happened / trials
  if (trials === 0) return { count: 0, estimate: NaN, low: NaN, high: NaN }
  const z = normalQuantile((1 + confidence) / 2)
  const z2 = z * z
  const centre = (estimate + z2 / (2 * trials)) / (1 + z2 / trials)
  const spread = estimate * (1 - estimate) + z2 / (4 * trials)
  const halfWidth = (z * Math.sqrt(spread / trials)) / (1 + z2 / trials)
  // Rounding alone would leave 1e-17 of what is exactly 0 or 1.
  const low = happened === 0 ? 0 : Math.max(0, centre - halfWidth)
  const high = happened === trials ? 1 : Math.min(1, centre + halfWidth)
  return { count: trials, estimate, low, high }
}
