import type { EventHandle, Simulation, TimeWeighted } from '../../../engine/index.ts'

/** A job on its way through the processor. */
export interface Job {
  /** Work it still needs, s. */
  left: number
  /** Runs when all of it is done. */
  readonly onDone: () => void
}

/** Whom a processor that works for one job at a time takes next. */
export type Choice = 'round-robin' | 'lcfs-preemptive' | 'shortest-remaining'

/**
 * One processor that works for one job at a time and changes over at no cost: after a slice (round robin), whenever
 * somebody comes (last come first served), or when somebody comes with less work than is left (shortest remaining).
 */
export class OneAtATime {
  /** 1 while the processor works. */
  readonly busy: TimeWeighted
  private readonly sim: Simulation
  private readonly choice: Choice
  private readonly quantum: number
  /** Who waits, next one last. */
  private readonly waiting: Job[] = []
  private current: Job | undefined = undefined
  private since = 0
  private end: EventHandle | undefined = undefined

  /** @param quantum length of a slice under round robin, s, > 0 */
  constructor(sim: Simulation, choice: Choice, quantum: number) {
    this.sim = sim
    this.choice = choice
    this.quantum = choice === 'round-robin' ? quantum : Infinity
    this.busy = sim.timeWeighted('busy')
  }

  /** A job arrives. */
  submit(job: Job): void {
    const { current, choice, sim } = this
    if (current === undefined) {
      this.busy.set(1)
      this.start(job)
      return
    }
    const left = current.left - (sim.now - this.since)
    if (choice === 'lcfs-preemptive' || (choice === 'shortest-remaining' && job.left < left)) {
      sim.cancel(this.end!)
      current.left = Math.max(0, left)
      this.waiting.push(current)
      this.start(job)
    } else this.queue(job)
  }

  private queue(job: Job): void {
    if (this.choice === 'round-robin') this.waiting.unshift(job)
    else {
      let place = this.waiting.length
      // Equals in order of arrival.
      while (place > 0 && this.waiting[place - 1]!.left <= job.left) place--
      this.waiting.splice(place, 0, job)
    }
  }

  private start(job: Job): void {
    this.current = job
    this.since = this.sim.now
    this.end = this.sim.schedule(Math.min(job.left, this.quantum), () => this.stop())
  }

  private stop(): void {
    const job = this.current!
    job.left -= this.quantum
    const done = !(job.left > 0)
    // Done first: who comes at this very instant finds the job gone and takes its turn behind those who wait.
    if (!done) this.waiting.unshift(job)
    const next = this.waiting.pop()
    if (next === undefined) {
      this.current = undefined
      this.busy.set(0)
    } else this.start(next)
    if (done) job.onDone()
  }
}
