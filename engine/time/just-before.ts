const bits = new BigInt64Array(1)
const double = new Float64Array(bits.buffer)

/** The largest double below a positive or negative finite x. */
export function justBefore(x: number): number {
  if (x === 0) return -Number.MIN_VALUE
  double[0] = x
  bits[0]! += x > 0 ? -1n : 1n
  return double[0]
}
