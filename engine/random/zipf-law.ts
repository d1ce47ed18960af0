import { exp, ln } from './elementary.ts'
import { type Law, makeLaw, requireLaw } from './law.ts'
import { math } from './math.ts'
import { ZipfSampler } from './zipf.ts'

/**
 * Zipf law of ranks 1..n, P(rank) proportional to rank^-exponent. Mean H(s-1)/H(s) and second moment H(s-2)/H(s) with
 * the generalised harmonic numbers H(s) = sum of rank^-s.
 * @throws RangeError unless n is an integer >= 1 and exponent finite and >= 0.
 */
export function zipf(n: number, exponent: number): Law {
  requireLaw(
    Number.isSafeInteger(n) && n >= 1 && exponent >= 0 && exponent < Infinity,
    `zipf(n = ${n}, exponent = ${exponent})`,
    'an integer n >= 1 and a finite exponent >= 0',
  )
  const sampler = new ZipfSampler(n, exponent)
  const total = generalisedHarmonic(n, exponent)
  const mean = generalisedHarmonic(n, exponent - 1) / total
  return makeLaw({
    name: 'zipf',
    text: [n, exponent],
    mean,
    variance: Math.max(0, generalisedHarmonic(n, exponent - 2) / total - mean * mean),
    sample: (stream) => sampler.sample(stream),
  })
}

const DIRECT_TERMS = 1000

/**
 * Sum of k^-s over k = 1..n: the first 1000 terms one by one, the rest by the Euler-Maclaurin formula with two
 * correction terms, whose error is below 1e-15 of the sum there.
 * @source Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 3.6.28.
 */
export function generalisedHarmonic(n: number, s: number): number {
  const term = (k: number): number => exp(-s * ln(k))
  const last = Math.min(n, DIRECT_TERMS)
  let sum = 0
  for (let k = last; k >= 1; k--) sum += term(k)
  if (n === last) return sum
  const growth = (1 - s) * ln(n / last)
  // Integral of x^-s from `last` to n, continuous through s = 1.
  const integral = growth === 0 ? ln(n / last) : last * term(last) * (math.expm1(growth) / growth) * ln(n / last)
  const ends = (term(n) - term(last)) / 2
  const first = (-s * (term(n) / n - term(last) / last)) / 12
  const third = (-s * (s + 1) * (s + 2) * (term(n) / (n * n * n) - term(last) / (last * last * last))) / 720
  return sum + integral + ends + first - third
}
