import { type Duration, type Law, parseLaw, type Targets } from '../../../engine/index.ts'
import { parseQuantity } from '../../quantity.ts'
import { ValueProblem } from '../../value-problem.ts'

/** How each field of a fault is read: from YAML's values or from text, with units. */
export const fieldReaders: Readonly<Record<string, (given: unknown) => unknown>> = {
  at: time,
  for: duration,
  every: duration,
  up: duration,
  down: duration,
  by: duration,
  hosts: targets,
  links: targets,
  from: targets,
  to: targets,
  pick: count,
  probability: ratio,
  groups,
  oneWay: truth,
  outages,
  name: label,
}

function time(given: unknown): number {
  if (typeof given === 'number') return given
  if (typeof given === 'string') return parseQuantity(given, 's')
  throw new ValueProblem(given, 'a duration in s, such as 10ms')
}

function duration(given: unknown): Duration {
  if (typeof given === 'number') return given
  if (given === 'never') return Infinity
  const expected = 'a duration in s or a law of such, such as 10s or exponential(10s); or never'
  if (typeof given !== 'string') throw new ValueProblem(given, expected)
  if (/\([^)]*$/.test(given))
    throw new ValueProblem(
      given,
      "the whole law in quotes, such as 'erlang(4, 10ms)'",
      'was cut off by YAML at a comma',
    )
  let law: Law
  try {
    law = parseLaw(given, (part) => parseQuantity(part, 's'))
  } catch (problem) {
    if (!(problem instanceof RangeError)) throw problem
    throw new ValueProblem(given, expected, `can not be read: ${problem.message.replace(/\.$/, '')}`)
  }
  return law.name === 'deterministic' ? law.mean : law
}

function targets(given: unknown): Targets {
  if (given === 'all') return 'all'
  return Array.isArray(given) ? numbers(given as unknown[]) : numbers([given])
}

/** Numbers from 0 on, and ranges of them such as `0..99`. */
function numbers(given: readonly unknown[]): number[] {
  return given.flatMap((item, i) => {
    const range = typeof item === 'string' ? /^(\d+)\.\.(\d+)$/.exec(item.trim()) : null
    if (range === null) return [wholeNumber(item, given.length > 1 ? [i] : [])]
    const [low, high] = [Number(range[1]), Number(range[2])]
    if (low > high || high - low >= LARGEST_RANGE)
      throw new ValueProblem(item, `a range that ascends, of at most ${LARGEST_RANGE} numbers`, undefined, [i])
    return Array.from({ length: high - low + 1 }, (_, k) => low + k)
  })
}

const LARGEST_RANGE = 1_000_000

function wholeNumber(given: unknown, at: readonly number[] = []): number {
  const value = typeof given === 'string' && /^\d+$/.test(given.trim()) ? Number(given) : given
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new ValueProblem(given, 'a number from 0 on, a list such as [0, 2, 5..9], or all', undefined, at)
}

function count(given: unknown): number {
  const value = typeof given === 'string' ? Number(given) : given
  if (typeof value === 'number') return value
  throw new ValueProblem(given, 'an integer >= 1')
}

function groups(given: unknown): (number[] | 'rest')[] {
  if (!Array.isArray(given)) throw new ValueProblem(given, 'groups of hosts, such as [[0, 1], [2]] or [[0..9], rest]')
  return (given as unknown[]).map((group) => {
    if (group === 'rest') return 'rest'
    return Array.isArray(group) ? numbers(group as unknown[]) : numbers([group])
  })
}

function ratio(given: unknown): number {
  if (typeof given === 'number') return given
  if (typeof given === 'string') return parseQuantity(given, '1')
  throw new ValueProblem(given, 'a number from 0 to 1, or a percentage')
}

function truth(given: unknown): boolean {
  if (given === true || given === 'true') return true
  if (given === false || given === 'false') return false
  throw new ValueProblem(given, 'true or false')
}

function label(given: unknown): string {
  if (typeof given === 'string' && /^[\w.-]+$/.test(given)) return given
  throw new ValueProblem(given, 'a name of letters, digits, "-", "_" and "."')
}

function outages(given: unknown): [number, number, number][] {
  const expected = 'outages [host, down, up], such as [[3, 10s, 15s], [3, 1h, never]]'
  if (!Array.isArray(given)) throw new ValueProblem(given, expected)
  return (given as unknown[]).map((outage, i) => {
    if (!Array.isArray(outage) || outage.length !== 3) throw new ValueProblem(outage, expected, undefined, [i])
    const [host, down, up] = outage as unknown[]
    return [wholeNumber(host, [i]), time(down), up === 'never' ? Infinity : time(up)]
  })
}
