import { SimulationError } from '../../errors.ts'
import type { Waitable } from '../../process/waitable.ts'
import type { Simulation } from '../../simulation.ts'
import type { Action } from '../../time/event-list.ts'
import { Doing, type FluidRecord } from './doing.ts'
import type { ActivityId, OnFailed } from './activity.ts'
import { Fluid } from './fluid.ts'
import { EACH, SHARED, type Degradation } from './shares.ts'

/** Options of a processor. */
export interface CpuOptions {
  /** For reports. */
  name: string
  /** Identical cores, an integer >= 1; default 1. */
  cores?: number
  /** Operations per second of one core, finite, > 0. */
  speed: number
  /** Factor on the capacity of all cores, in [0, 1], while n >= 1 tasks run; default: 1 always. */
  degradation?: Degradation
  /** The model it is part of, for parallel tasks over cores and links; default: one of its own. */
  fluid?: Fluid
}

/** Options of a task. */
export interface TaskOptions {
  /** Threads it runs in, each on at most one core, an integer >= 1; default 1. */
  threads?: number
  /** A thread's share of the cores is in proportion to this, > 0; default 1. */
  weight?: number
  /** Operations per second at most, > 0; default: no limit but the cores. */
  rateLimit?: number
}

/**
 * Cores that tasks share as a fluid: each thread has an equal share (or by weight) of all cores, at most one core. Where
 * n single-threaded tasks of equal weight run on c cores, each progresses at speed * min(1, c / n), as in processor
 * sharing; beyond that, tasks can be suspended, the speed can change, and threads and weights differ.
 */
export class Cpu {
  readonly name: string
  readonly cores: number
  /** The model behind it: suspends, resumes and cancels tasks, and knows their rates. */
  readonly fluid: Fluid
  /** Kernel side: the constraint that all cores are, and the one that a single core is to each thread. */
  readonly all: number
  readonly core: number
  private coreSpeed: number
  private readonly followers: (() => void)[] = []
  private readonly uses: readonly number[]

  constructor(sim: Simulation, { name, cores = 1, speed, degradation, fluid = new Fluid(sim) }: CpuOptions) {
    if (!(Number.isInteger(cores) && cores >= 1)) {
      throw new SimulationError(`Cpu "${name}", cores = ${cores}: expected an integer >= 1.`)
    }
    if (!(speed > 0 && speed < Infinity)) {
      throw new SimulationError(
        `Cpu "${name}", speed = ${speed}: expected a finite number of operations per second > 0.`,
      )
    }
    if (fluid.sim !== sim) throw new SimulationError(`Cpu "${name}": its fluid model belongs to another simulation.`)
    this.name = name
    this.cores = cores
    this.coreSpeed = speed
    this.fluid = fluid
    this.all = fluid.addConstraint(cores * speed, SHARED, degradation)
    this.core = fluid.addConstraint(speed, EACH)
    this.uses = [this.all, this.core]
  }

  /** Operations per second of one core. */
  get speed(): number {
    return this.coreSpeed
  }

  /** Average fraction of the cores in use since the start or the end of warm-up. */
  get utilisation(): number {
    return this.fluid.meter.utilisation(this.all)
  }

  /** Operations done since the start or the end of warm-up. */
  get operations(): number {
    return this.fluid.meter.units(this.all)
  }

  /**
   * Waits until the work is done: `yield* cpu.execute(1e9)`. Giving the wait up cancels the task.
   * @param work operations of all its threads together, finite, > 0
   * @throws FluidFailed in the process when the processor goes down
   */
  execute(work: number, options: TaskOptions = {}): Waitable<FluidRecord> {
    return new Doing(this.fluid, work, `task of ${work} operations on cpu "${this.name}"`, (onCompleted, onFailed) =>
      this.start(work, onCompleted, onFailed, options),
    )
  }

  /** The same in callback style; the task's id is for `cpu.fluid`. */
  start(work: number, onCompleted?: Action, onFailed?: OnFailed, options: TaskOptions = {}): ActivityId {
    const { threads = 1, weight = 1, rateLimit = Infinity } = options
    if (!(Number.isInteger(threads) && threads >= 1)) {
      throw new SimulationError(`Cpu "${this.name}", threads = ${threads}: expected an integer >= 1.`)
    }
    return this.fluid.start(
      {
        constraints: this.uses,
        // Of k threads on a core each, a k-th of the rate is what one core has to bear.
        weights: [1, 1 / threads],
        amount: work,
        share: threads * weight,
        bound: rateLimit,
      },
      onCompleted,
      onFailed,
    )
  }

  /** Changes the speed of the cores from now on, for tasks in progress too; finite, >= 0. */
  setSpeed(speed: number): void {
    if (!(speed >= 0 && speed < Infinity)) {
      throw new SimulationError(
        `Cpu "${this.name}", speed = ${speed}: expected a finite number of operations per second >= 0.`,
      )
    }
    this.coreSpeed = speed
    this.fluid.setCapacity(this.all, this.cores * speed)
    this.fluid.setCapacity(this.core, speed)
    for (const follow of this.followers) follow()
  }

  /** Kernel side: has `callback` run after each change of speed. */
  onSpeed(callback: () => void): void {
    this.followers.push(callback)
  }

  /** Takes the processor down: its tasks fail now. */
  fail(): void {
    this.fluid.fail(this.all, 'host down')
  }

  /** Brings it up again; what failed stays failed. */
  repair(): void {
    this.fluid.repair(this.all)
  }
}
