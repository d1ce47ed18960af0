import { exp, ln } from './elementary.ts'
import type { RandomStream } from './stream.ts'

/**
 * Gamma variate with the given shape > 0 and scale 1, by the squeeze-free form of Marsaglia and Tsang; shapes below 1
 * are drawn at shape + 1 and multiplied by u^(1 / shape).
 * @source Marsaglia and Tsang, A simple method for generating gamma variables, ACM TOMS 26 (2000), 363-372.
 */
export function gammaVariate(stream: RandomStream, shape: number): number {
  if (shape < 1) {
    const boosted = gammaVariate(stream, shape + 1)
    return boosted * exp(ln(1 - stream.uniform01()) / shape)
  }
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = stream.normal(0, 1)
    const root = 1 + c * x
    if (root <= 0) continue
    const v = root * root * root
    if (ln(1 - stream.uniform01()) < 0.5 * x * x + d * (1 - v + ln(v))) return d * v
  }
}
