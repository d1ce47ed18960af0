import exp from '@stdlib/math-base-special-exp'
import ln from '@stdlib/math-base-special-ln'
import { show, ValueProblem } from '../../models/value-problem.ts'
import { add, compare, formatDecimal, multiply, parseDecimal, type Decimal } from './decimal.ts'

/** `{ range: 0.5..0.95, step: 0.05 }`: from the first to the last, both included when the steps hit it. */
export interface RangeLevels {
  readonly range: unknown
  readonly step: unknown
}

/** `{ log: 1..1024, factor: 2 }` or `{ log: 1..1000, points: 7 }`: evenly spaced on a logarithmic axis. */
export interface LogLevels {
  readonly log: unknown
  readonly factor?: unknown
  readonly points?: unknown
}

/** More levels than this in one factor is taken for a slip of the pen (a step in the wrong unit). */
const largestFactor = 10_000

const zero: Decimal = { digits: 0n, scale: 0 }
const one: Decimal = { digits: 1n, scale: 0 }

/**
 * The levels of a range as texts, computed in decimal arithmetic: `0.5..0.95` by `0.05` ends in `0.95` exactly.
 * A unit behind the numbers (`1ms..5ms`, step `1ms`) is put behind every level.
 * @throws {ValueProblem} for bounds that are no numbers, in different units or in the wrong order, or a step <= 0.
 */
export function rangeLevels({ range, step }: RangeLevels): string[] {
  const { from, to, unit } = bounds(range, '0.5..0.95')
  const by = quantity(step)
  if (by === undefined || compare(by.number, zero) <= 0) {
    throw new ValueProblem(step, `a step above 0${unit === '' ? '' : ` in the unit of the range, such as 1${unit}`}`)
  }
  if (by.unit !== unit) {
    throw new ValueProblem(
      step,
      `a step in the unit of the range ${show(range)}${unit === '' ? ', without a unit' : `, such as 1${unit}`}`,
    )
  }
  return sequence(range, from, to, (level) => add(level, by.number)).map((level) => formatDecimal(level) + unit)
}

/**
 * The levels of a logarithmic range as texts. With `factor`: from, from x factor, ... up to `to`, exactly.
 * With `points`: that many levels with equal ratios, both ends included, inner ones rounded to six digits
 * (to whole numbers for an integer parameter, where equal ones are kept once).
 * @throws {ValueProblem} for bounds that are not positive or not in order, a factor <= 1 or fewer than 2 points.
 */
export function logLevels({ log, factor, points }: LogLevels, wholeNumbers: boolean): string[] {
  const { from, to, unit } = bounds(log, '1..1024')
  if (compare(from, zero) <= 0) throw new ValueProblem(log, 'a range above 0, such as 1..1024')
  if (points !== undefined) {
    if (typeof points !== 'number' || !Number.isInteger(points) || points < 2 || points > largestFactor) {
      throw new ValueProblem(points, 'a number of points, an integer >= 2')
    }
    const levels = geometric(Number(formatDecimal(from)), Number(formatDecimal(to)), points, wholeNumbers)
    return [...new Set(levels)].map((level) => `${level}${unit}`)
  }
  const ratio = parseDecimal(String(factor))
  if (ratio === undefined || compare(ratio, one) <= 0) throw new ValueProblem(factor, 'a factor above 1, such as 2')
  return sequence(log, from, to, (level) => multiply(level, ratio)).map((level) => formatDecimal(level) + unit)
}

/**
 * Both ends of a range as texts with their unit.
 * @throws {ValueProblem} for bounds that are no numbers, in different units or in the wrong order
 */
export function boundTexts(range: unknown, aboveZero: boolean): [string, string] {
  const { from, to, unit } = bounds(range, aboveZero ? '1..1024' : '0.5..0.95')
  if (aboveZero && compare(from, zero) <= 0) throw new ValueProblem(range, 'a range above 0, such as 1..1024')
  return [formatDecimal(from) + unit, formatDecimal(to) + unit]
}

function geometric(from: number, to: number, points: number, wholeNumbers: boolean): number[] {
  // Not Math.log and Math.exp: their last digit differs between machines, and a level is part of a run's identity.
  const ratio = ln(to / from)
  return Array.from({ length: points }, (_, i) => {
    if (i === 0) return from
    if (i === points - 1) return to
    const level = from * exp((ratio * i) / (points - 1))
    return wholeNumbers ? Math.round(level) : Number(level.toPrecision(6))
  })
}

function sequence(given: unknown, from: Decimal, to: Decimal, next: (level: Decimal) => Decimal): Decimal[] {
  const levels: Decimal[] = []
  for (let level = from; compare(level, to) <= 0; level = next(level)) {
    levels.push(level)
    if (levels.length > largestFactor) {
      throw new ValueProblem(given, `at most ${largestFactor} levels`)
    }
  }
  return levels
}

function bounds(range: unknown, example: string): { from: Decimal; to: Decimal; unit: string } {
  const parts = typeof range === 'string' ? /^(.+?)\.\.(.+)$/.exec(range) : null
  const from = quantity(parts?.[1])
  const to = quantity(parts?.[2])
  if (from === undefined || to === undefined)
    throw new ValueProblem(range, `two numbers with two dots between, such as ${example}`)
  if (from.unit !== to.unit)
    throw new ValueProblem(range, `both ends in the same unit, such as 1${to.unit}..10${to.unit}`)
  if (compare(from.number, to.number) > 0) throw new ValueProblem(range, 'the smaller end first')
  return { from: from.number, to: to.number, unit: from.unit }
}

function quantity(input: unknown): { number: Decimal; unit: string } | undefined {
  if (typeof input !== 'string' && typeof input !== 'number') return undefined
  const match = /^([+-]?[\d.]+(?:e[+-]?\d+)?)\s*(.*)$/i.exec(String(input).trim())
  const number = parseDecimal(match?.[1] ?? '')
  return number === undefined ? undefined : { number, unit: match?.[2] ?? '' }
}
