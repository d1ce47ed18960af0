import type { Counter, Law, RandomStream, Simulation, Tally } from '../../../engine/index.ts'
import type { Program, Runtime } from './runtime.ts'

/** What a program is made of; times in seconds. */
export interface ProgramOptions {
  /** Threads that work, >= 1. */
  readonly threads: number
  /** CPU time of a step. */
  readonly cpu: Law
  /** Time that it blocks in the kernel after that. */
  readonly blocking: Law
  /** Work of thread 0 beyond that of the others, as a fraction of its CPU time. */
  readonly imbalance: number
  /** CPU time to signal and wait once, of each thread at each barrier. */
  readonly sync: number
  /** CPU time to create a thread. */
  readonly creation: number
}

/** What is counted of a program. */
export interface Progress {
  /** Steps done by all threads. */
  readonly steps: Counter
  /** CPU time of the steps done, without any costs, s. */
  readonly useful: Counter
  /** Time of a cycle, s: of one thread from step to step, or of all from barrier to barrier, or from fork to join. */
  readonly cycle: Tally
}

/** A program and the way to start it. */
export interface Started extends Program {
  readonly progress: Progress
  start(runtime: Runtime): void
}

/** Steps of threads, each drawn from a stream of its own, so that every mapping gets the same. */
class Steps {
  readonly progress: Progress
  private readonly options: ProgramOptions
  private readonly cpuStreams: readonly RandomStream[]
  private readonly blockingStreams: readonly RandomStream[]
  private readonly drawn: Float64Array

  constructor(sim: Simulation, options: ProgramOptions) {
    const { threads, cpu, blocking } = options
    this.options = options
    this.progress = { steps: sim.counter('steps'), useful: sim.counter('useful'), cycle: sim.tally('cycle') }
    const streams = (what: string, law: Law): RandomStream[] =>
      Array.from({ length: law.variance === 0 ? 0 : threads }, (_, thread) => sim.stream(`${what} ${thread}`))
    this.cpuStreams = streams('cpu', cpu)
    this.blockingStreams = streams('blocking', blocking)
    this.drawn = new Float64Array(threads)
  }

  /** CPU time of the next step of a thread. */
  next(thread: number): number {
    const { cpu, imbalance } = this.options
    const drawn = this.cpuStreams.length === 0 ? cpu.mean : cpu.sample(this.cpuStreams[thread]!)
    return (this.drawn[thread] = thread === 0 ? drawn * (1 + imbalance) : drawn)
  }

  blocks(thread: number): number {
    const { blocking } = this.options
    return this.blockingStreams.length === 0 ? blocking.mean : blocking.sample(this.blockingStreams[thread]!)
  }

  done(thread: number): void {
    this.progress.steps.increment()
    this.progress.useful.increment(this.drawn[thread]!)
  }
}

/** Threads that serve requests without end: each computes, blocks, and takes the next. */
export function requests(sim: Simulation, options: ProgramOptions): Started {
  const steps = new Steps(sim, options)
  const since = new Float64Array(options.threads)
  let runtime: Runtime
  return {
    progress: steps.progress,
    start(given) {
      runtime = given
      for (let thread = 0; thread < options.threads; thread++) runtime.wake(thread, steps.next(thread))
    },
    blocks: (thread) => steps.blocks(thread),
    over(thread) {
      steps.done(thread)
      steps.progress.cycle.record(sim.now - since[thread]!)
      since[thread] = sim.now
      runtime.wake(thread, steps.next(thread))
    },
  }
}

/** Threads that each do a step and then wait for all others. */
export function barrier(sim: Simulation, options: ProgramOptions): Started {
  const { threads, sync } = options
  const steps = new Steps(sim, options)
  let runtime: Runtime
  let missing = threads
  let since = 0
  const go = (): void => {
    for (let thread = 0; thread < threads; thread++) runtime.wake(thread, sync + steps.next(thread))
  }
  return {
    progress: steps.progress,
    start(given) {
      runtime = given
      go()
    },
    blocks: (thread) => steps.blocks(thread),
    over(thread) {
      steps.done(thread)
      if (--missing > 0) return
      steps.progress.cycle.record(sim.now - since)
      since = sim.now
      missing = threads
      go()
    },
  }
}

/** A master, the last thread, that creates the others one by one; they do a step each and end, and it starts over. */
export function forkJoin(sim: Simulation, options: ProgramOptions): Started {
  const { threads, creation } = options
  const steps = new Steps(sim, options)
  const master = threads
  let runtime: Runtime
  let created = 0
  let missing = threads
  let since = 0
  return {
    progress: steps.progress,
    start(given) {
      runtime = given
      runtime.wake(master, creation)
    },
    blocks: (thread) => (thread === master ? 0 : steps.blocks(thread)),
    over(thread) {
      if (thread === master) {
        // It gives way to what it creates, and to whoever else is ready.
        runtime.wake(created, steps.next(created))
        if (++created < threads) runtime.wake(master, creation)
        return
      }
      steps.done(thread)
      if (--missing > 0) return
      steps.progress.cycle.record(sim.now - since)
      since = sim.now
      missing = threads
      created = 0
      runtime.wake(master, creation)
    },
  }
}
