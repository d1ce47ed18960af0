import type { Parameter, PlainValue } from '../models/definition.ts'
import { didYouMean } from '../models/suggest.ts'
import { show, ValueProblem } from '../models/value-problem.ts'
import { logLevels, rangeLevels } from './design/levels.ts'
import { pathText, problemText, showGiven } from './study-schema.ts'
import type { StudyPath, StudyText } from './study-text.ts'

const forms = 'a list such as [1, 2, 4], a range { range: 0.5..0.95, step: 0.05 }, or { log: 1..1024, factor: 2 }'

/**
 * The levels of one factor, read by its parameter.
 * @param path where the factor stands, `['vary', 'servers']`
 * @throws {StudyError} for a level the parameter does not take, no level at all, or one that occurs twice
 */
export function factorLevels(source: StudyText, path: StudyPath, parameter: Parameter, given: unknown): PlainValue[] {
  if (Array.isArray(given)) {
    if (given.length === 0) throw source.error(path, `${pathText(path)} has no levels; expected ${forms}`)
    return distinct(
      source,
      path,
      given.map((level: unknown, i) => readLevel(source, [...path, i], parameter, level)),
    )
  }
  if (typeof given !== 'object' || given === null) {
    const advice = given === null ? '' : '. A parameter with one value belongs under "fix"'
    throw source.error(path, `${pathText(path)} is ${showGiven(given)}; expected ${forms}${advice}`)
  }
  return distinct(source, path, expanded(source, path, parameter, given as Record<string, unknown>))
}

function expanded(
  source: StudyText,
  path: StudyPath,
  parameter: Parameter,
  given: Record<string, unknown>,
): PlainValue[] {
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
  const complete = keys.includes('range') ? keys.includes('step') : keys.includes('factor') !== keys.includes('points')
  if (!complete) {
    const need = keys.includes('range')
      ? 'a "step", such as 0.05'
      : 'either a "factor", such as 2, or a number of "points"'
    throw source.error(path, `${pathText(path)} needs ${need}`)
  }
  return levelTexts(source, path, parameter, given).map((level) => {
    try {
      return parameter.parse(level)
    } catch (problem) {
      if (!(problem instanceof ValueProblem)) throw problem
      throw source.error(path, `${pathText(path)} would have the level ${level}; expected ${problem.expected}`)
    }
  })
}

function levelTexts(
  source: StudyText,
  path: StudyPath,
  parameter: Parameter,
  given: Record<string, unknown>,
): string[] {
  const { range, step, log, factor, points } = given
  try {
    return range === undefined
      ? logLevels({ log, factor, points }, parameter.kind === 'integer')
      : rangeLevels({ range, step })
  } catch (problem) {
    if (!(problem instanceof ValueProblem)) throw problem
    const key = Object.keys(given).find((name) => given[name] === problem.given)
    const at = key === undefined ? path : [...path, key]
    throw source.error(at, problemText(at, problem))
  }
}

function readLevel(source: StudyText, path: StudyPath, parameter: Parameter, given: unknown): PlainValue {
  try {
    return parameter.parse(given)
  } catch (problem) {
    if (!(problem instanceof ValueProblem)) throw problem
    const place = [...path, ...problem.at]
    throw source.error(place, problemText(place, problem))
  }
}

function distinct(source: StudyText, path: StudyPath, levels: PlainValue[]): PlainValue[] {
  const twice = levels.findIndex((level, i) => levels.indexOf(level) < i)
  if (twice < 0) return levels
  throw source.error([...path, twice], `${pathText(path)} has the level ${show(levels[twice])} twice; keep one`)
}
