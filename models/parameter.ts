import { type Law, parseLaw } from '../engine/index.ts'
import { describeQuantity, formatQuantity, parseQuantity } from './quantity.ts'
import { ValueProblem } from './value-problem.ts'

export { ValueProblem } from './value-problem.ts'

/** A parameter value as it stands in files and on the command line. A law, or a list of faults, is its text. */
export type PlainValue = number | string | boolean

/** A declared input of a model: how it is written, checked, explained, and turned into what `build` receives. */
export interface Parameter<T = unknown> {
  readonly kind: 'real' | 'integer' | 'boolean' | 'choice' | 'law' | 'faults'
  /** Base unit of the value: `s`, `bit/s`, `B`, `1/s`, `1`, a noun that counts things, or empty where none applies. */
  readonly unit: string
  readonly doc: string
  readonly default: PlainValue
  /** What it accepts, as a noun phrase: `an integer >= 1 (unit servers)`. */
  readonly expects: string
  /** The values of a choice; empty for the other kinds. */
  readonly choices: readonly string[]
  /**
   * Reads text from the command line (`10ms`, `1Gbps`) or a YAML scalar; the result is canonical: equal inputs, equal values.
   * @throws {ValueProblem} when the input is not acceptable.
   */
  parse(input: unknown): PlainValue
  /** The value as `build` receives it. */
  resolve(value: PlainValue): T
  /** The value as a person would write it; `parse` reads it back to the same value. */
  format(value: PlainValue): string
}

/** The parameters of a model by name, in the order in which they are documented and written to files. */
export type Parameters = Readonly<Record<string, Parameter>>

interface Documented {
  /** What the parameter is, in one sentence, with its usual symbol. */
  doc: string
}

interface Range {
  /** Smallest accepted value. */
  min?: number
  /** Largest accepted value. */
  max?: number
}

interface OpenRange extends Range {
  /** The value must be greater than this. */
  above?: number
  /** The value must be less than this. */
  below?: number
}

interface Measured extends Documented {
  /** In the base unit, or text with a unit (`10ms`). */
  default: number | string
  /** `s`, `bit/s`, `B`, `1/s`, `1` for ratios (they also accept `50%`), or a noun that counts things. */
  unit: string
}

interface Limit {
  /** Whether the word `unlimited` is accepted too: `build` then receives Infinity. Default false. */
  unlimited?: boolean
}

/** How a limit that is none is written, on the command line and in files. */
const UNLIMITED = 'unlimited'

/** A real number in a base unit. */
export function real(options: Measured & OpenRange & Limit): Parameter<number> {
  const accepts = (value: number): boolean => Number.isFinite(value) && inRange(value, options)
  return numeric('real', options, describeQuantity(options.unit, rangeText(options)), accepts)
}

/** A whole number; sizes too, so that `64KiB` is 65536. */
export function integer(options: Measured & Range & Limit): Parameter<number> {
  const accepts = (value: number): boolean => Number.isSafeInteger(value) && inRange(value, options)
  return numeric('integer', options, describeQuantity(options.unit, rangeText(options), 'an integer'), accepts)
}

/** A switch: true or false. */
export function boolean(options: Documented & { default: boolean }): Parameter<boolean> {
  const parse = (input: unknown): boolean => {
    if (input === true || input === 'true') return true
    if (input === false || input === 'false') return false
    throw new ValueProblem(input, 'true or false')
  }
  return define('boolean', { ...options, unit: '' }, 'true or false', parse, (value) => value as boolean, String)
}

/** One of a few names. */
export function choice<const C extends readonly string[]>(
  choices: C,
  options: Documented & { default: C[number] },
): Parameter<C[number]> {
  const expects = `one of ${choices.join(', ')}`
  const parse = (input: unknown): string => {
    // YAML and CSV read the name 4 as a number, and true as a switch.
    const name = typeof input === 'number' || typeof input === 'boolean' ? String(input) : input
    if (typeof name === 'string' && choices.includes(name)) return name
    throw new ValueProblem(input, expects)
  }
  return {
    ...define('choice', { ...options, unit: '' }, expects, parse, (value) => value as C[number], String),
    choices,
  }
}

/**
 * A probability law, such as the law of a service time, written `exponential(10ms)`, `erlang(4, 10ms)`, or `10ms` for a
 * constant. Its plain value is the canonical text in base units, `exponential(0.01)`.
 */
export function law(options: Documented & { default: string; unit: string }): Parameter<Law> {
  const { unit } = options
  const expects = `a law (unit ${unit}), such as exponential(${formatQuantity(0.01, unit)})`
  const read = (text: string): Law => parseLaw(text, (part) => parseQuantity(part, unit))
  const parse = (input: unknown): string => {
    if (typeof input !== 'string' && typeof input !== 'number') throw new ValueProblem(input, expects)
    try {
      return read(String(input)).toString()
    } catch (problem) {
      if (problem instanceof RangeError)
        throw new ValueProblem(input, expects, `can not be read: ${problem.message.replace(/\.$/, '')}`)
      throw problem
    }
  }
  const format = (value: PlainValue): string => formatLaw(String(value), unit, parse)
  return define('law', options, expects, parse, (value) => read(String(value)), format)
}

/** Writes the numbers of a law with their unit, wherever that reads back to the same law: a shape or a weight has none. */
function formatLaw(text: string, unit: string, parse: (input: unknown) => string): string {
  let written = text
  for (const { 0: number, index } of [...text.matchAll(/(?<=[(, ])[-+.\de]+/g)].toReversed()) {
    const candidate =
      written.slice(0, index) + formatQuantity(Number(number), unit) + written.slice(index + number.length)
    try {
      if (parse(candidate) === text) written = candidate
    } catch (problem) {
      if (!(problem instanceof ValueProblem)) throw problem
    }
  }
  return written
}

function numeric(
  kind: 'real' | 'integer',
  options: Measured & Limit,
  quantity: string,
  accepts: (value: number) => boolean,
): Parameter<number> {
  const { unlimited = false } = options
  const expects = unlimited ? `${quantity}, or ${UNLIMITED}` : quantity
  const parse = (input: unknown): PlainValue => {
    // A word and not Infinity is what goes into files: JSON has no infinities.
    if (unlimited && (input === UNLIMITED || input === Infinity)) return UNLIMITED
    const value = typeof input === 'string' ? readQuantity(input, options.unit, expects) : input
    // Adding 0 turns -0 into 0, which would print alike and compare unlike.
    if (typeof value === 'number' && accepts(value)) return value + 0
    throw new ValueProblem(input, expects)
  }
  const resolve = (value: PlainValue): number => (value === UNLIMITED ? Infinity : (value as number))
  const format = (value: PlainValue): string =>
    value === UNLIMITED ? UNLIMITED : formatQuantity(value as number, options.unit)
  return define(kind, options, expects, parse, resolve, format)
}

function readQuantity(text: string, unit: string, expects: string): number {
  try {
    return parseQuantity(text, unit)
  } catch (problem) {
    // The parameter knows its range, the quantity does not.
    throw problem instanceof ValueProblem ? new ValueProblem(text, expects, problem.found) : problem
  }
}

function define<T>(
  kind: Parameter['kind'],
  options: Documented & { default: PlainValue; unit: string },
  expects: string,
  parse: (input: unknown) => PlainValue,
  resolve: (value: PlainValue) => T,
  format: (value: PlainValue) => string,
): Parameter<T> {
  const { unit, doc } = options
  return { kind, unit, doc, default: canonical(options.default, parse), expects, choices: [], parse, resolve, format }
}

/** A default that its own parameter rejects stays as it is: `defineModel` reports it with the parameter's name. */
function canonical(value: PlainValue, parse: (input: unknown) => PlainValue): PlainValue {
  try {
    return parse(value)
  } catch (problem) {
    if (problem instanceof ValueProblem) return value
    throw problem
  }
}

function inRange(
  value: number,
  { min = -Infinity, max = Infinity, above = -Infinity, below = Infinity }: OpenRange,
): boolean {
  return value >= min && value <= max && value > above && value < below
}

function rangeText({ min, max, above, below }: OpenRange): string {
  const conditions = [
    above === undefined ? '' : `> ${above}`,
    min === undefined ? '' : `>= ${min}`,
    below === undefined ? '' : `< ${below}`,
    max === undefined ? '' : `<= ${max}`,
  ]
  return conditions.filter((condition) => condition !== '').join(' and ')
}
