import type { Model, PlainValue } from '../models/definition.ts'
import { show, ValueProblem } from '../models/value-problem.ts'
import { ExpressionProblem, parseExpression, type Expression } from './design/expression.ts'
import type { Assignment } from './study-design.ts'
import type { ModuleFunction, StudyContent } from './study-schema.ts'
import type { StudyPath, StudySource } from './study-text.ts'

/** What `derive` and `where` make of a row of the design. */
export interface PointFilter {
  /** Whether the row meets `where`. */
  keeps(row: Assignment): boolean
  /** The parameters that `derive` sets. */
  derived(row: Assignment): Assignment
}

/**
 * Compiles `derive` and `where`.
 * @param fixed the parameters with one value
 * @throws {StudyError} for an expression that can not be read; its functions throw it for one that fails at a row
 */
export function pointFilter(
  source: StudySource,
  { derive = {}, where, vary = {} }: StudyContent,
  model: Model,
  fixed: Assignment,
): PointFilter {
  const parameters = Object.keys(model.parameters)
  const defaults = Object.fromEntries(
    Object.entries(model.parameters).map(([name, parameter]) => [name, parameter.default]),
  )
  const names = parameters.filter((name) => !Object.hasOwn(derive, name))
  const steps = Object.entries(derive).map(([name, given]) => {
    const path = ['derive', name]
    if (!/^[a-z]\w*$/i.test(name))
      throw source.error(
        path,
        `derive: "${name}" can not be used in an expression; expected a name of letters and digits`,
        'key',
      )
    for (const [key, map] of Object.entries({ fix: fixed, vary })) {
      if (Object.hasOwn(map, name))
        throw source.error(
          path,
          `"${name}" is derived here and also given under "${key}"; remove one of the two`,
          'key',
        )
    }
    const expression = compile(source, path, given, names)
    names.push(name)
    return { name, path, expression }
  })
  const condition = where === undefined ? undefined : compile(source, ['where'], where, names)

  const scopeOf = (row: Assignment): Record<string, PlainValue> => {
    const scope: Record<string, PlainValue> = { ...defaults, ...fixed, ...row }
    for (const { name, path, expression } of steps) {
      const value = evaluated(source, path, expression, scope, row)
      scope[name] = Object.hasOwn(model.parameters, name) ? accepted(path, name, value, row) : value
    }
    return scope
  }
  const accepted = (path: StudyPath, name: string, value: PlainValue, row: Assignment): PlainValue => {
    try {
      return model.parameters[name]!.parse(value)
    } catch (problem) {
      if (!(problem instanceof ValueProblem)) throw problem
      throw source.error(path, `derive.${name} is ${show(value)}${at(row)}; expected ${problem.expected}`)
    }
  }
  const set = steps.map(({ name }) => name).filter((name) => parameters.includes(name))
  return {
    keeps(row) {
      if (condition === undefined) return true
      const value = evaluated(source, ['where'], condition, scopeOf(row), row)
      if (typeof value === 'boolean') return value
      throw source.error(['where'], `where is ${show(value)}${at(row)}; expected true or false, such as load < 1`)
    },
    derived(row) {
      if (set.length === 0) return {}
      const scope = scopeOf(row)
      return Object.fromEntries(set.map((name) => [name, scope[name]!]))
    },
  }
}

type Written = string | number | boolean | ModuleFunction

function compile(source: StudySource, path: StudyPath, given: Written, names: readonly string[]): Expression {
  if (typeof given === 'function') return { text: String(given), names: [], evaluate: given }
  try {
    return parseExpression(String(given), names)
  } catch (problem) {
    if (problem instanceof ExpressionProblem)
      throw source.error(path, `${path.join('.')}: ${problem.message}`, 'value', problem.offset)
    throw problem
  }
}

function evaluated(
  source: StudySource,
  path: StudyPath,
  expression: Expression,
  scope: Record<string, PlainValue>,
  row: Assignment,
): PlainValue {
  try {
    return expression.evaluate(scope)
  } catch (problem) {
    const { message } = problem as Error
    const offset = problem instanceof ExpressionProblem ? problem.offset : 0
    throw source.error(path, `${path.join('.')}: ${message}${at(row)}`, 'value', offset)
  }
}

function at(row: Assignment): string {
  const words = Object.entries(row).map(([name, level]) => `${name}=${level}`)
  return words.length === 0 ? '' : ` at ${words.join(', ')}`
}
