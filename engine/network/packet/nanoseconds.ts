const SECOND = 1_000_000_000n
const HALF = 1n << 63n

/**
 * How long ns-3 has a packet occupy a wire: the quotient of bits and rate, cut to 64 binary places, then to the nearest
 * nanosecond. So half a nanosecond is rounded down where the quotient is not a binary fraction.
 * @param bytes size on the wire
 * @param bandwidth bit/s; Infinity takes no time
 * @returns whole nanoseconds
 * @source ns-3 3.37, DataRate::CalculateBytesTxTime and Time::From(int64x64_t), as measured in conformance/packets
 */
export function transmissionNanoseconds(bytes: number, bandwidth: number): number {
  const bits = bytes * 8
  if (bandwidth === Infinity) return 0
  // ns-3 knows whole bits a second only; anything else has no rule to follow but the nearest.
  if (!Number.isSafeInteger(bits) || !Number.isSafeInteger(bandwidth)) return Math.round((bits / bandwidth) * 1e9)
  const quotient = (BigInt(bits) << 64n) / BigInt(bandwidth)
  return Number((quotient * SECOND + HALF) >> 64n)
}
