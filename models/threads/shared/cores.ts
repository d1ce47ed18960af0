import type { Counter, Simulation, TimeWeighted } from '../../../engine/index.ts'
import { IdleCores, NO_CORE } from './idle-cores.ts'

/** What the cores are like; times in seconds. */
export interface CoresOptions {
  /** Number of cores, >= 1. */
  readonly cores: number
  /** Number of threads that may run on them, >= 1; threads are named 0, 1, ... */
  readonly threads: number
  /** Cost of giving a core to another thread than the one it ran last, >= 0. */
  readonly contextSwitch: number
  /** What each thread left waiting for a core adds to that cost, >= 0, beyond those that are tolerated. */
  readonly crowding: number
  /** Waiting threads whose working sets the caches hold beside the running ones, >= 0. */
  readonly tolerated: number
  /** Fraction by which each other busy core slows a slice down, >= 0: they share memory. Counted when the slice begins. */
  readonly interference: number
  /** Longest time on a core before the next thread gets its turn, > 0; Infinity: no limit. */
  readonly quantum: number
}

const NO_THREAD = -1

/**
 * Identical cores and the run queue before them: threads that want a core get it first come, first served, for one
 * burst or one quantum at a time. A thread that finds several cores idle takes the one it ran on last, else the one that
 * has been idle longest, so that as long as there is a core for each thread nobody pays for a switch.
 */
export class Cores {
  /** Busy cores over time; switching counts as busy. */
  readonly busy: TimeWeighted
  /** Threads that wait for a core, over time. */
  readonly waiting: TimeWeighted
  /** Number of switches. */
  readonly switches: Counter
  /** Core time spent on switching, s. */
  readonly switching: Counter
  private readonly sim: Simulation
  private readonly options: CoresOptions
  private readonly onBurstEnd: (thread: number) => void
  private readonly sliceEnds: (() => void)[]
  /** By core: the thread on it, or the last one that was. */
  private readonly last: Int32Array
  /** By thread: the core it ran on last. */
  private readonly home: Int32Array
  /** By thread: CPU time its burst still needs, and how much of that the current slice is to deliver. */
  private readonly remaining: Float64Array
  private readonly slice: Float64Array
  /** Threads waiting for a core: a ring, in which no thread stands twice. */
  private readonly runQueue: Int32Array
  private head = 0
  private length = 0
  private readonly idle: IdleCores

  /** @param onBurstEnd called when a thread has received all of a burst; it may call `run` for the same thread. */
  constructor(sim: Simulation, options: CoresOptions, onBurstEnd: (thread: number) => void) {
    const { cores, threads } = options
    this.sim = sim
    this.options = options
    this.onBurstEnd = onBurstEnd
    this.busy = sim.timeWeighted('busy cores')
    this.waiting = sim.timeWeighted('run queue')
    this.switches = sim.counter('switches')
    this.switching = sim.counter('switching')
    this.sliceEnds = Array.from({ length: cores }, (_, core) => () => this.endSlice(core))
    this.last = new Int32Array(cores).fill(NO_THREAD)
    this.home = new Int32Array(threads).fill(NO_CORE)
    this.remaining = new Float64Array(threads)
    this.slice = new Float64Array(threads)
    this.runQueue = new Int32Array(threads)
    this.idle = new IdleCores(cores)
  }

  /** A thread that is not on a core and does not wait for one wants `work` seconds, >= 0, of CPU time. */
  run(thread: number, work: number): void {
    this.remaining[thread] = work
    const core = this.idle.take(this.home[thread]!)
    if (core === NO_CORE) {
      this.enqueue(thread)
      return
    }
    this.busy.set(this.options.cores - this.idle.count)
    this.dispatch(core, thread)
  }

  private dispatch(core: number, thread: number): void {
    const { contextSwitch, crowding, tolerated, interference, quantum } = this.options
    let cost = 0
    if (this.last[core] !== thread) {
      cost = contextSwitch + crowding * Math.max(0, this.length - tolerated)
      this.switches.increment()
      this.switching.increment(cost)
    }
    this.last[core] = thread
    this.home[thread] = core
    const wanted = this.remaining[thread]!
    // A burst of ten quanta ends with the tenth, although ten subtractions would leave a rounding error.
    const slice = wanted <= quantum * (1 + 1e-9) ? wanted : quantum
    this.slice[thread] = slice
    const slowdown = 1 + interference * (this.busy.level - 1)
    this.sim.schedule(cost + slice * slowdown, this.sliceEnds[core]!)
  }

  private endSlice(core: number): void {
    const thread = this.last[core]!
    const left = this.remaining[thread]! - this.slice[thread]!
    const contended = this.length > 0
    // Free before the thread goes on: with nobody waiting, it may have its core back at no cost.
    if (!contended) {
      this.idle.add(core)
      this.busy.set(this.options.cores - this.idle.count)
    }
    if (left > 0) this.run(thread, left)
    else this.onBurstEnd(thread)
    if (contended) this.dispatch(core, this.dequeue())
  }

  private enqueue(thread: number): void {
    this.runQueue[(this.head + this.length) % this.runQueue.length] = thread
    this.length++
    this.waiting.set(this.length)
  }

  private dequeue(): number {
    const thread = this.runQueue[this.head]!
    this.head = (this.head + 1) % this.runQueue.length
    this.length--
    this.waiting.set(this.length)
    return thread
  }
}
