import { type Fault, faultFields, faultKinds, findFaultProblem } from '../../../engine/index.ts'
import { suggest } from '../../suggest.ts'
import { ValueProblem } from '../../value-problem.ts'
import { fieldReaders } from './fields.ts'
import { FlowTextError, readFlow } from './flow-text.ts'

/** What a list of faults is, as a noun phrase. */
export const faultsExpected = 'a list of faults, such as [{kind: crash, host: 3, at: 10s, for: 5s}], or none'

/**
 * Reads faults as a study file or a command line has them: times and laws with units, `host: 3` for `hosts: [3]`,
 * `0..99` for the hundred hosts from 0 to 99.
 * @param input a list of maps, one map, or text that says the same on one line; `none` for no faults
 * @throws {ValueProblem} with the entry and field in its `at`
 */
export function readFaults(input: unknown): Fault[] {
  const given = typeof input === 'string' ? readText(input) : input
  const list = Array.isArray(given) ? (given as unknown[]) : [given]
  const single = !Array.isArray(given)
  const faults = list.map((entry, i) => {
    const at = single ? [] : [i]
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
      throw new ValueProblem(
        entry,
        single ? faultsExpected : 'a fault, such as {kind: crash, host: 3, at: 10s}',
        undefined,
        at,
      )
    return readEntry(entry as Record<string, unknown>, at)
  })
  const problem = findFaultProblem(faults)
  if (problem === undefined) return faults
  const { entry, field, expected, given: found } = problem
  const at = single ? [] : [entry]
  const source = list[entry] as Record<string, unknown>
  if (field === '') throw new ValueProblem(source, expected, `is a contradiction: ${found}`, at)
  const [, top = '', index] = /^(\w+)(?:\[(\d+)\])?/.exec(field)!
  // Quoted as it was written, where the engine saw seconds and lists.
  const key = Object.hasOwn(source, top) ? top : shorthand(top)
  const written = index === undefined ? source[key] : (source[key] as unknown[])[Number(index)]
  if (written === undefined) throw new ValueProblem(source, `"${key}": ${expected}`, `lacks "${key}"`, at)
  throw new ValueProblem(written, expected, undefined, [...at, key, ...(index === undefined ? [] : [Number(index)])])
}

function readText(text: string): unknown {
  if (text.trim() === 'none') return []
  try {
    return readFlow(text)
  } catch (error) {
    if (error instanceof FlowTextError) throw new ValueProblem(text, faultsExpected, error.message)
    throw error
  }
}

function readEntry(entry: Readonly<Record<string, unknown>>, at: readonly (string | number)[]): Fault {
  const { kind } = entry
  if (typeof kind !== 'string' || !Object.hasOwn(faultFields, kind)) {
    const expected = `one of ${faultKinds.join(', ')}`
    const meant = typeof kind === 'string' ? hint(kind, faultKinds) : ''
    throw new ValueProblem(kind, expected + meant, undefined, [...at, 'kind'])
  }
  const fields = faultFields[kind as Fault['kind']]
  const read: Record<string, unknown> = { kind }
  for (const [key, value] of Object.entries(entry)) {
    if (key === 'kind') continue
    const field = fields.includes(`${key}s`) ? `${key}s` : key
    if (!fields.includes(field)) {
      throw new ValueProblem(value, `no such field: ${kind} has ${fields.join(', ')}${hint(key, fields)}`, undefined, [
        ...at,
        key,
      ])
    }
    if (Object.hasOwn(read, field)) throw new ValueProblem(value, `"${field}" once`, undefined, [...at, key])
    read[field] = placed([...at, key], () => fieldReaders[field]!(value))
  }
  for (const field of requiredFields[kind as Fault['kind']]) {
    if (!Object.hasOwn(read, field))
      throw new ValueProblem(entry, `"${field}" too, which every ${kind} has`, undefined, at)
  }
  // Every field was read by the reader of its name; the engine's check follows.
  return read as unknown as Fault
}

const requiredFields: Readonly<Record<Fault['kind'], readonly string[]>> = {
  crash: ['hosts'],
  link: ['links'],
  churn: ['hosts', 'up', 'down'],
  trace: ['outages'],
  partition: ['groups'],
  loss: ['probability'],
  delay: ['by'],
}

function hint(given: string, known: readonly string[]): string {
  const meant = suggest(given, known)
  return meant === undefined ? '' : ` (did you mean "${meant}"?)`
}

const shorthand = (field: string): string => field.replace(/s$/, '')

/** Puts the place in front of a problem. */
function placed<T>(at: readonly (string | number)[], read: () => T): T {
  try {
    return read()
  } catch (problem) {
    if (!(problem instanceof ValueProblem)) throw problem
    throw new ValueProblem(problem.given, problem.expected, problem.found, [...at, ...problem.at])
  }
}
