/** The delay that leads from now to a time exactly, where rounding of their difference would miss it. */
export function exactDelay(now: number, time: number): number {
  const delay = time - now
  if (now + delay === time) return delay
  const up = delay * (1 + Number.EPSILON)
  return now + up === time ? up : delay * (1 - Number.EPSILON)
}

const bits = new BigInt64Array(1)
const double = new Float64Array(bits.buffer)

/** The largest double below a positive or negative finite x. */
export function justBefore(x: number): number {
  if (x === 0) return -Number.MIN_VALUE
  double[0] = x
  bits[0]! += x > 0 ? -1n : 1n
  return double[0]
}
