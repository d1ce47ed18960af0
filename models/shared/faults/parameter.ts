import { describeFaultProblem, findFaultProblem, type Fault, type FaultWorld } from '../../../engine/index.ts'
import type { Parameter, PlainValue } from '../../parameter.ts'
import { ValueProblem } from '../../value-problem.ts'
import { faultsExpected, readFaults } from './read-faults.ts'
import { writeFaults } from './write-faults.ts'

/**
 * Faults that a study injects, as a parameter: a list in a study file, the same on one line on a command line. Its plain
 * value is canonical text in seconds, such as `[{kind: crash, hosts: [3], at: 10, for: 5}]` or `none`. Hosts and links are
 * checked by the model, which knows how many there are.
 *
 * @example
 * parameters: {
 *   faults: faults({ default: 'none', doc: 'What goes wrong.' }),
 *   intensity: real({ default: 1, min: 0, unit: '1', doc: 'How much of it, see FaultLayer.install.' }),
 * }
 * check: (p) => faultsProblem(p.faults, { hosts: p.hosts }),
 * build(sim, p) { ... layer.install(p.faults, { intensity: p.intensity }) ... }
 */
export function faults(options: { doc: string; default: string }): Parameter<readonly Fault[]> {
  const parse = (input: unknown): string => writeFaults(readFaults(input), false)
  const resolve = (value: PlainValue): readonly Fault[] => readFaults(value)
  const format = (value: PlainValue): string => writeFaults(readFaults(value), true)
  const { doc } = options
  const canonical = acceptable(options.default, parse)
  return {
    kind: 'faults',
    unit: '',
    doc,
    default: canonical,
    expects: faultsExpected,
    choices: [],
    parse,
    resolve,
    format,
  }
}

/** For the `check` of a model: what is wrong with faults in a world of so many hosts and links; undefined when nothing is. */
export function faultsProblem(given: readonly Fault[], world: FaultWorld): string | undefined {
  const problem = findFaultProblem(given, world)
  return problem === undefined ? undefined : describeFaultProblem(problem)
}

/** A default that can not be read stays as it is: `defineModel` reports it with the parameter's name. */
function acceptable(value: string, parse: (input: unknown) => string): string {
  try {
    return parse(value)
  } catch (problem) {
    if (problem instanceof ValueProblem) return value
    throw problem
  }
}
