import { type Resolved, choice, integer, law, real } from '../../definition.ts'
import { durationProblem } from '../../shared/queueing/durations.ts'

/** What the model takes. */
export const parameters = {
  replicas: integer({
    default: 3,
    unit: 'replicas',
    min: 1,
    max: 10_000,
    doc: 'Servers with a copy of the service, n.',
  }),
  pass: choice(['first', 'majority', 'all'], {
    default: 'majority',
    doc: 'How many equal answers the stub collects before it passes one to the caller: one, more than half, or all.',
  }),
  calling: choice(['all', 'one'], {
    default: 'all',
    doc: 'all: the stub calls all replicas at once; one: it calls one, and the next when that does not answer in time (first only).',
  }),
  callRate: real({ default: 20, unit: '1/s', above: 0, doc: 'Calls per second, a Poisson process, lambda.' }),
  serviceTime: law({ default: 'exponential(10ms)', unit: 's', doc: 'Time of one replica to serve one call.' }),
  queueing: choice(['none', 'fifo'], {
    default: 'none',
    doc: 'Whether calls wait for one another at a replica (fifo) or are served at once.',
  }),
  latency: real({ default: 0, unit: 's', min: 0, doc: 'Propagation delay, one way.' }),
  timeout: real({
    default: '1s',
    unit: 's',
    above: 0,
    doc: 'Time after which the stub goes to the next replica (calling = one), or gives the call up (calling = all).',
  }),
  meanUp: real({
    default: 'unlimited',
    unit: 's',
    above: 0,
    unlimited: true,
    doc: 'Mean time that a replica works before it crashes, exponential.',
  }),
  meanDown: real({ default: '10s', unit: 's', above: 0, doc: 'Mean time until it is up again, exponential.' }),
  rebinding: choice(['none', 'sticky'], {
    default: 'none',
    doc: 'Where the stub begins (calling = one): always at the same replica, or at the one that answered last.',
  }),
  moveRate: real({
    default: 0,
    unit: '1/s',
    min: 0,
    doc: 'Rate at which each replica moves to another machine; a stub that calls the old one is told the new one, which takes one more round trip, once.',
  }),
  cacheTime: real({
    default: 0,
    unit: 's',
    min: 0,
    doc: 'Age up to which an answer that the stub has kept may replace a call that failed; 0: it keeps none.',
  }),
}

/** The parameters as `build` and the closed forms receive them. */
export type Settings = Resolved<typeof parameters>

/** Answers that the stub collects, k. */
export function answersNeeded({ pass, replicas }: Pick<Settings, 'pass' | 'replicas'>): number {
  return { first: 1, majority: Math.floor(replicas / 2) + 1, all: replicas }[pass]
}

/** A sentence saying what is wrong with a combination of parameters, or undefined when it is sound. */
export function parameterProblem(p: Settings): string | undefined {
  if (p.calling === 'one' && p.pass !== 'first')
    return 'a stub that calls one replica at a time passes the first answer: set pass to first, or calling to all.'
  return durationProblem({ serviceTime: p.serviceTime })
}
