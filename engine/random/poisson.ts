import { exp, ln } from './elementary.ts'
import { math } from './math.ts'
import type { RandomStream } from './stream.ts'

/**
 * Poisson variate for 0 <= mean <= 2^53: inversion by sequential search below mean 10, above it Hörmann's
 * transformed rejection (PTRS), whose cost does not grow with the mean.
 * @source Hörmann, The transformed rejection method for generating Poisson random variables, Insurance: Mathematics
 *   and Economics 12 (1993), 39-45, algorithm PTRS.
 */
export function poissonVariate(stream: RandomStream, mean: number): number {
  return mean < 10 ? bySequentialSearch(stream, mean) : byTransformedRejection(stream, mean)
}

function bySequentialSearch(stream: RandomStream, mean: number): number {
  const u = stream.uniform01()
  let count = 0
  let probability = exp(-mean)
  let cumulative = probability
  // Beyond 1e-18 the terms can no longer move a sum near 1: without this stop a u next to 1 would search for ever.
  while (u >= cumulative && (probability > 1e-18 || count < mean)) {
    count++
    probability *= mean / count
    cumulative += probability
  }
  return count
}

function byTransformedRejection(stream: RandomStream, mean: number): number {
  const logMean = ln(mean)
  const b = 0.931 + 2.53 * Math.sqrt(mean)
  const a = -0.059 + 0.02483 * b
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
  const vr = 0.9277 - 3.6224 / (b - 2)
  for (;;) {
    const u = stream.uniform01() - 0.5
    const v = 1 - stream.uniform01()
    const us = 0.5 - Math.abs(u)
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43)
    if (us >= 0.07 && v <= vr) return count
    if (count < 0 || (us < 0.013 && v > us)) continue
    if (ln((v * inverseAlpha) / (a / (us * us) + b)) <= count * logMean - mean - math.gammaln(count + 1)) return count
  }
}
