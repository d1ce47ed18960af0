import type { EventHandle, Simulation, TimeWeighted } from '../../../engine/index.ts'
import { FinishHeap } from './finish-heap.ts'

/**
 * Identical cores under processor sharing: of n jobs each progresses at rate min(1, cores / n), as under round robin with
 * a vanishing time slice. Exact, and O(log n) per job: in virtual time, which advances at that common rate, every job
 * keeps the finish it got on arrival, whoever comes and goes.
 * @source Virtual time of generalised processor sharing: Parekh and Gallager, IEEE/ACM ToN 1(3), 1993.
 */
export class ProcessorSharing {
  /** Busy cores over time: the smaller of jobs and cores. */
  readonly busy: TimeWeighted
  private readonly sim: Simulation
  private readonly cores: number
  private readonly finishes = new FinishHeap()
  private readonly complete = (): void => this.completeFirst()
  private virtualTime = 0
  /** When `virtualTime` was right, s. */
  private updatedAt = 0
  private completion: EventHandle | undefined

  /** @param cores an integer >= 1 */
  constructor(sim: Simulation, cores: number) {
    this.sim = sim
    this.cores = cores
    this.busy = sim.timeWeighted('busy cores')
  }

  /** Jobs that share the cores now. */
  get jobs(): number {
    return this.finishes.size
  }

  /**
   * Adds a job.
   * @param work CPU time it needs, s, >= 0
   * @param onDone runs when it has received it; jobs that end at one instant end in the order of their arrival
   */
  run(work: number, onDone: () => void): void {
    this.advance()
    this.finishes.add(this.virtualTime + work, onDone)
    this.changed()
  }

  /** Moves virtual time up to now, at the rate since the last change. */
  private advance(): void {
    const { now } = this.sim
    this.virtualTime += (now - this.updatedAt) * this.rate()
    this.updatedAt = now
  }

  private rate(): number {
    const { size } = this.finishes
    return size <= this.cores ? 1 : this.cores / size
  }

  private completeFirst(): void {
    this.completion = undefined
    // Exactly, where the sum of many small steps would be a rounding error off.
    this.virtualTime = this.finishes.first
    this.updatedAt = this.sim.now
    const onDone = this.finishes.removeFirst()
    // An idle system forgets, so that virtual time stays small and precise.
    if (this.finishes.size === 0) this.virtualTime = 0
    this.changed()
    onDone()
  }

  /** The set of jobs has changed: so have the rate and the next completion. */
  private changed(): void {
    const { sim, finishes } = this
    if (this.completion !== undefined) sim.cancel(this.completion)
    this.busy.set(Math.min(finishes.size, this.cores))
    const left = finishes.first - this.virtualTime
    this.completion = finishes.size === 0 ? undefined : sim.schedule(Math.max(0, left) / this.rate(), this.complete)
  }
}
