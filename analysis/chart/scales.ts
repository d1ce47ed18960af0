/** The range of an axis, with its ticks where they are not left to the chart library. */
export interface AxisRange {
  readonly low: number
  readonly high: number
  readonly ticks?: readonly number[]
}

/**
 * Range of a linear value axis. It starts at 0, unless that would squeeze the values into less than half of it.
 * @param fromZero Whether it starts at 0 in any case, as bars need.
 */
export function linearRange(values: readonly number[], fromZero: boolean): AxisRange {
  const { low, high } = extent(values)
  if (low > high) return { low: 0, high: 1 }
  const start = low >= 0 && (fromZero || low < high / 2) ? 0 : low
  const end = high <= 0 && fromZero ? 0 : high
  // One value alone: in the middle, with room on both sides.
  const room = Math.abs(start) / 2
  if (start === end) return start === 0 ? { low: 0, high: 1 } : { low: start - room, high: start + room }
  return { low: start, high: end }
}

/** A linear range from and to a multiple of the distance of its ticks, with the ticks. */
export function niceRange(range: AxisRange, tickCount: number): AxisRange {
  let { low, high } = range
  // A wider range may ask for wider steps, which may widen it again.
  for (let attempt = 0; attempt < 5; attempt++) {
    const { step, power } = niceStep((high - low) / tickCount)
    const multiple = (round: typeof Math.floor, value: number): number =>
      round(Number((value / power / step).toPrecision(12)))
    const [first, last] = [multiple(Math.floor, low), multiple(Math.ceil, high)]
    const at = (index: number): number => Number((index * step * power).toPrecision(12))
    if (attempt > 0 && at(first) === low && at(last) === high) {
      return { low, high, ticks: Array.from({ length: last - first + 1 }, (_, index) => at(first + index)) }
    }
    low = at(first)
    high = at(last)
  }
  return { low, high }
}

/** The 1, 2 or 5 times a power of ten that is nearest to a distance of ticks, where the chart library would change. */
function niceStep(raw: number): { step: number; power: number } {
  const power = Number(`1e${Math.floor(Math.log10(raw))}`)
  const step = [10, 5, 2].find((candidate) => raw / power >= Math.sqrt(candidate * stepBefore(candidate))) ?? 1
  return { step, power }
}

function stepBefore(step: number): number {
  return step === 10 ? 5 : step === 5 ? 2 : 1
}

/** Where a value lies on an axis, as a share of its length: 0 at the low end, 1 at the high end. */
export function place(range: AxisRange, isLog: boolean, value: number): number {
  const { low, high } = range
  return isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)
}

/** Range of a numeric x axis: the values, with a little room so that no marker sits on the frame. */
export function xRange(values: readonly number[], log: boolean): AxisRange {
  const { low, high } = extent(values)
  if (low > high) return log ? { low: 1, high: 10 } : { low: 0, high: 1 }
  if (log) {
    const room = low === high ? 2 : Math.exp(0.04 * Math.log(high / low))
    return { low: low / room, high: high * room, ticks: logTicks(low / room, high * room) }
  }
  const room = low === high ? Math.abs(low) / 2 || 1 : 0.04 * (high - low)
  return { low: low >= 0 ? Math.max(0, low - room) : low - room, high: high + room }
}

/**
 * Range of a log value axis: from and to 1, 2 or 5 times a power of ten. Values <= 0 do not count.
 * @param most Ticks that there is room for.
 */
export function logRange(values: readonly number[], most = 7): AxisRange {
  const { low, high } = extent(values.filter((value) => value > 0))
  if (low > high) return { low: 1, high: 10, ticks: [1, 10] }
  const start = step(low, Math.floor)
  const end = Math.max(step(high, Math.ceil), step(start * 1.5, Math.ceil))
  return { low: start, high: end, ticks: logTicks(start, end, most) }
}

function extent(values: readonly number[]): { low: number; high: number } {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return { low, high }
}

/** The nearest 1, 2 or 5 times a power of ten, in the direction of the rounding. */
function step(value: number, round: typeof Math.floor): number {
  const exponent = Math.floor(Math.log10(value) + 1e-9)
  const steps = [1, 2, 5, 10].map((digit) => Number(`${digit}e${exponent}`))
  const near = 1e-9 * value
  if (round(0.5) === 1) return steps.find((candidate) => candidate >= value - near) ?? value
  return steps.findLast((candidate) => candidate <= value + near) ?? value
}

/** Ticks at 1, 2 and 5 where there is room for all of them, else at powers of ten, or at every second or third power. */
function logTicks(low: number, high: number, most = 7): number[] {
  const first = Math.floor(Math.log10(low) - 1e-9)
  const last = Math.ceil(Math.log10(high) + 1e-9)
  const exponents = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const inside = (ticks: readonly number[]): number[] =>
    ticks.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9))
  const fine = inside(exponents.flatMap((exponent) => [1, 2, 5].map((digit) => Number(`${digit}e${exponent}`))))
  if (fine.length <= most) return fine
  const stride = Math.ceil(Math.log10(high / low) / most)
  return inside(exponents.filter((exponent) => exponent % stride === 0).map((exponent) => Number(`1e${exponent}`)))
}

/** A d3 number format in which the ticks of a range are short: 0.05, 12000, 2M, 1e-7. */
export function tickFormat(range: AxisRange): string {
  const largest = Math.max(Math.abs(range.low), Math.abs(range.high))
  const smallest = range.low > 0 ? range.low : largest
  if (largest >= 1e6) return '~s'
  if (largest < 1e-3 || smallest < 1e-5) return '~e'
  // Without commas between thousands: those are missing in the levels that stand beside them.
  return '~f'
}

/**
 * Texts of ticks that are too small or too many apart to be written out: 10⁻⁵, 2×10⁻⁴. Nothing where they are not.
 * @param isLog Whether the axis is logarithmic, and so has no other way to shorten large numbers.
 */
export function powerTexts(ticks: readonly number[], isLog: boolean): ReadonlyMap<number, string> | undefined {
  const sizes = ticks.map(Math.abs).filter((size) => size > 0)
  const isSmall = isLog ? Math.min(...sizes) < 1e-4 : Math.max(...sizes) < 1e-3
  if (sizes.length === 0 || !(isSmall || (isLog && Math.max(...sizes) >= 1e6))) return undefined
  const texts = new Map(ticks.map((tick) => [tick, powerText(tick)]))
  return [...texts.values()].every((text) => text.length <= longestPower) ? texts : undefined
}

/** Letters of the longest power of ten that is shorter than the number itself: −2.5×10⁻¹². */
const longestPower = 10

function powerText(value: number): string {
  const [digits = '', exponent = '0'] = Number(value.toPrecision(6)).toExponential().split('e')
  const power = `10${Array.from(String(Number(exponent)), (sign) => superscripts[sign] ?? '').join('')}`
  if (value === 0) return '0'
  return digits === '1' ? power : `${digits.replace('-', '\u2212')}×${power}`
}

const superscripts: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('-0123456789', (sign, index) => [sign, '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(index)]),
)
