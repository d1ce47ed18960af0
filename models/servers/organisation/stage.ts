import type { Simulation } from '../../../engine/index.ts'

/** How a stage adapts its number of threads; times in seconds. */
export interface StageOptions {
  /** Threads at the start, and the fewest. */
  readonly threads: number
  /** Most threads. */
  readonly most: number
  /** Length of the queue beyond which a thread is added. */
  readonly threshold: number
  /** Time between two looks at the queue. */
  readonly interval: number
  /** A thread that has been idle for so long is given up. */
  readonly idleTime: number
  /** Told of each thread that comes (1) or goes (-1). */
  readonly changed?: (by: number) => void
}

/** A piece of work: calls `done` when its thread is free again. */
export type Job = (done: () => void) => void

/**
 * A queue and the threads that serve it. An event loop is one with a single thread, which everything that it does keeps
 * busy.
 * @source Welsh, Culler, Brewer, "SEDA: an architecture for well-conditioned, scalable internet services", SOSP 2001,
 * section 4.2: the thread pool controller.
 */
export class Stage {
  private readonly sim: Simulation
  private readonly options: StageOptions
  private jobs: Job[] = []
  private head = 0
  private threads: number
  /** When each idle thread became idle, s: the one that is used next is the last. */
  private readonly idle: number[]

  constructor(sim: Simulation, options: StageOptions) {
    this.sim = sim
    this.options = options
    this.threads = options.threads
    this.idle = Array.from({ length: options.threads }, () => sim.now)
    if (options.most > options.threads) this.watch()
  }

  /** Queues a job, or begins it at once when a thread is idle. */
  run(job: Job): void {
    if (this.idle.pop() !== undefined) this.start(job)
    else this.jobs.push(job)
  }

  private start(job: Job): void {
    job(() => {
      const next = this.jobs[this.head]
      if (next === undefined) {
        this.idle.push(this.sim.now)
        return
      }
      this.take()
      this.start(next)
    })
  }

  private take(): void {
    this.head++
    // Cutting off the used part now and then keeps taking at O(1) on average.
    if (this.head > 64 && this.head * 2 > this.jobs.length) {
      this.jobs = this.jobs.slice(this.head)
      this.head = 0
    }
  }

  private watch(): void {
    const { threads: fewest, most, threshold, interval, idleTime } = this.options
    this.sim.schedule(interval, () => {
      if (this.jobs.length - this.head > threshold && this.threads < most) {
        this.change(1)
        const next = this.jobs[this.head]!
        this.take()
        this.start(next)
      }
      while (this.threads > fewest && this.idle.length > 0 && this.sim.now - this.idle[0]! >= idleTime) {
        this.idle.shift()
        this.change(-1)
      }
      this.watch()
    })
  }

  private change(by: number): void {
    this.threads += by
    this.options.changed?.(by)
  }
}
