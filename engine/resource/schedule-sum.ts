import { SimulationError } from '../errors.ts'
import { Schedule, type Change } from './schedule.ts'

/** Most changes of one period of a sum; periods whose common multiple needs more were hardly meant. */
const MOST_CHANGES = 100_000

/** Options of `sumSchedules`. */
export interface SumOptions {
  /**
   * What a periodic summand counts before its first change of a round of the sum: `carried`, the value it really has
   * then, its last of the period before; or `zero`, the rule of simmer, by which timetables of parts of a day are put
   * together. Default `carried`.
   */
  beforeFirst?: 'carried' | 'zero'
}

/**
 * The sum of two schedules at every instant: a permanent crew and a helper who comes for the evening. Both repeat or
 * neither; the period of the sum is the least common multiple of theirs.
 */
export function sumSchedules(a: Schedule, b: Schedule, { beforeFirst = 'carried' }: SumOptions = {}): Schedule {
  if (a.period < Infinity !== b.period < Infinity) {
    throw new SimulationError(`Cannot add schedules with periods ${a.period} and ${b.period}: both repeat, or neither.`)
  }
  const period = a.period === Infinity ? Infinity : commonPeriod(a.period, b.period)
  const times = new Set([...timesOf(a, period), ...timesOf(b, period)])
  const value = (schedule: Schedule, time: number): number =>
    beforeFirst === 'zero' && time < schedule.next(-1)![0] ? 0 : schedule.at(time)
  const changes = [...times].toSorted((x, y) => x - y).map((time): Change => [time, value(a, time) + value(b, time)])
  return new Schedule(changes, { period })
}

function timesOf(schedule: Schedule, period: number): number[] {
  const times: number[] = []
  for (let change = schedule.next(-1); change !== undefined && change[0] <= period; change = schedule.next(change[0])) {
    times.push(change[0])
    if (times.length > MOST_CHANGES) {
      throw new SimulationError(`The sum of two schedules has more than ${MOST_CHANGES} changes in ${period} s.`)
    }
  }
  // A change at the end of the period is one at its beginning as well: it counts once.
  return times[0] === 0 && times.at(-1) === period ? times.slice(0, -1) : times
}

function commonPeriod(a: number, b: number): number {
  for (let rounds = 1; rounds <= MOST_CHANGES; rounds++) if ((rounds * a) % b === 0) return rounds * a
  throw new SimulationError(`Cannot add schedules with periods ${a} and ${b}: they have no common multiple.`)
}
