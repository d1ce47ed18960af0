import type { Law } from './law.ts'
import { laws } from './laws.ts'
import { nearest } from './nearest.ts'

/** One argument of a law: `quantity` carries the unit of the variates, `number` is a pure number. */
interface Argument {
  readonly name: string
  readonly kind: 'quantity' | 'number'
}

interface Form {
  readonly name: string
  readonly alias?: string
  readonly arguments: readonly Argument[]
  readonly make: (a: number, b: number) => Law
}

const quantity = (name: string): Argument => ({ name, kind: 'quantity' })
const number = (name: string): Argument => ({ name, kind: 'number' })

const FORMS: readonly Form[] = [
  { name: 'deterministic', alias: 'constant', arguments: [quantity('value')], make: laws.deterministic },
  { name: 'erlang', arguments: [number('k'), quantity('mean')], make: laws.erlang },
  { name: 'exponential', alias: 'exp', arguments: [quantity('mean')], make: laws.exponential },
  { name: 'gamma', arguments: [number('shape'), quantity('scale')], make: laws.gamma },
  { name: 'geometric', arguments: [number('p')], make: laws.geometric },
  { name: 'hyperexponential', arguments: [quantity('mean'), number('cv')], make: laws.hyperexponential },
  { name: 'lognormal', arguments: [quantity('mean'), number('cv')], make: laws.lognormal },
  { name: 'normal', arguments: [quantity('mean'), quantity('sd')], make: laws.normal },
  { name: 'pareto', arguments: [number('shape'), quantity('minimum')], make: laws.pareto },
  { name: 'poisson', arguments: [number('mean')], make: laws.poisson },
  { name: 'uniform', arguments: [quantity('low'), quantity('high')], make: laws.uniform },
  { name: 'weibull', arguments: [number('shape'), quantity('scale')], make: laws.weibull },
  { name: 'zipf', arguments: [number('n'), number('exponent')], make: laws.zipf },
]

const signature = (form: Form): string => `${form.name}(${form.arguments.map((argument) => argument.name).join(', ')})`
const EMPIRICAL_SIGNATURE = 'empirical(value weight, value weight, ...)'

/** How each law is written, such as `exponential(mean)`; for help texts. */
export const lawForms: readonly string[] = [...FORMS.map(signature), EMPIRICAL_SIGNATURE].toSorted()

/**
 * Reads a law written as text: `exponential(10ms)`, `erlang(4, 10ms)`, `empirical(1ms 0.2, 5ms 0.8)`. `exp` and
 * `constant` are accepted for exponential and deterministic; a bare quantity such as `5ms` is a deterministic law.
 * @param text what the user wrote.
 * @param parseQuantity reads one argument that carries the unit of the variates (`10ms` to 0.01) and throws an Error
 *   that says what is wrong with it; the engine itself knows no units. `Number` reads canonical texts.
 * @throws RangeError that says what was given, what is wrong and which laws there are.
 */
export function parseLaw(text: string, parseQuantity: (text: string) => number): Law {
  const trimmed = text.trim()
  if (/^[-+.\d]/.test(trimmed)) return laws.deterministic(readQuantity(text, 'value', trimmed, parseQuantity))
  const match = /^([a-z]\w*)\s*\((.*)\)$/is.exec(trimmed)
  if (match === null) throw unknown(text, `is not of the form name(arguments)${suggestion(trimmed)}`)
  const name = (match[1] as string).toLowerCase()
  const inside = (match[2] as string).trim()
  const given = inside === '' ? [] : inside.split(',').map((part) => part.trim())
  if (name === 'empirical') return parseEmpirical(text, given, parseQuantity)

  const form = FORMS.find((candidate) => candidate.name === name || candidate.alias === name)
  if (form === undefined) throw unknown(text, `: there is no law "${name}"${suggestion(name)}`)
  if (given.length !== form.arguments.length) {
    const counted = given.length === 1 ? '1 argument' : `${given.length} arguments`
    throw new RangeError(`Law "${text}" has ${counted}: expected ${form.arguments.length}, as in ${signature(form)}.`)
  }
  const values = form.arguments.map((argument, i) => {
    const part = given[i] as string
    const name = `${argument.name} in ${signature(form)}`
    return argument.kind === 'number' ? readNumber(text, name, part) : readQuantity(text, name, part, parseQuantity)
  })
  return form.make(values[0] as number, values[1] as number)
}

function parseEmpirical(text: string, given: readonly string[], parseQuantity: (text: string) => number): Law {
  const values: number[] = []
  const weights: number[] = []
  for (const part of given) {
    const pair = /^(\S.*?)\s+(\S+)$/.exec(part)
    if (pair === null)
      throw new RangeError(`Law "${text}": "${part}" is not "value weight", as in ${EMPIRICAL_SIGNATURE}.`)
    values.push(readQuantity(text, 'value', pair[1] as string, parseQuantity))
    weights.push(readNumber(text, 'weight', pair[2] as string))
  }
  return laws.empirical(values, weights)
}

function readNumber(text: string, name: string, part: string): number {
  const value = part === '' ? NaN : Number(part)
  if (!(value - value === 0)) {
    throw new RangeError(`Law "${text}": ${name} = "${part}": expected a number without unit.`)
  }
  return value
}

function readQuantity(text: string, name: string, part: string, parse: (text: string) => number): number {
  let value = NaN
  let reason = 'expected a finite number with its unit.'
  try {
    if (part !== '') value = parse(part)
  } catch (problem) {
    reason = problem instanceof Error ? problem.message : String(problem)
  }
  if (!(value - value === 0)) throw new RangeError(`Law "${text}": ${name} = "${part}": ${reason}`)
  return value
}

function suggestion(name: string): string {
  const known = [
    'empirical',
    ...FORMS.flatMap((form) => (form.alias === undefined ? [form.name] : [form.name, form.alias])),
  ]
  const found = nearest((/^\w*/.exec(name) as RegExpExecArray)[0].toLowerCase(), known)
  return found === undefined ? '' : `. Did you mean "${found}"?`
}

function unknown(text: string, problem: string): RangeError {
  const separator = problem.startsWith(':') ? '' : ' '
  const stop = problem.endsWith('?') ? '' : '.'
  return new RangeError(`Law "${text}"${separator}${problem}${stop} The laws are: ${lawForms.join(', ')}.`)
}
