import type { Law } from '../../../engine/index.ts'
import { isConstant, isExponential } from '../../shared/queueing/durations.ts'
import { harmonic } from '../../shared/queueing/harmonic.ts'
import { terminalThroughput } from '../../shared/queueing/terminals.ts'
import { exponentialSlices } from '../shared/slices.ts'
import { switchingEquilibrium } from '../shared/switching-chain.ts'

/** The parameters of the model as `build` receives them. */
export interface MappingParameters {
  readonly mapping: 'many-to-one' | 'one-to-one' | 'many-to-many' | 'scheduler-activations'
  readonly workload: 'requests' | 'barrier' | 'fork-join'
  readonly threads: number
  readonly kernelThreads: number
  readonly cores: number
  readonly cpu: Law
  readonly blocking: Law
  readonly imbalance: number
  readonly quantum: number
  readonly userSwitch: number
  readonly kernelSwitch: number
  readonly upcall: number
  readonly userSync: number
  readonly kernelSync: number
  readonly userCreation: number
  readonly kernelCreation: number
}

/** Number of kernel threads: under scheduler activations there is one for each core, whatever blocks. */
export function carriersOf(p: MappingParameters): number {
  const threads = p.threads + (p.workload === 'fork-join' ? 1 : 0)
  if (p.mapping === 'many-to-one') return 1
  if (p.mapping === 'one-to-one') return threads
  return hasActivations(p) ? p.cores : Math.min(p.kernelThreads, threads)
}

/** Whether a blocking call leaves the kernel thread to another user thread. */
export function hasActivations(p: MappingParameters): boolean {
  return p.mapping === 'scheduler-activations'
}

/** Cost for a thread to signal and wait, and to create another one: where threads are made, s. */
export function costsOf(p: MappingParameters): { sync: number; creation: number } {
  const kernel = p.mapping === 'one-to-one'
  return { sync: kernel ? p.kernelSync : p.userSync, creation: kernel ? p.kernelCreation : p.userCreation }
}

/**
 * Mean time of a cycle, s: of a thread from request to request, or of all from barrier to barrier or fork to join; undefined
 * where no closed form is known.
 */
export function meanCycle(p: MappingParameters): number | undefined {
  if (p.workload === 'barrier') return barrierRound(p)
  if (p.workload === 'fork-join') return forkJoinRound(p)
  const rate = requestRate(p)
  return rate === undefined ? undefined : p.threads / rate
}

/** Steps of all threads per second; undefined where the cycle is. */
export function throughput(p: MappingParameters): number | undefined {
  const cycle = meanCycle(p)
  return cycle === undefined ? undefined : p.threads / cycle
}

/** Fraction of all core time that goes into the steps themselves; undefined where the cycle is not known. */
export function efficiency(p: MappingParameters): number | undefined {
  const cycle = meanCycle(p)
  const extra = p.workload === 'requests' ? 0 : p.imbalance
  return cycle === undefined ? undefined : ((p.threads + extra) * p.cpu.mean) / (p.cores * cycle)
}

/**
 * Mean number of idle cores that ready threads could use: none where each blocking call blocks its caller only; of
 * threads on a single kernel thread, all cores but at most one.
 */
export function wastedCores(p: MappingParameters): number | undefined {
  if (p.mapping === 'one-to-one' || hasActivations(p)) return 0
  if (carriersOf(p) > 1 || p.workload !== 'requests') return undefined
  const computing = p.cpu.mean + (p.threads > 1 ? p.userSwitch : 0)
  const idle = Math.min(p.cores, p.threads - 1) * p.blocking.mean + Math.min(p.cores - 1, p.threads - 1) * computing
  return idle / (computing + p.blocking.mean)
}

/**
 * Requests per second. Kernel threads that block with their callers are the population of a closed network: on one of
 * them everything happens one after the other, on as many as there are threads it is machine repair. Under scheduler
 * activations the user threads themselves are the population.
 * @source Machine repair: Kleinrock, Queueing Systems vol. 1 (1975), section 3.8; mappings: Anderson, Bershad, Lazowska,
 * Levy, TOCS 10(1), 1992.
 */
function requestRate(p: MappingParameters): number | undefined {
  const { cores, cpu, blocking, threads } = p
  const neverBlocks = isConstant(blocking, 0)
  if (hasActivations(p) && !neverBlocks && (p.upcall > 0 || p.userSwitch > 0)) return undefined
  const population = hasActivations(p) ? (neverBlocks ? Math.min(cores, threads) : threads) : carriersOf(p)
  const switching = threads > carriersOf(p) ? p.userSwitch : 0
  const computing = cpu.mean + switching
  if (population <= cores) return population / (computing + blocking.mean)
  if (p.kernelSwitch > 0 && !hasActivations(p)) return withKernelSwitches(p, population, switching)
  if (neverBlocks) return cores / computing
  if (!isExponential(cpu) || switching > 0) return undefined
  return terminalThroughput({ population, delay: blocking.mean, service: cpu.mean, servers: cores })
}

/** More kernel threads than cores, which pay for each other: one core that may idle, or cores that never do. */
function withKernelSwitches(p: MappingParameters, population: number, switching: number): number | undefined {
  const { cpu, blocking, cores, quantum, kernelSwitch } = p
  if (isConstant(blocking, 0)) {
    if (quantum === Infinity) return cores / (cpu.mean + switching + kernelSwitch)
    if (switching > 0 || !isExponential(cpu)) return undefined
    return cores / (cpu.mean + exponentialSlices(cpu.mean, quantum) * kernelSwitch)
  }
  const solvable = cores === 1 && quantum === Infinity && switching === 0 && population <= 256
  if (!solvable || !isExponential(cpu) || !isExponential(blocking)) return undefined
  return switchingEquilibrium({
    threads: population,
    cpu: cpu.mean,
    blocking: blocking.mean,
    contextSwitch: kernelSwitch,
    crowding: 0,
    tolerated: 0,
  }).throughput
}

/** Threads that can compute at once. */
function parallelism(p: MappingParameters): number {
  return Math.min(carriersOf(p), p.cores)
}

/** What it costs to go on with another thread where there is one kernel thread or one core, s; undefined if that varies. */
function serialSwitch(p: MappingParameters): number | undefined {
  if (p.threads === 1 && p.workload === 'barrier') return 0
  if (carriersOf(p) === 1) return p.userSwitch
  if (p.mapping === 'one-to-one' && (p.quantum === Infinity || p.kernelSwitch === 0)) return p.kernelSwitch
  return p.userSwitch === 0 && p.kernelSwitch === 0 ? 0 : undefined
}

/**
 * Time from one barrier to the next, s.
 * @source With a core each, the longest of n times: harmonic numbers for exponential ones (Feller vol. 2, 2nd ed. (1971),
 * I.6). With m cores for more than m threads a core always works until m are left, who then end one by one.
 */
function barrierRound(p: MappingParameters): number | undefined {
  const { threads, cpu, blocking, imbalance } = p
  const { sync } = costsOf(p)
  const parallel = parallelism(p)
  const neverBlocks = isConstant(blocking, 0)
  if (parallel === 1) {
    // Blocking overlaps with nothing on a single kernel thread that blocks with its caller.
    const serial = neverBlocks || (carriersOf(p) === 1 && !hasActivations(p))
    const change = serialSwitch(p)
    if (!serial || change === undefined) return undefined
    return threads * (cpu.mean + blocking.mean + sync + change) + imbalance * cpu.mean
  }
  if (threads <= parallel) {
    if (cpu.variance === 0 && blocking.variance === 0 && (neverBlocks || !hasActivations(p)))
      return cpu.mean * (1 + imbalance) + blocking.mean + sync
    return neverBlocks && isExponential(cpu) && imbalance === 0 ? harmonic(threads) * cpu.mean + sync : undefined
  }
  if (!neverBlocks || imbalance > 0 || sync > 0 || p.userSwitch > 0 || p.kernelSwitch > 0) return undefined
  if (isExponential(cpu)) return ((threads - parallel) / parallel + harmonic(parallel)) * cpu.mean
  return cpu.variance === 0 && p.quantum === Infinity ? Math.ceil(threads / parallel) * cpu.mean : undefined
}

/** Time from one fork to the next, s: the master creates its threads one by one, and gives way to each where it must. */
function forkJoinRound(p: MappingParameters): number | undefined {
  const { threads, cpu, imbalance } = p
  const { creation } = costsOf(p)
  if (!isConstant(p.blocking, 0)) return undefined
  if (parallelism(p) === 1) {
    const change = serialSwitch(p)
    return change === undefined ? undefined : threads * (creation + cpu.mean + 2 * change) + imbalance * cpu.mean
  }
  const apart = threads < parallelism(p) && (p.mapping === 'one-to-one' || p.userSwitch === 0)
  if (!apart || cpu.variance > 0) return undefined
  return Math.max(threads * creation + cpu.mean, creation + cpu.mean * (1 + imbalance))
}
