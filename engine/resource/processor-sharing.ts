import { Heap } from 'heap-js'
import { SimulationError } from '../errors.ts'
import type { Tally } from '../monitor/tally.ts'
import type { TimeWeighted } from '../monitor/time-weighted.ts'
import { Wait, type Waitable, type Waiter } from '../process/waitable.ts'
import type { Simulation } from '../simulation.ts'
import type { EventHandle } from '../time/event-list.ts'
import { reportWaits, type ClosingReport } from './closing-report.ts'

/** Options of a processor-sharing resource. */
export interface ProcessorSharingOptions {
  /** For reports. */
  name: string
  /** Identical cores, an integer >= 1. */
  cores: number
  /** Jobs that share the cores at most; the others wait in order of arrival. Default: no limit. */
  limit?: number
}

interface Job {
  /** Work, then virtual time at which it is done. */
  finish: number
  readonly number: number
  /** When it came, seconds. */
  readonly since: number
  onDone: (() => void) | undefined
}

/** A process's wait for its work to be done. */
class Service extends Wait<void> {
  private readonly resource: ProcessorSharing
  private readonly work: number
  private job: Job | undefined = undefined

  constructor(resource: ProcessorSharing, work: number) {
    super()
    this.resource = resource
    this.work = work
  }

  attach(waiter: Waiter): void {
    this.job = this.resource.start(this.work, () => waiter.wake(undefined))
  }

  detach(): void {
    this.resource.abandon(this.job!)
  }

  describe(): string {
    return `processor sharing "${this.resource.name}"`
  }
}

/**
 * Identical cores under processor sharing: of n jobs each progresses at rate min(1, cores / n), as under round robin with
 * a vanishing time slice. Exact, and O(log n) per job: in virtual time, which advances at that common rate, every job
 * keeps the finish it got on arrival, whoever comes and goes.
 * @source Virtual time of generalised processor sharing: Parekh and Gallager, IEEE/ACM ToN 1(3), 1993.
 */
export class ProcessorSharing {
  readonly name: string
  readonly cores: number
  /** Busy cores over time: the smaller of jobs and cores. */
  readonly busy: TimeWeighted
  /** Jobs that wait because of the limit, over time. */
  readonly queue: TimeWeighted
  /** Time from arrival to the first share of a core, seconds; 0 unless the limit made the job wait. */
  readonly wait: Tally
  private readonly sim: Simulation
  private readonly limit: number
  private readonly finishes = new Heap<Job>((a, b) => a.finish - b.finish || a.number - b.number)
  private readonly waiting = new Set<Job>()
  private readonly complete = (): void => this.completeFirst()
  private sharing = 0
  private started = 0
  private virtualTime = 0
  /** When `virtualTime` was right, seconds. */
  private updatedAt = 0
  private completion: EventHandle | undefined = undefined

  constructor(sim: Simulation, { name, cores, limit = Infinity }: ProcessorSharingOptions) {
    if (!(Number.isInteger(cores) && cores >= 1)) {
      throw new SimulationError(`Processor sharing "${name}", cores = ${cores}: expected an integer >= 1.`)
    }
    if (!(limit >= 1))
      throw new SimulationError(`Processor sharing "${name}", limit = ${limit}: expected a number >= 1.`)
    this.sim = sim
    this.name = name
    this.cores = cores
    this.limit = limit
    this.busy = sim.timeWeighted(`${name}.busy`)
    this.queue = sim.timeWeighted(`${name}.queue`)
    this.wait = sim.tally(`${name}.wait`)
    sim.inspected(this)
  }

  /** Jobs that share the cores now. */
  get jobs(): number {
    return this.sharing
  }

  /** Waits until `work` seconds of a core have been received: `yield* cores.serve(0.01)`. */
  serve(work: number): Waitable<void> {
    return new Service(this, this.checked(work))
  }

  /**
   * The same in callback style.
   * @param work time of a core it needs, seconds, >= 0
   * @param onDone runs when it has received it; jobs that end at one instant end in the order of their arrival
   */
  run(work: number, onDone: () => void): void {
    this.start(this.checked(work), onDone)
  }

  /** Kernel side of `serve`. */
  start(work: number, onDone: () => void): Job {
    const job: Job = { finish: work, number: this.started++, since: this.sim.now, onDone }
    if (this.sharing < this.limit) {
      this.advance()
      this.admit(job)
      this.changed()
    } else {
      this.waiting.add(job)
      this.queue.add(1)
    }
    return job
  }

  /** Kernel side: a job is given up. */
  abandon(job: Job): void {
    if (this.waiting.delete(job)) {
      this.queue.add(-1)
      return
    }
    // It stays in the heap until its finish comes up; without action it is passed over there.
    this.advance()
    job.onDone = undefined
    this.leave()
    this.changed()
  }

  /** Kernel side of `sim.inspect`. */
  inspect(report: ClosingReport): void {
    reportWaits(report, this.wait, this.waiting, this.sim.now)
  }

  private checked(work: number): number {
    if (work >= 0 && work < Infinity) return work
    throw new SimulationError(
      `Processor sharing "${this.name}", work = ${work}: expected a finite number of seconds >= 0.`,
    )
  }

  private admit(job: Job): void {
    this.wait.record(this.sim.now - job.since)
    job.finish += this.virtualTime
    this.finishes.add(job)
    this.sharing++
  }

  /** Makes room for one that waits. */
  private leave(): void {
    this.sharing--
    const [next] = this.waiting
    if (next === undefined) return
    this.waiting.delete(next)
    this.queue.add(-1)
    this.admit(next)
  }

  /** Moves virtual time up to now, at the rate since the last change. */
  private advance(): void {
    const { now } = this.sim
    this.virtualTime += (now - this.updatedAt) * this.rate()
    this.updatedAt = now
  }

  private rate(): number {
    return this.sharing <= this.cores ? 1 : this.cores / this.sharing
  }

  private completeFirst(): void {
    this.completion = undefined
    const job = this.finishes.pop()!
    // Exactly, where the sum of many small steps would be a rounding error off.
    this.virtualTime = job.finish
    this.updatedAt = this.sim.now
    this.leave()
    this.changed()
    job.onDone!()
  }

  /** The set of jobs has changed: so have the rate and the next completion. */
  private changed(): void {
    const { sim, finishes } = this
    if (this.completion !== undefined) sim.cancel(this.completion)
    this.busy.set(Math.min(this.sharing, this.cores))
    while (finishes.length > 0 && finishes.peek()!.onDone === undefined) finishes.pop()
    const first = finishes.peek()
    if (first === undefined) {
      // An idle system forgets, so that virtual time stays small and precise.
      this.virtualTime = 0
      this.completion = undefined
      return
    }
    const left = Math.max(0, first.finish - this.virtualTime)
    this.completion = sim.schedule(left / this.rate(), this.complete)
  }
}
