import { SimulationError } from '../../errors.ts'
import type { Waitable } from '../../process/waitable.ts'
import type { Action } from '../../time/event-list.ts'
import type { Cpu } from './cpu.ts'
import { Doing, type FluidRecord } from './doing.ts'
import type { ActivityId, OnFailed } from './activity.ts'
import type { Fluid } from './fluid.ts'
import type { FluidNetwork } from './fluid-network.ts'
import { EACH } from './shares.ts'

/**
 * Computations and transfers that progress in step, as one activity: when a third of it is done, a third of each of its
 * parts is. It pays the longest latency of its routes first; then it shares as a whole: against others it has an equal
 * part of what holds it back, however many parts it has there; with the solver `BottleneckFair`, each part of it has.
 *
 * @example
 * const task = new ParallelTask(fluid).compute(cpu, 2e9).transfer(network, route, 1e6)
 * yield* task.run()
 */
export class ParallelTask {
  private readonly fluid: Fluid
  /** Units of each constraint that the whole task takes. */
  private readonly units = new Map<number, number>()
  private readonly largest = new Map<number, number>()
  private latency = 0

  /** @param fluid the model that its processors and networks were given */
  constructor(fluid: Fluid) {
    this.fluid = fluid
  }

  /**
   * Adds a computation of one thread.
   * @param work operations, finite, > 0
   */
  compute(cpu: Cpu, work: number): this {
    this.sameModel(cpu.fluid)
    this.add(cpu.all, work)
    this.add(cpu.core, work)
    return this
  }

  /**
   * Adds a transfer.
   * @param bytes finite, > 0
   */
  transfer(network: FluidNetwork, route: ArrayLike<number>, bytes: number): this {
    this.sameModel(network.fluid)
    for (let i = 0; i < route.length; i++) this.add(network.constraintOf(route[i]!), bytes)
    this.latency = Math.max(this.latency, network.latency(route))
    return this
  }

  /**
   * Waits until all of it is done: `yield* task.run()`. Giving the wait up cancels it.
   * @throws FluidFailed in the process when something it uses goes down
   */
  run(): Waitable<FluidRecord> {
    return new Doing(this.fluid, 1, 'parallel task', (onCompleted, onFailed) => this.start(onCompleted, onFailed))
  }

  /** The same in callback style; amounts and rates of it are fractions of the whole task. */
  start(onCompleted?: Action, onFailed?: OnFailed): ActivityId {
    const constraints = [...this.units.keys()]
    if (constraints.length === 0) throw new SimulationError('A parallel task has no parts: add some before it starts.')
    const { capacity } = this.fluid.shares
    // How long the whole takes alone: then its level is the part it has of what holds it back.
    let alone = 0
    for (const [constraint, units] of this.units) alone = Math.max(alone, units / capacity[constraint]!)
    return this.fluid.start(
      {
        constraints,
        weights: [...this.units.values()],
        largestParts: [...this.largest.values()],
        amount: 1,
        // Bottleneck max fairness goes by parts of capacities as it is.
        share: this.fluid.solver.name === 'max-min' && alone > 0 && alone < Infinity ? 1 / alone : 1,
        latency: this.latency,
      },
      onCompleted,
      onFailed,
    )
  }

  private add(constraint: number, units: number): void {
    if (!(units > 0 && units < Infinity)) {
      throw new SimulationError(
        `A part of a parallel task of ${units} operations or bytes: expected a finite number > 0.`,
      )
    }
    const before = this.units.get(constraint) ?? 0
    this.largest.set(constraint, Math.max(this.largest.get(constraint) ?? 0, units))
    // What each may have all of bears only the largest part: threads are on cores of their own.
    const each = this.fluid.shares.policy[constraint] === EACH
    this.units.set(constraint, each ? Math.max(before, units) : before + units)
  }

  private sameModel(fluid: Fluid): void {
    if (fluid !== this.fluid)
      throw new SimulationError('A parallel task spans fluid models: give its parts the same one.')
  }
}
