import { type Settings, recognisesDuplicates } from './parameters.ts'
import { isUndisturbed, linksAreIdle, roundTrip, transmissionTime } from './regime.ts'
import { type Schedule, isDeterministic, lossesOf, scheduleOf, timesOf } from './schedule.ts'
import { increment } from './server.ts'
import * as theory from './theory.ts'

type Formula = (p: Settings, schedule: Schedule) => number | undefined

/** A probability of forgetting that is taken for none. */
const rare = 1e-6

/** The closed forms of the metrics, each undefined outside the regime in which it is exact. */
export const formulas = {
  transmissions: applied((p) => theory.transmissions(lossesOf(p))),
  executions: applied(executions),
  increase: applied((p, schedule) => times(increment, executions(p, schedule))),
  executed: applied((p) => theory.executed(lossesOf(p))),
  repeated: applied((p, schedule) => {
    if (!recognisesDuplicates(p)) return theory.repeatedWithoutTable(lossesOf(p))
    return remembersAll(p, schedule) ? 0 : undefined
  }),
  success: applied((p) => theory.success(lossesOf(p))),
  errorExecuted: applied((p) => theory.errorExecuted(lossesOf(p))),
  replies: applied((p) => theory.arrivals(lossesOf(p))),
  acknowledgements: applied((p) => (p.semantics === 'exactly-once' ? theory.success(lossesOf(p)) : 0)),
  lateReplies: applied(() => 0),
  hedges: applied(() => 0),
  wasted: applied(() => 0),
  refused: applied(() => 0),
  retryWait: applied((p, { pauses }) => theory.retryWait(lossesOf(p), pauses)),
  meanLatency: applied(meanLatency),
  goodput: inSteadyState((p, schedule) => times(theory.success(lossesOf(p)), callRate(p, schedule))),
  requestRate: inSteadyState((p, schedule) => times(theory.arrivals(lossesOf(p)), callRate(p, schedule))),
  busyServers: inSteadyState((p, schedule) => {
    const work = times(p.executionTime.mean, executions(p, schedule))
    return work === undefined ? undefined : times(work, callRate(p, schedule))
  }),
  tableSize: inSteadyState(tableSize),
  unacknowledged: applied((p, schedule) => {
    return p.semantics === 'exactly-once' && remembersAll(p, schedule) ? p.ackLoss : undefined
  }),
}

function applied(formula: Formula): (p: Settings) => number | undefined {
  return (p) => {
    const schedule = scheduleOf(p)
    if (schedule === undefined || !isUndisturbed(p)) return undefined
    const value = formula(p, schedule)
    return value !== undefined && Number.isFinite(value) ? value : undefined
  }
}

/** A run that ends after some number of calls has no steady state to take averages over time from. */
function inSteadyState(formula: Formula): (p: Settings) => number | undefined {
  const inside = applied(formula)
  return (p) => (p.calls > 0 ? undefined : inside(p))
}

function executions(p: Settings, schedule: Schedule): number | undefined {
  const losses = lossesOf(p)
  if (!recognisesDuplicates(p)) return theory.executionsWithoutTable(losses)
  if (remembersAll(p, schedule)) return theory.executed(losses)
  if (!isDeterministic(p) || p.executionTime.variance > 0) return undefined
  const memory = p.executionTime.mean + p.retention
  return theory.executionsWithTable(losses, timesOf(schedule.timeouts, schedule.pauses), memory)
}

/** Whether hardly any duplicate comes after the server has forgotten the call, however long the gaps turn out. */
function remembersAll(p: Settings, { timeouts, longestPauses }: Schedule): boolean {
  if (p.retention === 0) return true
  const losses = lossesOf(p)
  // A round trip less: an acknowledgement, too, has to find the record.
  const memory = p.retention - roundTrip(p)
  const executed = theory.executionsWithTable(losses, timesOf(timeouts, longestPauses), Math.max(0, memory))
  return Math.abs(executed - theory.executed(losses)) <= rare
}

function meanLatency(p: Settings, schedule: Schedule): number | undefined {
  const losses = lossesOf(p)
  const { timeouts, pauses } = schedule
  if (theory.success(losses) === 0) return undefined
  // Some duplicates would be answered from the table, others executed again.
  if (recognisesDuplicates(p) && !remembersAll(p, schedule)) return undefined
  const work = recognisesDuplicates(p) ? theory.freshAnswers(losses) : 1
  const delay = theory.meanDelayOfSuccess(losses, timesOf(timeouts, pauses))
  const latency = roundTrip(p) + work * p.executionTime.mean + delay
  return linksAreIdle(p, latency) ? latency : undefined
}

/** Calls per second: given, or by the cycle of a serial client (pause, then call, successful or not). */
function callRate(p: Settings, schedule: Schedule): number | undefined {
  if (p.load === 'open') return p.callRate
  const success = theory.success(lossesOf(p))
  // Without success there is no latency either.
  const latency = success > 0 ? meanLatency(p, schedule) : 0
  if (latency === undefined) return undefined
  const { timeouts, pauses } = schedule
  const untilError = timesOf(timeouts, pauses).at(-1)! + timeouts.at(-1)!
  const call = success * latency + (1 - success) * untilError
  return p.clients / (p.thinkTime.mean + call)
}

/** Little's law: rate of new records times their mean life. */
function tableSize(p: Settings, schedule: Schedule): number | undefined {
  if (!recognisesDuplicates(p)) return 0
  // The next call of a serial client ends a record too.
  if (p.load === 'serial') return undefined
  const executed = executions(p, schedule)
  const kept = p.retention > 0 ? p.executionTime.mean + p.retention : Infinity
  if (executed === undefined) return undefined
  if (p.semantics === 'at-most-once') return p.callRate * executed * kept
  if (!remembersAll(p, schedule)) return undefined
  const losses = lossesOf(p)
  const { timeouts, pauses } = schedule
  const gaps = pauses.map((pause, k) => timeouts[k]! + pause)
  const answered = (1 - losses.replyLoss) * p.executionTime.mean + theory.meanTimeToAnswer(losses, gaps)
  const acknowledged = 2 * p.latency + transmissionTime(p, p.replySize) + transmissionTime(p, p.ackSize)
  // Retention must not cut the life of a record short whose acknowledgement is under way.
  const life = (1 - p.ackLoss) * (answered + acknowledged) + (p.ackLoss > 0 ? p.ackLoss * kept : 0)
  return p.callRate * executed * life
}

function times(factor: number, value: number | undefined): number | undefined {
  return value === undefined ? undefined : factor * value
}
