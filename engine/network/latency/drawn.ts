import { SimulationError } from '../../errors.ts'
import type { Law } from '../../random/law.ts'
import { math } from '../../random/math.ts'
import { normalQuantile } from '../../random/normal-quantile.ts'
import type { RandomStream } from '../../random/stream.ts'
import { requireSeconds, type LatencyModel } from './latency-model.ts'
import { PairDraws, type PairDrawsOptions } from './pair-draws.ts'

/** The same latency between all hosts, seconds. */
export function constant(seconds: number): LatencyModel {
  requireSeconds('constant', 'seconds', seconds)
  return { hosts: Infinity, latency: () => seconds }
}

/**
 * Each pair has a latency of its own, uniform between two bounds. Nothing is stored: it is a hash of the pair.
 * @param low seconds, >= 0
 * @param high seconds, >= low
 * @param stream two numbers are drawn from it as the seed of all pairs
 */
export function uniform(low: number, high: number, stream: RandomStream, options?: PairDrawsOptions): LatencyModel {
  requireSeconds('uniform', 'low', low)
  requireSeconds('uniform', 'high', high)
  if (low > high)
    throw new SimulationError(`Latency model "uniform", low = ${low}, high = ${high}: expected low <= high.`)
  const pairs = new PairDraws(stream, options)
  return { hosts: Infinity, latency: (from, to) => low + (high - low) * pairs.uniform01(from, to) }
}

/**
 * Each pair has a latency of its own, lognormal. Nothing is stored: it is a hash of the pair.
 * @param mean seconds, > 0
 * @param cv coefficient of variation (sd / mean), >= 0; measured round-trip times of overlays have 0.5 to 1
 * @param stream two numbers are drawn from it as the seed of all pairs
 */
export function lognormal(mean: number, cv: number, stream: RandomStream, options?: PairDrawsOptions): LatencyModel {
  if (!(mean > 0 && mean < Infinity && cv >= 0 && cv < Infinity)) {
    throw new SimulationError(
      `Latency model "lognormal", mean = ${mean}, cv = ${cv}: expected a finite mean > 0 (seconds) and a finite cv >= 0.`,
    )
  }
  const pairs = new PairDraws(stream, options)
  const sigma = Math.sqrt(math.log1p(cv * cv))
  return {
    hosts: Infinity,
    latency: (from, to) => mean * math.exp(sigma * (normalQuantile(pairs.uniform01(from, to)) - sigma / 2)),
  }
}

/**
 * A latency drawn anew for every message, so that messages may overtake each other.
 * @param law seconds; must not give negative numbers
 */
export function perMessage(law: Law, stream: RandomStream): LatencyModel {
  return { hosts: Infinity, latency: () => law.sample(stream) }
}
