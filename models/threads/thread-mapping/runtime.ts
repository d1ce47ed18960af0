import type { Simulation, TimeWeighted } from '../../../engine/index.ts'
import { Cores } from '../shared/cores.ts'

/** How user threads are mapped to kernel threads, and what that costs; times in seconds. */
export interface RuntimeOptions {
  /** User threads, >= 1; they are named 0, 1, ... */
  readonly threads: number
  /** Kernel threads that carry them, >= 1. */
  readonly carriers: number
  /** Each user thread has a kernel thread of its own. */
  readonly bound: boolean
  /** Cores, >= 1. */
  readonly cores: number
  /** Kernel and user-level scheduler tell each other of blocking calls, so that a call blocks its caller only. */
  readonly activations: boolean
  /** Cost of a kernel thread going on with another user thread. */
  readonly userSwitch: number
  /** Cost of a core going on with another kernel thread. */
  readonly kernelSwitch: number
  /** Cost under `activations` of the notices that a thread blocks and that it can go on, paid when it blocks. */
  readonly upcall: number
  /** Time slice of the kernel; Infinity for none. */
  readonly quantum: number
}

/** What the threads do: asked whenever one of them has got all of its CPU time. */
export interface Program {
  /** The thread has computed: how long it blocks in the kernel now, s, >= 0. */
  blocks(thread: number): number
  /** The thread is back from blocking: `runtime.wake` it now or later. */
  over(thread: number): void
}

const NOBODY = -1
const UPCALL = -2

/**
 * User threads, the kernel threads that carry them, and the cores that the kernel gives to those. A kernel thread takes
 * the user thread that has been ready longest, keeps it until it has done its step, and sleeps when none is ready. A
 * blocking call blocks the kernel thread as well, unless there are scheduler activations.
 */
export class Runtime {
  readonly cores: Cores
  /** Idle cores that a ready user thread could use if only it had a kernel thread, over time. */
  readonly wasted: TimeWeighted
  private readonly sim: Simulation
  private readonly options: RuntimeOptions
  private readonly program: Program
  /** User threads that wait for a kernel thread, longest first. */
  private readonly ready: number[] = []
  /** By kernel thread: the user thread on it. */
  private readonly mounted: Int32Array
  /** By kernel thread: the last user thread on it. */
  private readonly last: Int32Array
  /** By user thread: the last kernel thread that carried it. */
  private readonly home: Int32Array
  /** By user thread: CPU time of its next step, s. */
  private readonly work: Float64Array
  /** Kernel threads that sleep. */
  private readonly asleep = new Set<number>()

  constructor(sim: Simulation, options: RuntimeOptions, program: Program) {
    const { threads, carriers, cores, kernelSwitch, quantum } = options
    this.sim = sim
    this.options = options
    this.program = program
    const costs = { contextSwitch: kernelSwitch, crowding: 0, tolerated: 0, interference: 0 }
    this.cores = new Cores(sim, { cores, threads: carriers, quantum, ...costs }, (carrier) => this.computed(carrier))
    this.wasted = sim.timeWeighted('wasted cores')
    this.mounted = new Int32Array(carriers).fill(NOBODY)
    this.last = new Int32Array(carriers).fill(NOBODY)
    this.home = new Int32Array(threads).fill(NOBODY)
    this.work = new Float64Array(threads)
    for (let carrier = 0; carrier < carriers; carrier++) this.asleep.add(carrier)
  }

  /** A thread that is not under way can go on; it needs `work` seconds of CPU time for its next step. */
  wake(thread: number, work: number): void {
    this.work[thread] = work
    this.ready.push(thread)
    const carrier = this.sleeper(thread)
    if (carrier !== NOBODY) this.dispatch(carrier)
    this.observe()
  }

  /** A sleeping kernel thread for a user thread: its own, the one it was on last, or any. */
  private sleeper(thread: number): number {
    if (this.options.bound) return thread
    const home = this.home[thread]!
    if (this.asleep.has(home)) return home
    for (const carrier of this.asleep) return carrier
    return NOBODY
  }

  /** A kernel thread looks for a user thread to carry. */
  private dispatch(carrier: number): void {
    const thread = this.ready.shift()
    if (thread === undefined) {
      this.asleep.add(carrier)
      return
    }
    this.asleep.delete(carrier)
    const last = this.last[carrier]!
    const cost = last === thread || last === NOBODY ? 0 : this.options.userSwitch
    this.mounted[carrier] = this.last[carrier] = thread
    this.home[thread] = carrier
    this.cores.run(carrier, cost + this.work[thread]!)
  }

  /** A kernel thread has used the CPU time of the step it was carrying, or of an upcall. */
  private computed(carrier: number): void {
    const thread = this.mounted[carrier]!
    if (thread === UPCALL) {
      this.dispatch(carrier)
      this.observe()
      return
    }
    const blocked = this.program.blocks(thread)
    if (blocked === 0) this.free(carrier, thread)
    else if (this.options.activations) this.notify(carrier, thread, blocked)
    else this.sim.schedule(blocked, () => this.free(carrier, thread))
    this.observe()
  }

  /** The kernel takes the blocked thread away and tells the user-level scheduler, which goes on with another one. */
  private notify(carrier: number, thread: number, blocked: number): void {
    this.sim.schedule(blocked, () => this.program.over(thread))
    this.mounted[carrier] = UPCALL
    if (this.options.upcall > 0) this.cores.run(carrier, this.options.upcall)
    else this.dispatch(carrier)
  }

  /** The step of a thread is over: its kernel thread is free for whoever has been ready longest, itself included. */
  private free(carrier: number, thread: number): void {
    this.mounted[carrier] = NOBODY
    this.asleep.add(carrier)
    this.program.over(thread)
    if (this.ready.length > 0 && this.asleep.has(carrier)) this.dispatch(carrier)
    this.observe()
  }

  private observe(): void {
    const idle = this.options.cores - this.cores.busy.level
    this.wasted.set(Math.min(idle, this.ready.length))
  }
}
