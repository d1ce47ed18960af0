import type { Quantiles } from '../engine/index.ts'

const buffer = new Float64Array(1)
const words = new Int32Array(buffer.buffer)
buffer[0] = 1
/** Index of the word with sign and exponent. */
const high = words[1] === 0 ? 0 : 1
/** Leaves the exponent and 7 bits of the mantissa: 128 buckets in an octave. */
const shift = 13
/** Fewer significant digits make wider buckets than those of the text. */
const leastDigits = 3

/**
 * The observations of a run as text that can be pooled with that of other runs: `zeros;first:count count gap:count ...`,
 * counts by bucket of 1/128 of an octave in base 36. `parseSketch` of analysis reads it.
 * @throws RangeError when the observations were recorded with fewer than 3 significant digits.
 */
export function sketchText(quantiles: Quantiles): string {
  if (quantiles.significantDigits < leastDigits) {
    throw new RangeError(
      `Quantiles "${quantiles.name}" have ${quantiles.significantDigits} significant digits; pooling needs ${leastDigits}.`,
    )
  }
  let zeros = 0
  const counts = new Map<number, number>()
  for (const { low, count } of quantiles.buckets()) {
    if (low === 0) {
      zeros += count
      continue
    }
    buffer[0] = low
    const bucket = words[high]! >> shift
    counts.set(bucket, (counts.get(bucket) ?? 0) + count)
  }
  let last = 0
  const tokens = [...counts].map(([bucket, count]) => {
    const gap = bucket - last
    last = bucket
    return gap === 1 ? count.toString(36) : `${gap.toString(36)}:${count.toString(36)}`
  })
  return `${zeros.toString(36)};${tokens.join(' ')}`
}
