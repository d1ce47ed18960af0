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

/** A linear range from and to a multiple of the distance of its ticks. */
export function niceRange({ low, high }: AxisRange, tickCount: number): AxisRange {
  const raw = (high - low) / tickCount
  const exponent = Math.floor(Math.log10(raw))
  const power = Number(`1e${exponent}`)
  // Where the chart library changes from one step to the next.
  const step = [10, 5, 2].find((candidate) => raw / power >= Math.sqrt(candidate * stepBefore(candidate))) ?? 1
  const multiple = (value: number, round: typeof Math.floor): number =>
    Number((round(Number((value / power / step).toPrecision(12))) * step * power).toPrecision(12))
  return { low: multiple(low, Math.floor), high: multiple(high, Math.ceil) }
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

/** Range of a log value axis: from and to 1, 2 or 5 times a power of ten. Values <= 0 do not count. */
export function logRange(values: readonly number[]): AxisRange {
  const { low, high } = extent(values.filter((value) => value > 0))
  if (low > high) return { low: 1, high: 10, ticks: [1, 10] }
  const start = step(low, Math.floor)
  const end = Math.max(step(high, Math.ceil), step(start * 1.5, Math.ceil))
  return { low: start, high: end, ticks: logTicks(start, end) }
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

/** At most seven or so ticks: 1, 2 and 5 on a short range, powers of ten, or every second or third power. */
function logTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low) - 1e-9)
  const last = Math.ceil(Math.log10(high) + 1e-9)
  const decades = Math.log10(high / low)
  const digits = decades <= 2.1 ? [1, 2, 5] : [1]
  const stride = Math.ceil(decades / 7)
  const ticks: number[] = []
  for (let exponent = first; exponent <= last; exponent++) {
    if (exponent % stride === 0) ticks.push(...digits.map((digit) => Number(`${digit}e${exponent}`)))
  }
  return ticks.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9))
}

/** A d3 number format in which the ticks of a range are short: 0.05, 12,000, 2M, 1e-7. */
export function tickFormat(range: AxisRange): string {
  const largest = Math.max(Math.abs(range.low), Math.abs(range.high))
  const smallest = range.low > 0 ? range.low : largest
  if (largest >= 1e6) return '~s'
  if (largest < 1e-3 || smallest < 1e-5) return '~e'
  return ',~f'
}
