import type { Parameter, PlainValue } from '../models/definition.ts'
import { didYouMean } from '../models/suggest.ts'
import { show, ValueProblem } from '../models/value-problem.ts'
import { boundTexts, logLevels, rangeLevels } from './design/levels.ts'
import type { DesignFactor } from './design/space.ts'
import { pathText, problemText, showGiven } from './study-shape.ts'
import type { StudyPath, StudySource } from './study-text.ts'

const forms = 'a list such as [1, 2, 4], a range { range: 0.5..0.95, step: 0.05 }, or { log: 1..1024, factor: 2 }'

/**
 * A factor, read by its parameter.
 * @param path where it stands, `['vary', 'servers']`
 * @param spans whether the design can take values anywhere in a range; else a range needs its step
 * @throws {StudyError} for a level the parameter does not take, no level at all, or one that occurs twice
 */
export function readFactor(
  source: StudySource,
  path: StudyPath,
  parameter: Parameter,
  written: unknown,
  spans: boolean,
): DesignFactor {
  const name = String(path.at(-1))
  if (Array.isArray(written)) {
    if (written.length === 0) throw source.error(path, `${pathText(path)} has no levels; expected ${forms}`)
    const levels = written.map((level: unknown, i) => readLevel(source, [...path, i], parameter, level))
    return { name, parameter, levels: distinct(source, path, levels) }
  }
  const given = typeof written === 'string' ? fromText(written) : written
  if (typeof given !== 'object' || given === null) {
    const advice = given === null ? '' : '. A parameter with one value belongs under "fix"'
    throw source.error(path, `${pathText(path)} is ${showGiven(written)}; expected ${forms}${advice}`)
  }
  return expanded(source, path, parameter, given as Record<string, unknown>, spans)
}

/** `1..9 step 2`, `log 1..64 factor 2`, `log 1..100 points 5`, and either without its second half. */
function fromText(text: string): Record<string, unknown> | undefined {
  const [, log, range, key, amount] =
    /^\s*(log\s+)?(\S+\.\.\S+)(?:\s+(step|factor|points)\s+(\S+))?\s*$/.exec(text) ?? []
  if (range === undefined) return undefined
  const detail = key === undefined ? {} : { [key]: key === 'points' ? Number(amount) : amount }
  return log === undefined ? { range, ...detail } : { log: range, ...detail }
}

function expanded(
  source: StudySource,
  path: StudyPath,
  parameter: Parameter,
  given: Record<string, unknown>,
  spans: boolean,
): DesignFactor {
  const keys = Object.keys(given)
  const allowed = keys.includes('range') ? ['range', 'step'] : ['log', 'factor', 'points']
  const unknown = keys.find((key) => !allowed.includes(key))
  if (!keys.includes('range') && !keys.includes('log')) {
    throw source.error(path, `${pathText(path)} has neither "range" nor "log"; expected ${forms}`)
  }
  if (unknown !== undefined) {
    const message = `unknown key "${unknown}" in "${pathText(path)}".${didYouMean(unknown, allowed)} Keys: ${allowed.join(', ')}`
    throw source.error([...path, unknown], message, 'key')
  }
  if (parameter.kind !== 'real' && parameter.kind !== 'integer') {
    throw source.error(path, `${pathText(path)} can not be a range; it takes ${parameter.expects}: give a list`)
  }
  const name = String(path.at(-1))
  if (spans && keys.length === 1) {
    const scale = keys[0] === 'log' ? 'log' : 'linear'
    const [from, to] = ends(source, path, given[keys[0]!], scale === 'log').map((text) =>
      parsed(source, path, parameter, text),
    ) as [number, number]
    if (from === to) throw source.error(path, `${pathText(path)} has one value only; a factor needs two or more`)
    return { name, parameter, levels: [], span: { from, to, scale } }
  }
  const complete = keys.includes('range') ? keys.includes('step') : keys.includes('factor') !== keys.includes('points')
  if (!complete) {
    const need = keys.includes('range')
      ? 'a "step", such as 0.05'
      : 'either a "factor", such as 2, or a number of "points"'
    throw source.error(path, `${pathText(path)} needs ${need}`)
  }
  const levels = levelTexts(source, path, parameter, given).map((level) => parsed(source, path, parameter, level))
  return { name, parameter, levels: distinct(source, path, levels) }
}

function parsed(source: StudySource, path: StudyPath, parameter: Parameter, level: string): PlainValue {
  try {
    return parameter.parse(level)
  } catch (problem) {
    if (!(problem instanceof ValueProblem)) throw problem
    throw source.error(path, `${pathText(path)} would have the level ${level}; expected ${problem.expected}`)
  }
}

function ends(source: StudySource, path: StudyPath, range: unknown, aboveZero: boolean): [string, string] {
  return withPlace(source, path, { [aboveZero ? 'log' : 'range']: range }, () => boundTexts(range, aboveZero))
}

function levelTexts(
  source: StudySource,
  path: StudyPath,
  parameter: Parameter,
  given: Record<string, unknown>,
): string[] {
  const { range, step, log, factor, points } = given
  return withPlace(source, path, given, () =>
    range === undefined
      ? logLevels({ log, factor, points }, parameter.kind === 'integer')
      : rangeLevels({ range, step }),
  )
}

function withPlace<T>(source: StudySource, path: StudyPath, given: Record<string, unknown>, read: () => T): T {
  try {
    return read()
  } catch (problem) {
    if (!(problem instanceof ValueProblem)) throw problem
    const key = Object.keys(given).find((name) => given[name] === problem.given)
    const at = key === undefined ? path : [...path, key]
    throw source.error(at, problemText(at, problem))
  }
}

/**
 * One level, read by its parameter.
 * @throws {StudyError} for a value that the parameter does not take
 */
export function readLevel(source: StudySource, path: StudyPath, parameter: Parameter, given: unknown): PlainValue {
  try {
    return parameter.parse(given)
  } catch (problem) {
    if (!(problem instanceof ValueProblem)) throw problem
    const place = [...path, ...problem.at]
    throw source.error(place, problemText(place, problem))
  }
}

function distinct(source: StudySource, path: StudyPath, levels: PlainValue[]): PlainValue[] {
  const twice = levels.findIndex((level, i) => levels.indexOf(level) < i)
  if (twice < 0) return levels
  throw source.error([...path, twice], `${pathText(path)} has the level ${show(levels[twice])} twice; keep one`)
}
