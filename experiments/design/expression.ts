import jsep, { type Expression as Node } from 'jsep'
import { math } from '../../engine/index.ts'
import type { PlainValue } from '../../models/parameter.ts'
import { didYouMean } from '../../models/suggest.ts'
import { functions, shown } from './expression-functions.ts'
import { ExpressionProblem } from './expression-problem.ts'
import { maskQuantities } from './expression-quantities.ts'

export { ExpressionProblem } from './expression-problem.ts'

/** Values by name. */
export type Scope = Readonly<Record<string, PlainValue>>

/** An arithmetic or logical expression over named values; it can do nothing but compute. */
export interface Expression {
  readonly text: string
  /** The names it uses, each once, in the order of their first use. */
  readonly names: readonly string[]
  /**
   * Its value.
   * @throws {ExpressionProblem} for operands of the wrong kind, or a result that is not a finite number
   */
  evaluate(scope: Scope): PlainValue
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': math.pow,
}
const order: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** Longer ones are slips (a pasted file), and their trees could be deep enough to exhaust the stack. */
const longest = 2000

/**
 * Reads an expression: numbers with or without units (`10ms`), texts in quotes, names, `+ - * / % **`, comparisons,
 * `&& || !`, `a ? b : c`, parentheses, and the functions above. Nothing else can be written, and nothing is executed.
 * @param names the names it may use
 * @throws {ExpressionProblem} with the place of the first mistake
 */
export function parseExpression(text: string, names: readonly string[]): Expression {
  if (text.trim() === '') throw new ExpressionProblem('the expression is empty', 0)
  if (text.length > longest)
    throw new ExpressionProblem(`the expression has ${text.length} characters; expected at most ${longest}`, 0)
  const { masked, literals } = maskQuantities(text, names)
  let tree: Node
  try {
    tree = jsep(masked)
  } catch (error) {
    const { index = 0, description = '' } = error as { index?: number; description?: string }
    throw new ExpressionProblem(explain(description), Math.min(index, Math.max(0, text.trimEnd().length - 1)))
  }
  const compiler = new Compiler(text, names, literals)
  const run = compiler.compile(tree)
  return {
    text,
    names: [...compiler.used],
    evaluate(scope) {
      const value = run(scope)
      if (typeof value === 'number' && !Number.isFinite(value))
        throw new ExpressionProblem(`"${text}" is ${value}, not a finite number`, 0)
      return value
    },
  }
}

function explain(description: string): string {
  if (/^Expected expression after|^Expected exponent|^Expected expression/.test(description))
    return 'the expression ends, or goes on, where a value is expected'
  if (description.startsWith('Unclosed (')) return 'a closing ) is missing'
  const unexpected = /^Unexpected "?(.*?)"?$/.exec(description)?.[1]
  return unexpected === undefined
    ? `this can not be read: ${description.toLowerCase()}`
    : `"${unexpected}" is not expected here`
}

type Run = (scope: Scope) => PlainValue

/** Turns a tree into a function, node by node; what is not listed here can not be written. */
class Compiler {
  readonly used = new Set<string>()
  readonly #text: string
  readonly #names: readonly string[]
  readonly #literals: ReadonlyMap<string, number>

  constructor(text: string, names: readonly string[], literals: ReadonlyMap<string, number>) {
    this.#text = text
    this.#names = names
    this.#literals = literals
  }

  compile(node: Node): Run {
    switch (node.type) {
      case 'Literal': {
        const { value } = node as { value?: unknown }
        if (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean')
          throw this.#problem(`"${String(value)}" is no value`, String(node['raw'] ?? ''))
        return () => value
      }
      case 'Identifier':
        return this.#name(String(node['name']))
      case 'UnaryExpression':
        return this.#unary(String(node['operator']), this.compile(node['argument'] as Node))
      case 'BinaryExpression':
        return this.#binary(
          String(node['operator']),
          this.compile(node['left'] as Node),
          this.compile(node['right'] as Node),
        )
      case 'ConditionalExpression': {
        const test = this.compile(node['test'] as Node)
        const [yes, no] = [this.compile(node['consequent'] as Node), this.compile(node['alternate'] as Node)]
        return (scope) => (this.#truth(test(scope), '?') ? yes(scope) : no(scope))
      }
      case 'CallExpression':
        return this.#call(node)
      case 'MemberExpression':
        throw this.#problem(
          'a value has no parts: "." and "[ ]" can not be used; expected names, numbers and functions',
          '.',
        )
      default:
        throw new ExpressionProblem('expected one expression, such as load * servers < 3', 0)
    }
  }

  #name(name: string): Run {
    const literal = this.#literals.get(name)
    if (literal !== undefined) return () => literal
    if (!this.#names.includes(name)) {
      const isFunction = Object.hasOwn(functions, name)
      const reason = isFunction
        ? `"${name}" is a function; it is called as ${name}(...)`
        : `there is no "${name}".${didYouMean(name, this.#names)} Names: ${this.#names.join(', ')}`
      throw this.#problem(reason, name)
    }
    this.used.add(name)
    return (scope) => scope[name]!
  }

  #unary(operator: string, run: Run): Run {
    if (operator === '!') return (scope) => !this.#truth(run(scope), '!')
    if (operator === '-') return (scope) => -this.#number(run(scope), '-')
    if (operator === '+') return (scope) => this.#number(run(scope), '+')
    throw this.#problem(`there is no operator "${operator}"`, operator)
  }

  #binary(operator: string, left: Run, right: Run): Run {
    if (operator === '&&') return (scope) => this.#truth(left(scope), operator) && this.#truth(right(scope), operator)
    if (operator === '||') return (scope) => this.#truth(left(scope), operator) || this.#truth(right(scope), operator)
    if (['==', '===', '!=', '!=='].includes(operator)) {
      const same = (scope: Scope): boolean => this.#same(left(scope), right(scope), operator)
      return operator.startsWith('=') ? same : (scope) => !same(scope)
    }
    const compute = arithmetic[operator] ?? order[operator]
    if (compute === undefined) {
      const instead = { '^': 'a power is written **, as in x ** 2', '&': 'expected &&', '|': 'expected ||' }[operator]
      const advice = instead ?? `expected one of + - * / % ** < <= > >= == != && ||`
      throw this.#problem(`there is no operator "${operator}"; ${advice}`, operator)
    }
    return (scope) => compute(this.#number(left(scope), operator), this.#number(right(scope), operator))
  }

  #call(node: Node): Run {
    const callee = node['callee'] as Node
    // Not a plain name: compiling it says what is wrong with it.
    if (callee.type !== 'Identifier') this.compile(callee)
    const name = String(callee['name'])
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined
    if (known === undefined) {
      const names = Object.keys(functions)
      throw this.#problem(
        `there is no function "${name}".${didYouMean(name, names)} Functions: ${names.join(', ')}`,
        name,
      )
    }
    const given = (node['arguments'] as Node[]).map((argument) => this.compile(argument))
    const [least, most] = known.arity
    if (given.length < least || given.length > most) {
      const expected = least === most ? `${least}` : `${least} or more`
      throw this.#problem(`${name}() has ${given.length} arguments; expected ${expected}`, name)
    }
    return (scope) => {
      try {
        return known.call(...given.map((argument) => argument(scope)))
      } catch (error) {
        if (error instanceof TypeError) throw this.#problem(`${name}() ${error.message}`, name)
        throw error
      }
    }
  }

  #number(value: PlainValue, operator: string): number {
    if (typeof value === 'number') return value
    throw this.#problem(`"${operator}" takes numbers, and was given ${shown(value)}`, operator)
  }

  #truth(value: PlainValue, operator: string): boolean {
    if (typeof value === 'boolean') return value
    throw this.#problem(`"${operator}" takes true or false, and was given ${shown(value)}`, operator)
  }

  #same(a: PlainValue, b: PlainValue, operator: string): boolean {
    if (typeof a === typeof b) return a === b
    throw this.#problem(
      `"${operator}" compares values of one kind, and was given ${shown(a)} and ${shown(b)}`,
      operator,
    )
  }

  /** The tree has no places; what is named in a message is looked up in the text. */
  #problem(message: string, word: string): ExpressionProblem {
    const whole = /^\w+$/.test(word) ? new RegExp(`(?<![\\w$])${word}(?![\\w$])`).exec(this.#text)?.index : undefined
    return new ExpressionProblem(message, Math.max(0, whole ?? this.#text.indexOf(word)))
  }
}
