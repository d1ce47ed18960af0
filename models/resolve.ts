import type { Model, Resolved } from './definition.ts'
import type { Metrics } from './metric.ts'
import type { Parameters, PlainValue } from './parameter.ts'
import { didYouMean } from './suggest.ts'
import { ValueProblem, placeText, show } from './value-problem.ts'

/** Parameters that a model does not have or can not take. */
export class ParameterError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ParameterError'
  }
}

/**
 * Completes given parameters with the defaults of the model, in the order of the model, and checks them.
 * Values may be text with units (`10ms`) or plain; the resulting `values` are canonical and plain (they go into files),
 * `resolved` are what `build` receives.
 * @throws {ParameterError} on an unknown name, an unacceptable value, or a combination that the model rejects.
 */
export function resolveParameters<P extends Parameters, M extends Metrics>(
  model: Model<P, M>,
  given: Readonly<Record<string, unknown>>,
): { values: Record<string, PlainValue>; resolved: Resolved<P> } {
  const names = Object.keys(model.parameters)
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(model.parameters, name)) throw new ParameterError(unknownParameter(model, name))
  }
  const values: Record<string, PlainValue> = {}
  const resolved: Record<string, unknown> = {}
  for (const name of names) {
    const value = parseParameter(
      model,
      name,
      Object.hasOwn(given, name) ? given[name] : model.parameters[name]!.default,
    )
    values[name] = value
    resolved[name] = model.parameters[name]!.resolve(value)
  }
  // The mapped type can not be built up name by name; every name of P was just set by the parameter that types it.
  const complete = resolved as Resolved<P>
  const problem = model.check?.(complete)
  if (problem !== undefined) {
    throw new ParameterError(`Model "${model.name}": ${problem} Given: ${describeParameters(model, values)}.`)
  }
  return { values, resolved: complete }
}

/**
 * Reads one parameter of a model, with the place in the message when it fails.
 * @throws {ParameterError} on an unknown name or an unacceptable value.
 */
export function parseParameter<P extends Parameters, M extends Metrics>(
  model: Model<P, M>,
  name: string,
  input: unknown,
): PlainValue {
  const parameter = Object.hasOwn(model.parameters, name) ? model.parameters[name] : undefined
  if (parameter === undefined) throw new ParameterError(unknownParameter(model, name))
  try {
    return parameter.parse(input)
  } catch (problem) {
    if (!(problem instanceof ValueProblem)) throw problem
    // Of a long list, what is wrong in it says more than the whole.
    const given = problem.at.length === 0 ? input : problem.given
    const place = problem.at.length === 0 ? '' : `, ${placeText(problem.at)}`
    const found = problem.found === undefined ? '' : ` (this ${problem.found})`
    throw new ParameterError(
      `Model "${model.name}", parameter "${name}"${place} = ${show(given)}: expected ${problem.expected}${found}.`,
    )
  }
}

/** `arrivalRate=8/s, servers=10`: as it could be typed on a command line. */
export function describeParameters<P extends Parameters, M extends Metrics>(
  model: Model<P, M>,
  values: Readonly<Record<string, PlainValue>>,
): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${model.parameters[name]!.format(value)}`)
    .join(', ')
}

function unknownParameter<P extends Parameters, M extends Metrics>(model: Model<P, M>, name: string): string {
  const names = Object.keys(model.parameters)
  return `Model "${model.name}" has no parameter "${name}".${didYouMean(name, names)} It has: ${names.join(', ')}.`
}
