import type { Law } from '../../../engine/index.ts'
import { birthDeath } from '../../shared/queueing/birth-death.ts'
import { erlangWait, sharingResponse } from '../../shared/queueing/erlang.ts'
import { pollaczekKhinchine } from '../../shared/queueing/pollaczek-khinchine.ts'
import { cycleThroughput } from './closed-forms.ts'
import { poolEquilibrium } from './pool-chain.ts'
import { hasOneDaemon, residents, type ServerOptions } from './server.ts'

/** The parameters of the model that matter here, as `build` receives them. */
export interface OrganisationParameters extends ServerOptions {
  readonly arrivalRate: number
  readonly cpu: Law
  readonly blocking: Law
  readonly spawn: Law
  readonly cores: number
  /** Fraction of the requests that block. */
  readonly missRatio: number
  /** Clients of a closed load; 0: the load is open. */
  readonly clients: number
}

/** The value of `backlog` and `threadLimit` that stands for none. */
export const NO_LIMIT = 1_000_000

/** Long-run values by metric; missing where none is known exactly. */
export interface SteadyState {
  readonly throughput?: number | undefined
  readonly meanResponse?: number | undefined
  readonly meanWait?: number | undefined
  readonly rejection?: number | undefined
  readonly coreUtilisation?: number | undefined
  readonly concurrency?: number | undefined
  readonly processes?: number | undefined
}

/** What is known exactly about a server; an overloaded one without limits has a throughput at most. */
export function steadyState(given: OrganisationParameters): SteadyState {
  // Clients that come back, or wait and try again, are no Poisson stream.
  if (given.clients > 0 || (given.synRetries > 0 && given.backlog < NO_LIMIT)) return {}
  const p = { ...given, blocking: thinned(given.blocking, given.missRatio) }
  const known = organised(p, given.blocking)
  const { throughput, meanResponse, meanWait } = known
  if (throughput === undefined) return known
  const coreUtilisation = (throughput * cpuDemand(p)) / p.cores
  if (meanResponse === undefined || meanWait === undefined) return { ...known, coreUtilisation }
  const concurrency = throughput * (meanResponse - meanWait)
  const forked = p.organisation === 'thread-per-request' ? concurrency : concurrency - throughput * p.spawn.mean
  const extra = p.organisation === 'thread-per-request' || p.organisation === 'super-server' ? forked : 0
  const daemonCount = hasOneDaemon(p) ? 1 : p.ports
  return { ...known, coreUtilisation, concurrency, processes: daemonCount * residents(p) + extra }
}

/** @param blocking law of the requests that do block */
function organised(p: OrganisationParameters, blocking: Law): SteadyState {
  switch (p.organisation) {
    case 'super-server':
      return superServer(p)
    case 'event-driven':
      return eventLoop(p)
    case 'event-driven-helpers':
      return eventLoopWithHelpers(p, blocking)
    case 'staged':
      return {}
    default:
      return daemons(p)
  }
}

/** The law of a time that is 0 for all but a fraction of the requests. */
function thinned(law: Law, fraction: number): Law {
  if (fraction === 1) return law
  const mean = fraction * law.mean
  const secondMoment = fraction * (law.variance + law.mean * law.mean)
  return { ...law, name: 'thinned', mean, variance: secondMoment - mean * mean }
}

/** Everything that one thread does, one after the other: an M/G/1 queue behind a backlog where nobody waits. */
function eventLoop(p: OrganisationParameters): SteadyState {
  if (p.threadLimit < NO_LIMIT) return {}
  const mean = p.cpu.mean + p.blocking.mean
  if (p.arrivalRate * mean >= 1) return { throughput: 1 / mean, rejection: 0, meanWait: 0 }
  const wait = pollaczekKhinchine(p.arrivalRate, mean, variance(p.cpu, p.blocking))
  const known = { throughput: p.arrivalRate, rejection: 0, meanWait: 0 }
  return wait === undefined ? known : { ...known, meanResponse: wait + mean }
}

/**
 * The loop is an M/M/1 queue whose output is a Poisson stream again (Burke, Operations Research 4(6), 1956); those that
 * miss the cache go on to the helpers, an M/M/c queue.
 */
function eventLoopWithHelpers(p: OrganisationParameters, blocking: Law): SteadyState {
  if (p.threadLimit < NO_LIMIT) return {}
  const helped = blocking.mean
  const misses = p.arrivalRate * p.missRatio
  if (p.arrivalRate * p.cpu.mean >= 1 || misses * helped >= p.poolSize) return {}
  const known = { throughput: p.arrivalRate, rejection: 0, meanWait: 0 }
  const loop = pollaczekKhinchine(p.arrivalRate, p.cpu.mean, p.cpu.variance)
  if (loop === undefined) return known
  if (misses * helped === 0) return { ...known, meanResponse: loop + p.cpu.mean }
  if (!isExponential(blocking) || !isExponential(p.cpu)) return known
  const wait = erlangWait(misses, helped, p.poolSize)
  return wait === undefined ? known : { ...known, meanResponse: loop + p.cpu.mean + p.missRatio * (wait + helped) }
}

const isZero = (law: Law): boolean => law.mean === 0 && law.variance === 0
const isExponential = (law: Law): boolean => law.name === 'exponential'
const variance = (...laws: readonly Law[]): number => laws.reduce((sum, law) => sum + law.variance, 0)

/** Mean CPU time of a request on the shared cores. */
function cpuDemand(p: OrganisationParameters): number {
  const spawns =
    p.organisation === 'thread-per-request' || (p.organisation === 'super-server' && p.listener === 'shared')
  return p.cpu.mean + (spawns ? p.spawn.mean : 0)
}

/** Iterative, pool and thread-per-request: a daemon per port, each with its threads. */
function daemons(p: OrganisationParameters): SteadyState {
  const threads = p.organisation === 'pool' ? p.poolSize : p.organisation === 'iterative' ? 1 : p.threadLimit
  if (threads === NO_LIMIT) return unlimitedThreads(p)
  // With a core for each thread the ports do not feel each other; otherwise only a single port is simple enough.
  const apart = p.ports * threads <= p.cores
  if (p.ports > 1 && !apart) return {}
  const one = onePort({ ...p, arrivalRate: p.arrivalRate / p.ports, cores: apart ? threads : p.cores }, threads)
  return one.throughput === undefined ? one : { ...one, throughput: one.throughput * p.ports }
}

/** M/G/m processor sharing, then a delay: Baskett, Chandy, Muntz, Palacios, JACM 22(2), 1975. */
function unlimitedThreads(p: OrganisationParameters): SteadyState {
  const sharing = sharingResponse(p.arrivalRate, cpuDemand(p), p.cores)
  if (sharing === undefined) return {}
  return { throughput: p.arrivalRate, meanResponse: sharing + p.blocking.mean, meanWait: 0, rejection: 0 }
}

function onePort(p: OrganisationParameters, threads: number): SteadyState {
  const spawns = p.organisation === 'thread-per-request' ? [p.cpu, p.spawn] : [p.cpu]
  const cpu = cpuDemand(p)
  const mean = cpu + p.blocking.mean
  const cycles = (n: number): number => cycleThroughput(n, cpu, p.blocking.mean, p.cores)
  // Loss is insensitive to the laws of computing, under processor sharing, and of blocking.
  if (p.backlog === 0) return chain(p, threads, cycles)
  const computing = spawns.filter((law) => !isZero(law))
  const parts = [...computing, ...(isZero(p.blocking) ? [] : [p.blocking])]
  const memoryless = computing.length <= 1 && parts.every(isExponential)
  if (memoryless && parts.length === 1) return chain(p, threads, cycles)
  if (p.backlog === NO_LIMIT) {
    const most = cycles(threads)
    if (p.arrivalRate >= most) return { throughput: most, rejection: 0 }
    const wait = threads === 1 ? pollaczekKhinchine(p.arrivalRate, mean, variance(...parts)) : undefined
    if (wait !== undefined)
      return { throughput: p.arrivalRate, meanResponse: wait + mean, meanWait: wait, rejection: 0 }
  }
  const levels = p.backlog === NO_LIMIT ? 1000 : p.backlog
  if (memoryless && levels * (threads + 1) * (threads + 1) * (threads + 1) < 1e9) {
    const backlog = p.backlog === NO_LIMIT ? Infinity : p.backlog
    return poolEquilibrium({ rate: p.arrivalRate, cpu, blocking: p.blocking.mean, cores: p.cores, threads, backlog })
  }
  return p.backlog === NO_LIMIT ? { throughput: p.arrivalRate, rejection: 0 } : {}
}

/**
 * The listener is a queue of its own. What leaves it is a Poisson stream again when forking takes an exponential time
 * and nobody disturbs it: Burke, Operations Research 4(6), 1956.
 */
function superServer(p: OrganisationParameters): SteadyState {
  if (isZero(p.spawn)) return unlimitedThreads(p)
  const fork = p.spawn.mean
  const undisturbed = p.listener === 'dedicated' || isZero(p.cpu)
  if (p.backlog < NO_LIMIT) {
    if (!undisturbed || (p.backlog > 0 && !isExponential(p.spawn))) return {}
    const { throughput, rejection, meanWait } = chain(p, 1, () => 1 / fork)
    return (throughput ?? 0) * p.cpu.mean < p.cores ? { throughput, rejection, meanWait } : {}
  }
  if (!undisturbed) {
    // The core is never idle while anybody waits; on several cores the listener can use only one of them.
    return p.cores === 1 ? { throughput: Math.min(p.arrivalRate, 1 / (fork + p.cpu.mean)), rejection: 0 } : {}
  }
  const throughput = Math.min(p.arrivalRate, 1 / fork)
  const sharing = sharingResponse(throughput, p.cpu.mean, p.cores)
  if (sharing === undefined) return {}
  const wait = pollaczekKhinchine(p.arrivalRate, fork, p.spawn.variance)
  if (wait === undefined) return { throughput, rejection: 0 }
  const known = { throughput, rejection: 0, meanWait: wait }
  return isExponential(p.spawn) || isZero(p.cpu)
    ? { ...known, meanResponse: wait + fork + sharing + p.blocking.mean }
    : known
}

/** The chain over the requests at one port when n of them at work leave at a rate that depends on n alone. */
function chain(p: OrganisationParameters, threads: number, answers: (n: number) => number): SteadyState {
  const rates = Float64Array.from({ length: threads + 1 }, (_, n) => answers(n))
  const load = p.arrivalRate / rates[threads]!
  const limited = p.backlog < NO_LIMIT
  if (!limited && load >= 1) return { throughput: rates[threads]!, rejection: 0 }
  // Without a limit the queue is cut where only 10^-17 of it is missing.
  const last = threads + (limited ? p.backlog : Math.ceil(40 / (1 - load)))
  const states = birthDeath(
    last,
    () => p.arrivalRate,
    (n) => rates[Math.min(n, threads)]!,
  )
  const rejection = limited ? states[last]! : 0
  const throughput = p.arrivalRate * (1 - rejection)
  const mean = (value: (n: number) => number): number =>
    states.reduce((sum, probability, n) => sum + probability * value(n), 0)
  return {
    throughput,
    rejection,
    meanResponse: mean((n) => n) / throughput,
    meanWait: mean((n) => Math.max(0, n - threads)) / throughput,
  }
}
