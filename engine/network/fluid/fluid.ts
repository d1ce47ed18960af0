import { SimulationError } from '../../errors.ts'
import type { Simulation } from '../../simulation.ts'
import type { Action } from '../../time/event-list.ts'
import {
  checkActivity,
  requireBound,
  requirePositive,
  type Activity,
  type ActivityId,
  type OnFailed,
} from './activity.ts'
import { Course } from './course.ts'
import { MaxMin } from './max-min.ts'
import type { Meter } from './meter.ts'
import type { Progress } from './progress.ts'
import { EACH, SHARED, type Degradation, type Policy, type Shares } from './shares.ts'
import type { Solver } from './solver.ts'

/** Options of a fluid model. */
export interface FluidOptions {
  /** Who shares out; default weighted max-min. */
  solver?: Solver
  /**
   * Check after each solution that no capacity is exceeded, that sharing is max-min fair (where that is the solver), and
   * that what was carried is the integral of the rates; slow. Default false.
   */
  check?: boolean
}

/**
 * Amounts of work that progress at shared rates: flows over links, computations on cores, transfers of a disk. Rates
 * are found anew once at the end of each instant at which something changed (order class `late`, or earlier when somebody
 * looks at a rate). One event stands for the next completion; where several fall on one instant, their order is that of
 * their starts.
 */
export class Fluid {
  readonly sim: Simulation
  readonly solver: Solver
  readonly shares: Shares
  /** What constraints carried. */
  readonly meter: Meter
  private readonly course: Course
  private readonly progress: Progress
  private readonly downBecause: (string | undefined)[] = []
  private readonly requireConstraint = (constraint: number): void => this.known(constraint)

  constructor(sim: Simulation, { solver = new MaxMin(), check = false }: FluidOptions = {}) {
    this.sim = sim
    this.solver = solver
    this.course = new Course(sim, solver, check)
    this.progress = this.course.progress
    this.shares = this.progress.shares
    this.meter = this.progress.meter
  }

  /** Activities that have begun and not ended. */
  get activities(): number {
    return this.course.running
  }

  /**
   * Adds something that is shared.
   * @param capacity units per second, >= 0; Infinity holds nobody back
   * @returns its number, from 0 on
   */
  addConstraint(capacity: number, policy: Policy = SHARED, degradation?: Degradation): number {
    this.checkCapacity(capacity)
    if (degradation !== undefined && typeof degradation !== 'function')
      throw new SimulationError(
        `A fluid constraint, degradation = ${String(degradation)}: expected a function of a number.`,
      )
    if (degradation !== undefined && policy === EACH)
      throw new SimulationError(
        'A fluid constraint that each user has for itself, degradation: expected none, or SHARED.',
      )
    this.downBecause.push(undefined)
    return this.shares.addConstraint(capacity, policy, degradation)
  }

  /** Changes a capacity from now on; 0 brings those who use it to a halt. */
  setCapacity(constraint: number, capacity: number): void {
    this.known(constraint)
    this.checkCapacity(capacity)
    this.meter.capacityChanges(constraint)
    this.shares.setCapacity(constraint, capacity)
    this.touch()
  }

  /**
   * Begins an activity. Over a constraint that is down it fails in a later event of this instant.
   * @param onCompleted runs when all of it is done
   * @param onFailed runs when a constraint it uses goes down
   */
  start(activity: Activity, onCompleted?: Action, onFailed?: OnFailed): ActivityId {
    checkActivity(activity, this.requireConstraint)
    const { constraints } = activity
    let down: string | undefined
    for (let i = 0; i < constraints.length; i++) down ??= this.downBecause[constraints[i]!]
    return this.course.start(activity, down, onCompleted, onFailed)
  }

  /** Ends an activity; nobody is told. False when it has ended before. */
  cancel(id: ActivityId): boolean {
    const v = this.slot(id)
    if (v < 0) return false
    this.course.cancel(v)
    return true
  }

  /** Halts an activity, in its latency too. False when it has ended or is suspended. */
  suspend(id: ActivityId): boolean {
    const v = this.slot(id)
    return v >= 0 && this.progress.suspend(v)
  }

  /** Lets a suspended activity go on. False when it has ended or is not suspended. */
  resume(id: ActivityId): boolean {
    const v = this.slot(id)
    return v >= 0 && this.progress.resume(v)
  }

  /** Changes the share of an activity from now on. False when it has ended. */
  setShare(id: ActivityId, share: number): boolean {
    requirePositive('share', share)
    const v = this.slot(id)
    if (v < 0) return false
    this.shares.setShare(v, share)
    this.touch()
    return true
  }

  /** Changes the bound of an activity from now on, units per second, > 0; Infinity takes it off. */
  setBound(id: ActivityId, bound: number): boolean {
    requireBound(bound)
    const v = this.slot(id)
    if (v < 0) return false
    this.shares.setBound(v, bound)
    this.touch()
    return true
  }

  /** Units per second now; 0 when it has ended, waits for its latency or is suspended. */
  rate(id: ActivityId): number {
    const v = this.slot(id)
    if (v < 0) return 0
    this.settle()
    return this.shares.rate[v]!
  }

  /** Units left now; 0 when it has ended. */
  remaining(id: ActivityId): number {
    const v = this.slot(id)
    return v < 0 ? 0 : this.progress.slots.amount[v]! - this.progress.doneBy(v)
  }

  /** Takes a constraint down: all activities that use it fail now, in the order of their starts. */
  fail(constraint: number, reason = 'down'): void {
    this.known(constraint)
    if (this.downBecause[constraint] !== undefined) return
    this.downBecause[constraint] = reason
    this.course.fail(constraint, reason)
  }

  /** Brings a constraint that is down up again; what failed stays failed. */
  repair(constraint: number): void {
    this.known(constraint)
    this.downBecause[constraint] = undefined
  }

  /** True unless the constraint is down. */
  isUp(constraint: number): boolean {
    this.known(constraint)
    return this.downBecause[constraint] === undefined
  }

  /** Finds the rates now, where anything has changed. */
  settle(): void {
    this.progress.settle()
  }

  /** Kernel side: something changed, so at the end of the instant rates are found anew. */
  touch(): void {
    this.progress.touch()
  }

  /** Kernel side: slot of an activity that goes on, which is its variable; -1 when it has ended. */
  slot(id: ActivityId): number {
    return this.progress.slots.find(id)
  }

  private known(constraint: number): void {
    if (Number.isInteger(constraint) && constraint >= 0 && constraint < this.shares.constraints) return
    throw new SimulationError(`There is no constraint ${constraint}: expected 0 to ${this.shares.constraints - 1}.`)
  }

  private checkCapacity(capacity: number): void {
    if (capacity >= 0) return
    throw new SimulationError(`A fluid constraint, capacity = ${capacity}: expected a number >= 0.`)
  }
}
