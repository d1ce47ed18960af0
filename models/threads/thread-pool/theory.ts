import type { Law } from '../../../engine/index.ts'
import { isConstant, isExponential } from '../../shared/queueing/durations.ts'
import { birthDeath } from '../../shared/queueing/birth-death.ts'
import { erlangC } from '../../shared/queueing/erlang.ts'
import { pollaczekKhinchine } from '../../shared/queueing/pollaczek-khinchine.ts'
import { terminalThroughput } from '../../shared/queueing/terminals.ts'
import { exponentialSlices } from '../shared/slices.ts'
import { switchingEquilibrium } from '../shared/switching-chain.ts'

/** The parameters of the model that matter here, as `build` receives them. */
export interface ThreadPoolParameters {
  readonly load: 'closed' | 'open'
  readonly clients: number
  readonly think: Law
  readonly arrivalRate: number
  readonly threads: number
  readonly cores: number
  readonly cpu: Law
  readonly blocking: Law
  readonly stages: number
  readonly contextSwitch: number
  readonly crowding: number
  readonly tolerated: number
  readonly interference: number
  readonly creation: number
  readonly keepAlive: number
  readonly quantum: number
  readonly queueLimit: number
}

/** Most threads for which the chain with switches is solved: the time grows with their cube. */
const LARGEST_CHAIN = 256

/** Long-run values by metric; missing where no closed form is known. */
export interface SteadyState {
  readonly throughput?: number | undefined
  readonly meanResponse?: number | undefined
  readonly meanThreadWait?: number | undefined
  readonly waitProbability?: number | undefined
  readonly rejection?: number | undefined
  readonly coreUtilisation?: number | undefined
  readonly knee?: number | undefined
}

/**
 * What is known exactly about a thread pool. The cases, each with its theorem beside it, are tried from the most to the
 * least informative; a pool that fits none, or whose threads pay for switches, has an empty answer.
 */
export function steadyState(p: ThreadPoolParameters): SteadyState {
  // How many requests pay for a thread depends on how many are there: no closed form.
  if (p.creation > 0 && p.keepAlive < Infinity) return {}
  if (paysForSwitches(p) || slowsDown(p)) return withKnee(p, saturatedSwitching(p))
  const known = memoryless(p) ?? neverQueues(p) ?? alwaysQueues(p) ?? singleServer(p) ?? stableOnly(p)
  const utilisation = known.throughput === undefined ? undefined : (known.throughput * cpuDemand(p)) / p.cores
  return withKnee(p, { ...known, coreUtilisation: utilisation })
}

/**
 * Arrivals over what the pool can do; undefined where everything that arrives need not be served, and where the capacity
 * is not known.
 */
export function offeredLoad(p: ThreadPoolParameters): number | undefined {
  if (p.load === 'closed' || p.queueLimit < Infinity || paysForSwitches(p) || slowsDown(p)) return undefined
  const most = capacity(p)
  return most === undefined || (p.creation > 0 && p.keepAlive < Infinity) ? undefined : p.arrivalRate / most
}

/**
 * The number of busy threads that keeps all cores busy, from what each request asks of cores and of others.
 * @source Saturation point: Denning and Buzen, Computing Surveys 10(3), 1978; demands by Little's law.
 */
function withKnee(p: ThreadPoolParameters, known: SteadyState): SteadyState {
  const { throughput, coreUtilisation } = known
  if (throughput === undefined || coreUtilisation === undefined || coreUtilisation === 0) return known
  return { ...known, knee: p.cores + (throughput * blockingDemand(p)) / coreUtilisation }
}

const cpuDemand = (p: ThreadPoolParameters): number => p.stages * p.cpu.mean
const blockingDemand = (p: ThreadPoolParameters): number => p.stages * p.blocking.mean

/** Most threads that ever have a request at once. */
function activeThreads(p: ThreadPoolParameters): number {
  return p.load === 'closed' ? Math.min(p.threads, p.clients) : p.threads
}

/** With a core for each active thread every thread finds its own core idle, and no core ever changes hands. */
function coresSuffice(p: ThreadPoolParameters): boolean {
  return activeThreads(p) <= p.cores
}

function paysForSwitches(p: ThreadPoolParameters): boolean {
  return (p.contextSwitch > 0 || p.crowding > 0) && !coresSuffice(p)
}

/** Whether busy cores feel each other. */
function slowsDown(p: ThreadPoolParameters): boolean {
  return p.interference > 0 && Math.min(activeThreads(p), p.cores) > 1
}

/**
 * Threads that never lack a request, because the clients do not think. The model then has exact answers in two cases:
 * on one core with exponential computing and blocking, and when nothing blocks.
 */
function saturatedSwitching(p: ThreadPoolParameters): SteadyState {
  if (p.load === 'open' || !isConstant(p.think, 0)) return {}
  const active = activeThreads(p)
  const chains = p.cores === 1 && p.stages === 1 && p.quantum === Infinity && active <= LARGEST_CHAIN
  if (chains && isExponential(p.cpu) && isExponential(p.blocking)) {
    const { contextSwitch, crowding, tolerated } = p
    const chain = { threads: active, cpu: p.cpu.mean, blocking: p.blocking.mean, contextSwitch, crowding, tolerated }
    const { throughput, utilisation } = switchingEquilibrium(chain)
    return { ...saturated(p, throughput), coreUtilisation: utilisation }
  }
  return isConstant(p.blocking, 0) ? saturatedCores(p) : {}
}

/**
 * Nothing blocks, so that as many cores as can be are always busy. Behind each slice then stands another thread, which
 * costs a switch and leaves active - cores threads in the run queue; one less at the end of a request if no other request
 * waits for its thread, for its client has not sent the next one yet.
 */
function saturatedCores(p: ThreadPoolParameters): SteadyState {
  const { cores, stages, contextSwitch, crowding, tolerated } = p
  const active = activeThreads(p)
  const busy = Math.min(active, cores)
  // Constant times keep the cores in step, so that some slices begin while others are changing hands.
  if (slowsDown(p) && p.cpu.variance === 0) return {}
  const computing = cpuDemand(p) * (1 + p.interference * (busy - 1))
  const slices = slicesPerBurst(p)
  if (slices === undefined) return {}
  const cost = (left: number): number => contextSwitch + crowding * Math.max(0, left - tolerated)
  const last = p.clients > p.threads ? active - cores : active - cores - 1
  const switching = active <= cores ? 0 : (stages * slices - 1) * cost(active - cores) + cost(last)
  return { ...saturated(p, busy / (computing + switching)), coreUtilisation: busy / cores }
}

/** Clients that do not think and get `throughput` answers per second: waits by Little's law. */
function saturated({ clients, threads }: ThreadPoolParameters, throughput: number): SteadyState {
  const queued = Math.max(0, clients - threads)
  return {
    throughput,
    meanResponse: clients / throughput,
    meanThreadWait: queued / throughput,
    waitProbability: queued > 0 ? 1 : 0,
    rejection: 0,
  }
}

function slicesPerBurst({ cpu, quantum }: ThreadPoolParameters): number | undefined {
  if (quantum === Infinity) return 1
  if (isExponential(cpu)) return exponentialSlices(cpu.mean, quantum)
  // The model does not cut off a last slice that is a rounding error.
  return cpu.variance === 0 ? Math.max(1, Math.ceil(cpu.mean / quantum - 1e-9)) : undefined
}

/**
 * A request that is one exponential time, all CPU or all blocking: a birth-death chain over the requests in the pool.
 * The order of service does not matter to it, so neither does the quantum.
 * @source M/M/c/K and M/M/c//N: Kleinrock, Queueing Systems vol. 1 (1975), chapter 3.
 */
function memoryless(p: ThreadPoolParameters): SteadyState | undefined {
  const computes = isConstant(p.blocking, 0) && isExponential(p.cpu)
  const blocks = isConstant(p.cpu, 0) && isExponential(p.blocking)
  if (p.stages > 1 || (!computes && !blocks)) return undefined
  const mean = p.cpu.mean + p.blocking.mean
  const servers = computes ? Math.min(p.threads, p.cores) : p.threads
  if (p.load === 'open' && p.queueLimit === Infinity) return erlangWait(p, servers, mean)
  const room = p.threads + p.queueLimit
  // A refused client's next attempt comes at the end of a think time: only an exponential one keeps the chain memoryless.
  if (p.load === 'closed' && (isConstant(p.think, 0) || (p.clients > room && !isExponential(p.think)))) return undefined
  return chain(p, (n) => Math.min(n, servers) / mean)
}

/** M/M/c with the threads' own queue in front of it: whoever finds all threads busy waits for one. */
function erlangWait(p: ThreadPoolParameters, servers: number, mean: number): SteadyState {
  const offered = p.arrivalRate * mean
  const waiting = erlangC(servers, offered)
  if (waiting === undefined) return { throughput: servers / mean, rejection: 0 }
  const wait = (waiting * mean) / (servers - offered)
  // With n requests waiting behind c busy servers the numbers beyond c are geometric, so threads - c more are needed.
  let overThreads = waiting
  for (let extra = servers; extra < p.threads && overThreads > 0; extra++) overThreads *= offered / servers
  const meanThreadWait = (overThreads * mean) / (servers - offered)
  return {
    throughput: p.arrivalRate,
    meanResponse: wait + mean,
    meanThreadWait,
    waitProbability: overThreads,
    rejection: 0,
  }
}

/**
 * Nobody ever waits for a thread, because there is one for each client or because there is no queue: a product-form
 * network of delays and cores, in which only the CPU parts have to be exponential, and those only if cores are short.
 * @source Baskett, Chandy, Muntz, Palacios, JACM 22(2), 1975; loss with any law: Erlang B (Sevastyanov, 1957).
 */
function neverQueues(p: ThreadPoolParameters): SteadyState | undefined {
  if (p.load === 'closed' ? p.clients > p.threads : p.queueLimit > 0) return undefined
  const inside = poolThroughput(p)
  if (inside === undefined) return undefined
  if (p.load === 'open') return chain(p, inside)
  const thinking = { ...p, blockingTime: blockingDemand(p) + p.think.mean }
  const throughput = networkThroughput(thinking, p.clients)
  return {
    throughput,
    meanResponse: p.clients / throughput - p.think.mean,
    meanThreadWait: 0,
    waitProbability: 0,
    rejection: 0,
  }
}

/**
 * Clients that do not think and outnumber the threads: the threads themselves are the population of a closed network.
 * @source Baskett, Chandy, Muntz, Palacios, JACM 22(2), 1975; waits by Little's law.
 */
function alwaysQueues(p: ThreadPoolParameters): SteadyState | undefined {
  const throughput = capacity(p)
  if (p.load === 'open' || !isConstant(p.think, 0) || p.clients <= p.threads || throughput === undefined)
    return undefined
  return saturated(p, throughput)
}

/** One thread, or one core that runs each request in one go: M/G/1 in order of arrival. */
function singleServer(p: ThreadPoolParameters): SteadyState | undefined {
  const oneCore = p.cores === 1 && p.stages === 1 && p.quantum === Infinity && isConstant(p.blocking, 0)
  if (p.load === 'closed' || p.queueLimit < Infinity || (p.threads > 1 && !oneCore)) return undefined
  const mean = cpuDemand(p) + blockingDemand(p)
  const wait = pollaczekKhinchine(p.arrivalRate, mean, p.stages * (p.cpu.variance + p.blocking.variance))
  if (wait === undefined) return undefined
  const known = { throughput: p.arrivalRate, meanResponse: wait + mean, rejection: 0 }
  return p.threads > 1 ? known : { ...known, meanThreadWait: wait, waitProbability: p.arrivalRate * mean }
}

/** An unlimited queue delivers what arrives as long as the threads, all busy, could deliver more. */
function stableOnly(p: ThreadPoolParameters): SteadyState {
  if (p.load === 'closed' || p.queueLimit < Infinity) return {}
  const most = capacity(p)
  return most === undefined ? {} : { throughput: Math.min(p.arrivalRate, most), rejection: 0 }
}

/** Requests per second when all threads always have one, 1/s. */
function capacity(p: ThreadPoolParameters): number | undefined {
  // Busy cores lose no time without switches, whatever the law and the order of service.
  if (isConstant(p.blocking, 0)) return Math.min(p.threads, p.cores) / cpuDemand(p)
  return poolThroughput(p)?.(p.threads)
}

/** Requests per second while n threads have one, all the time; undefined where the network has no product form. */
function poolThroughput(p: ThreadPoolParameters): ((n: number) => number) | undefined {
  const productForm = isExponential(p.cpu) && (p.quantum === Infinity || p.stages === 1)
  if (!productForm && activeThreads(p) > p.cores) return undefined
  return (n) => networkThroughput({ ...p, blockingTime: blockingDemand(p) }, n)
}

function networkThroughput(p: ThreadPoolParameters & { readonly blockingTime: number }, population: number): number {
  const service = cpuDemand(p)
  if (coresSuffice(p)) return population / (p.blockingTime + service)
  return terminalThroughput({ population, delay: p.blockingTime, service, servers: p.cores })
}

/** The chain over the requests in the pool, with room for threads and queue, and what arriving requests see of it. */
function chain(p: ThreadPoolParameters, death: (n: number) => number): SteadyState {
  const room = p.threads + p.queueLimit
  const closed = p.load === 'closed'
  const birth = (n: number): number => (closed ? (p.clients - n) / p.think.mean : p.arrivalRate)
  const probabilities = birthDeath(closed ? Math.min(p.clients, room) : room, birth, death)
  let arrivals = 0
  let refused = 0
  let waiting = 0
  let present = 0
  let queued = 0
  probabilities.forEach((probability, n) => {
    const rate = probability * birth(n)
    arrivals += rate
    if (n === room) refused += rate
    else if (n >= p.threads) waiting += rate
    present += probability * n
    queued += probability * Math.max(0, n - p.threads)
  })
  const throughput = arrivals - refused
  return {
    throughput,
    meanResponse: present / throughput,
    meanThreadWait: queued / throughput,
    waitProbability: waiting / throughput,
    rejection: refused / arrivals,
  }
}
