import { ValueProblem } from './value-problem.ts'

/** A unit as `numerator x 10^exponent / denominator` base units; integers, so that text converts without rounding. */
interface Scale {
  exponent?: number
  numerator?: number
  denominator?: number
}

interface Dimension {
  /** With its article: `a duration`. */
  phrase: string
  example: string
  units: Readonly<Record<string, Scale>>
}

const metric = (stem: string, prefixes: Readonly<Record<string, number>>, scale: Scale = {}): Record<string, Scale> =>
  Object.fromEntries(Object.entries(prefixes).map(([prefix, exponent]) => [prefix + stem, { ...scale, exponent }]))

const large = { '': 0, k: 3, M: 6, G: 9, T: 12 }
const time: Record<string, Scale> = {
  ...metric('s', { '': 0, m: -3, u: -6, µ: -6, μ: -6, n: -9 }),
  min: { numerator: 60 },
  h: { numerator: 3600 },
  d: { numerator: 86_400 },
}
const bytes = {
  ...metric('B', large),
  KiB: { numerator: 1024 },
  MiB: { numerator: 1_048_576 },
  GiB: { numerator: 1_073_741_824 },
}
const bits = metric('bit', large)
const withSuffix = (units: Record<string, Scale>, suffix: string, change: Scale = {}): Record<string, Scale> =>
  Object.fromEntries(Object.entries(units).map(([unit, scale]) => [unit + suffix, { ...scale, ...change }]))

/** The dimensions a parameter can have, by base unit. Every other unit is a plain count of things. */
const dimensions: Readonly<Record<string, Dimension>> = {
  s: { phrase: 'a duration', example: '10ms', units: time },
  B: { phrase: 'a size', example: '64KiB', units: { ...bytes, ...withSuffix(bits, '', { denominator: 8 }) } },
  'bit/s': {
    phrase: 'a data rate',
    example: '10Mbps',
    units: {
      ...metric('bps', large),
      ...withSuffix(bits, '/s'),
      ...metric('b/s', large),
      ...Object.fromEntries(
        Object.entries(bytes).map(([unit, { numerator = 1, ...scale }]) => [
          `${unit}/s`,
          { ...scale, numerator: 8 * numerator },
        ]),
      ),
    },
  },
  '1/s': { phrase: 'a rate', example: '5/s', units: metric('Hz', large) },
  '1': { phrase: 'a ratio', example: '0.5 or 50%', units: { '%': { exponent: -2 } } },
}

const numberThenUnit = /^([+-]?)(\d+\.?\d*|\.\d+)(?:e([+-]?\d+))?\s*(.*)$/is
const perTime = /^(1|[a-z]+)?\s*(?:\/|per )\s*([a-zµμ]+)$/i

/** The scale of a unit in a dimension; undefined when the unit does not belong to it. */
function scaleOf(unit: string, base: string): Scale | undefined {
  if (unit === '' || unit === base) return {}
  const known = dimensions[base]
  if (known === undefined) return `${unit}s` === base ? {} : undefined
  if (Object.hasOwn(known.units, unit)) return known.units[unit]
  const [, counted = '', period = ''] = (base === '1/s' && perTime.exec(unit)) || []
  // `MB/min` counts bytes, not events: a data rate is never taken for a rate.
  if (!Object.hasOwn(time, period) || Object.hasOwn(dimensions['B']!.units, counted)) return undefined
  const { exponent = 0, numerator = 1 } = time[period]!
  return { exponent: -exponent, denominator: numerator }
}

/**
 * What a value in this unit is called, for messages: `a duration in s, such as 10ms`.
 * @param range a condition to put behind the noun: `a number >= 1 (unit servers)`.
 * @param count the noun for a plain count of things.
 */
export function describeQuantity(base: string, range = '', count = 'a number'): string {
  const known = dimensions[base]
  const condition = range === '' ? '' : ` ${range}`
  if (known === undefined) return `${count}${condition} (unit ${base})`
  return `${known.phrase}${condition}${base === '1' ? '' : ` in ${base}`}, such as ${known.example}`
}

/** The base unit a parameter must use instead of `unit` (`s` for `ms`), or undefined when `unit` is fine as it is. */
export function baseUnitInsteadOf(unit: string): string | undefined {
  if (Object.hasOwn(dimensions, unit)) return undefined
  return Object.keys(dimensions).find((base) => scaleOf(unit, base) !== undefined)
}

/**
 * Reads a number with an optional unit and converts it to the base unit: `10ms` is 0.01 for base `s`.
 * The conversion shifts the decimal exponent of the text, so `10us` is the very number 1e-5, not 9.999e-6.
 * A bare number is already in the base unit. Sizes are decimal for kB, MB, GB and binary for KiB, MiB, GiB.
 * @param base `s`, `B`, `bit/s`, `1/s`, `1`, or any noun that counts things (`servers`).
 * @throws {ValueProblem} when the text is not a finite number or its unit is not one of this dimension.
 */
export function parseQuantity(text: string, base: string): number {
  const match = numberThenUnit.exec(text.trim())
  if (match === null) throw new ValueProblem(text, describeQuantity(base))
  const [, sign = '', digits = '', power = '0', unit = ''] = match
  const scale = scaleOf(unit, base)
  if (scale === undefined) throw new ValueProblem(text, describeQuantity(base), whatElse(unit, base))
  const { exponent = 0, numerator = 1, denominator = 1 } = scale
  const [whole = '', fraction = ''] = digits.split('.')
  const mantissa = BigInt(whole + fraction) * BigInt(numerator)
  const value = Number(`${sign}${mantissa}e${Number(power) - fraction.length + exponent}`) / denominator
  if (!Number.isFinite(value)) throw new ValueProblem(text, describeQuantity(base), 'is too large')
  return value
}

function whatElse(unit: string, base: string): string {
  const other = Object.keys(dimensions).find((candidate) => scaleOf(unit, candidate) !== undefined)
  if (other !== undefined) return `is ${dimensions[other]!.phrase}`
  const units = Object.keys(dimensions[base]?.units ?? {})
  const meant = units.find((candidate) => candidate.toLowerCase() === unit.toLowerCase())
  return `has the unknown unit "${unit}"${meant === undefined ? '' : ` (did you mean "${meant}"?)`}`
}

const steps: Readonly<Record<string, readonly string[]>> = {
  s: ['d', 'h', 'min', 's', 'ms', 'us', 'ns'],
  B: ['GiB', 'MiB', 'KiB', 'GB', 'MB', 'kB', 'B'],
  'bit/s': ['Tbps', 'Gbps', 'Mbps', 'kbps', 'bps'],
  '1/s': ['/s'],
}

/**
 * The value as a person would write it, without a space so that it can be pasted into a command: `10ms`, `64KiB`, `8/s`.
 * Reading it back gives the very same number. Ratios and counts are written bare.
 */
export function formatQuantity(value: number, base: string): string {
  const units = steps[base]
  if (units === undefined || value === 0 || !Number.isFinite(value)) return String(value)
  for (const unit of units) {
    const { exponent = 0, numerator = 1 } = scaleOf(unit, base)!
    if (numerator === 1 && Math.abs(value) >= Number(`1e${exponent}`)) return shifted(value, -exponent) + unit
    if (numerator > 1 && value % numerator === 0 && Number.isSafeInteger(value)) return `${value / numerator}${unit}`
  }
  const smallest = units.at(-1)!
  return shifted(value, -(scaleOf(smallest, base)?.exponent ?? 0)) + smallest
}

/** `value x 10^by` as text. The digits are moved, never computed with: a second rounding would break the way back. */
function shifted(value: number, by: number): string {
  const [decimal = '', power = '0'] = Math.abs(value).toExponential().split('e')
  const digits = decimal.replace('.', '')
  const sign = value < 0 ? '-' : ''
  const point = 1 + Number(power) + by
  if (point > 21 || point < -5) return `${sign}${decimal}e${point - 1}`
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  if (point >= digits.length) return sign + digits.padEnd(point, '0')
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}
