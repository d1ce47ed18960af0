import jsep, { type Expression as Node } from 'jsep'
import { AnalysisError } from '../errors.ts'
import type { PlainValue } from '../record.ts'

/** Levels of factors by name. */
export type Levels = Readonly<Record<string, PlainValue>>
/** Whether a design point is meant. */
export type Condition = (levels: Levels) => boolean

/** A metric, at the points of a condition, times a number. */
export interface Term {
  readonly factor: number
  readonly metric: string
  /** As written, for messages: `meanWait[servers == 11]`. */
  readonly text: string
  readonly condition: Condition
  /** Factors that the condition names. */
  readonly names: readonly string[]
}

/** A sum of terms and a number. */
export interface Linear {
  readonly constant: number
  readonly terms: readonly Term[]
}

/** `left op right`. */
export interface Relation {
  readonly left: Linear
  readonly operator: '<' | '<=' | '>' | '>=' | '=='
  readonly right: Linear
}

/** Names that an expression may use. */
export interface Names {
  readonly metrics: readonly string[]
  readonly factors: readonly string[]
}

const orders: Readonly<Record<string, (a: PlainValue, b: PlainValue) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
}

/**
 * Reads what a claim expects: `metric[condition] < 0.5 * metric[condition]`, or a chain `a > b > c`. Both sides are sums
 * of metrics times numbers: their means can be judged, those of products and quotients can not.
 * @throws AnalysisError when it can not be read or names something unknown.
 */
export function readExpectation(text: string, names: Names): Relation[] {
  const chain = flatten(parsed(text))
  if (chain.operators.length === 0)
    throw bad(text, 'it compares nothing; expected <, <=, >, >= or == between two sides')
  const sides = chain.sides.map((node) => linear(node, text, names))
  return chain.operators.map((operator, index) => {
    const relation = { left: sides[index]!, operator, right: sides[index + 1]! }
    if (relation.left.terms.length + relation.right.terms.length === 0) throw bad(text, 'it names no metric')
    return relation
  })
}

/**
 * Reads a condition on factors: `load >= 0.9 && servers == 4`.
 * @throws AnalysisError when it can not be read or names something unknown.
 */
export function readCondition(text: string, names: Names): Condition {
  return condition(parsed(text), text, names).test
}

function parsed(text: string): Node {
  try {
    return jsep(text)
  } catch (cause) {
    const { description = '', index = 0 } = cause as { description?: string; index?: number }
    throw bad(text, `${description.toLowerCase().replace(/\.$/, '')} at character ${index + 1}`)
  }
}

/** `a > b > c` is parsed as `(a > b) > c`. */
function flatten(node: Node): { sides: Node[]; operators: Relation['operator'][] } {
  const operator = String(node['operator']) as Relation['operator']
  if (node.type !== 'BinaryExpression' || !['<', '<=', '>', '>=', '=='].includes(operator)) {
    return { sides: [node], operators: [] }
  }
  const left = flatten(node['left'] as Node)
  return { sides: [...left.sides, node['right'] as Node], operators: [...left.operators, operator] }
}

function linear(node: Node, text: string, names: Names): Linear {
  switch (node.type) {
    case 'Literal':
      if (typeof node['value'] !== 'number') throw bad(text, `${String(node['raw'])} is no number`)
      return { constant: node['value'], terms: [] }
    case 'Identifier':
      return { constant: 0, terms: [metricTerm(String(node['name']), undefined, text, names)] }
    case 'MemberExpression': {
      const object = node['object'] as Node
      if (node['computed'] !== true || object.type !== 'Identifier') throw bad(text, 'expected metric[condition]')
      return { constant: 0, terms: [metricTerm(String(object['name']), node['property'] as Node, text, names)] }
    }
    case 'UnaryExpression':
      if (node['operator'] !== '-') throw bad(text, `there is no operator "${String(node['operator'])}" here`)
      return scaled(linear(node['argument'] as Node, text, names), -1)
    case 'BinaryExpression':
      return combined(
        String(node['operator']),
        linear(node['left'] as Node, text, names),
        linear(node['right'] as Node, text, names),
        text,
      )
    default:
      throw bad(text, 'expected a sum of metrics times numbers')
  }
}

function combined(operator: string, left: Linear, right: Linear, text: string): Linear {
  if (operator === '+' || operator === '-') {
    const other = operator === '+' ? right : scaled(right, -1)
    return { constant: left.constant + other.constant, terms: [...left.terms, ...other.terms] }
  }
  if (operator === '*' && left.terms.length === 0) return scaled(right, left.constant)
  if (operator === '*' && right.terms.length === 0) return scaled(left, right.constant)
  if (operator === '/' && right.terms.length === 0 && right.constant !== 0) return scaled(left, 1 / right.constant)
  if (operator === '*' || operator === '/') {
    throw bad(text, 'metrics can be multiplied and divided by numbers only; write a > 2 * b in place of a / b > 2')
  }
  throw bad(text, `there is no operator "${operator}" here`)
}

function scaled({ constant, terms }: Linear, by: number): Linear {
  return { constant: constant * by, terms: terms.map((term) => ({ ...term, factor: term.factor * by })) }
}

function metricTerm(metric: string, node: Node | undefined, text: string, names: Names): Term {
  if (!names.metrics.includes(metric)) {
    throw bad(text, `there is no metric "${metric}". There are: ${names.metrics.join(', ')}`)
  }
  if (node === undefined) return { factor: 1, metric, text: metric, condition: () => true, names: [] }
  const { test, used, shown } = condition(node, text, names)
  return { factor: 1, metric, text: `${metric}[${shown}]`, condition: test, names: used }
}

interface ReadCondition {
  readonly test: Condition
  readonly used: readonly string[]
  readonly shown: string
}

function condition(node: Node, text: string, names: Names): ReadCondition {
  const operator = String(node['operator'])
  if (node.type !== 'BinaryExpression') throw bad(text, 'expected a condition such as servers == 11')
  if (operator === '&&' || operator === '||') {
    const left = condition(node['left'] as Node, text, names)
    const right = condition(node['right'] as Node, text, names)
    return {
      test: operator === '&&' ? (x) => left.test(x) && right.test(x) : (x) => left.test(x) || right.test(x),
      used: [...left.used, ...right.used],
      shown: `${left.shown} ${operator} ${right.shown}`,
    }
  }
  const order = orders[operator]
  if (order === undefined) throw bad(text, `there is no operator "${operator}" in a condition`)
  const left = operand(node['left'] as Node, text, names)
  const right = operand(node['right'] as Node, text, names)
  return {
    test: (levels) => order(left.value(levels), right.value(levels)),
    used: [...left.used, ...right.used],
    shown: `${left.shown} ${operator} ${right.shown}`,
  }
}

function operand(
  node: Node,
  text: string,
  names: Names,
): { value: (levels: Levels) => PlainValue; used: readonly string[]; shown: string } {
  if (node.type === 'Literal') {
    const value = node['value'] as PlainValue
    return { value: () => value, used: [], shown: String(node['raw']) }
  }
  if (node.type === 'UnaryExpression' && node['operator'] === '-') {
    const { value, shown } = operand(node['argument'] as Node, text, names)
    return { value: (levels) => -Number(value(levels)), used: [], shown: `-${shown}` }
  }
  const name = String(node['name'])
  if (node.type !== 'Identifier') throw bad(text, 'a condition compares a factor with a value')
  if (!names.factors.includes(name)) {
    throw bad(text, `there is no factor "${name}". There are: ${names.factors.join(', ') || 'none'}`)
  }
  return { value: (levels) => levels[name]!, used: [name], shown: name }
}

function bad(text: string, problem: string): AnalysisError {
  return new AnalysisError(`"${text}": ${problem}.`)
}
