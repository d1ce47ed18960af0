import { SimulationError } from '../../errors.ts'
import type { Simulation } from '../../simulation.ts'
import type { Action, EventHandle } from '../../time/event-list.ts'
import { Order } from '../../time/order.ts'
import {
  checkActivity,
  requireBound,
  requirePositive,
  type Activity,
  type ActivityId,
  type OnFailed,
} from './activity.ts'
import { DueHeap } from './due-heap.ts'
import { Ends } from './ends.ts'
import { checkBottleneckFair, checkMaxMin } from './invariants.ts'
import { MaxMin } from './max-min.ts'
import { Meter } from './meter.ts'
import { SHARED, Shares, type Degradation, type Policy } from './shares.ts'
import { COMPLETED, FAILED, FREE, LATENT, LATENT_HELD, RUNNING, RUNNING_HELD, Slots, SLOTS } from './slots.ts'
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

/** An activity is done when this fraction of it is left: sums of many steps are a rounding error off. */
const DONE = 1e-13
/** Two instants this close, relative to the clock, are one. */
const INSTANT = 1 / 1_125_899_906_842_624

/**
 * Amounts of work that progress at shared rates: flows over links, computations on cores, transfers of a disk. Rates
 * are found anew once at the end of each instant at which something changed (order class `late`, or earlier when somebody
 * looks at a rate). One event stands for the next completion; where several fall on one instant, their order is that of
 * their starts.
 */
export class Fluid {
  readonly sim: Simulation
  readonly solver: Solver
  readonly shares = new Shares()
  /** What constraints carried. */
  readonly meter: Meter
  private readonly check: boolean
  private readonly heap = new DueHeap()
  private readonly slots = new Slots()
  private readonly downBecause: (string | undefined)[] = []
  private running = 0
  private readonly ends: Ends
  private settling = false
  private completion: EventHandle | undefined
  private completionAt = Infinity
  private readonly onDue = (): void => this.endDue()
  private readonly onSettle = (): void => {
    this.settling = false
    this.settle()
  }
  private readonly onTell = (): void => this.ends.tell()
  private readonly requireConstraint = (constraint: number): void => this.known(constraint)

  constructor(sim: Simulation, { solver = new MaxMin(), check = false }: FluidOptions = {}) {
    this.sim = sim
    this.solver = solver
    this.check = check
    this.ends = new Ends(sim, (v) => this.release(v))
    this.meter = new Meter(sim, this.shares, (v) => this.doneBy(v))
  }

  /** Activities that have begun and not ended. */
  get activities(): number {
    return this.running
  }

  /**
   * Adds something that is shared.
   * @param capacity units per second, >= 0; Infinity holds nobody back
   * @returns its number, from 0 on
   */
  addConstraint(capacity: number, policy: Policy = SHARED, degradation?: Degradation): number {
    this.checkCapacity(capacity)
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
    const { constraints, weights, largestParts, amount, share = 1, bound = Infinity, latency = 0 } = activity
    checkActivity(activity, this.requireConstraint)
    if (this.running >= SLOTS) throw new SimulationError(`A fluid model holds at most ${SLOTS} activities at once.`)
    const { shares, sim } = this
    const count = constraints.length
    const v = shares.addVariable(share, bound, count)
    this.heap.reserve(v + 1)
    const id = this.slots.open(v, amount, sim.now)
    let reason: string | undefined
    for (let i = 0; i < count; i++) {
      const weight = weights === undefined ? 1 : weights[i]!
      shares.setUse(v, i, constraints[i]!, weight, largestParts === undefined ? weight : largestParts[i]!)
      reason ??= this.downBecause[constraints[i]!]
    }
    this.ends.remember(v, onCompleted, onFailed)
    this.running++
    if (reason !== undefined) {
      this.end(v, FAILED, reason)
      sim.schedule(0, this.onTell)
    } else if (latency > 0) {
      this.slots.state[v] = LATENT
      this.heap.set(v, sim.now + latency)
      this.renewCompletion()
    } else {
      this.slots.state[v] = RUNNING
      shares.activate(v)
      this.touch()
    }
    return id
  }

  /** Ends an activity; nobody is told. False when it has ended before. */
  cancel(id: ActivityId): boolean {
    const v = this.slot(id)
    if (v < 0) return false
    this.end(v, FREE)
    this.release(v)
    return true
  }

  /** Halts an activity, in its latency too. False when it has ended or is suspended. */
  suspend(id: ActivityId): boolean {
    const v = this.slot(id)
    if (v < 0) return false
    if (this.slots.state[v] === LATENT) {
      this.slots.state[v] = LATENT_HELD
      this.slots.updatedAt[v] = this.heap.due[v]! - this.sim.now
      this.heap.remove(v)
      this.renewCompletion()
      return true
    }
    if (this.slots.state[v] !== RUNNING) return false
    this.slots.state[v] = RUNNING_HELD
    this.halt(v)
    return true
  }

  /** Lets a suspended activity go on. False when it has ended or is not suspended. */
  resume(id: ActivityId): boolean {
    const v = this.slot(id)
    if (v < 0) return false
    if (this.slots.state[v] === LATENT_HELD) {
      this.slots.state[v] = LATENT
      this.heap.set(v, this.sim.now + this.slots.updatedAt[v]!)
      this.renewCompletion()
      return true
    }
    if (this.slots.state[v] !== RUNNING_HELD) return false
    this.run(v)
    return true
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
    return v < 0 ? 0 : this.slots.amount[v]! - this.doneBy(v)
  }

  /** Takes a constraint down: all activities that use it fail now, in the order of their starts. */
  fail(constraint: number, reason = 'down'): void {
    this.known(constraint)
    if (this.downBecause[constraint] !== undefined) return
    this.downBecause[constraint] = reason
    const { shares } = this
    const before = this.ends.count
    for (const heads of [shares.active, shares.idle]) {
      // What ends moves to the idle list, so the next is read before; there it is passed over, by its state.
      for (let e = heads[constraint]!; e >= 0;) {
        const v = shares.useBy[e]!
        e = shares.next[e]!
        if (this.slots.goesOn(v)) this.end(v, FAILED, reason)
      }
    }
    this.ends.sort(before, this.slots.serial)
    // Those still to be told of earlier ends come first, and a process that runs must not be the one to wake them.
    if (before === 0) this.ends.tell()
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
    const { shares, solver, heap, sim } = this
    // Whoever used nothing but what each has for itself leaves without a trace there, but not in the record of the check.
    if (shares.changed || this.check) {
      if (this.check) this.meter.integrate()
      solver.solve(shares)
      const { changed, changedCount, found } = solver
      const { rate } = shares
      const { left, updatedAt } = this.slots
      const { now } = sim
      const much = heap.isMuch(changedCount)
      for (let i = 0; i < changedCount; i++) {
        const v = changed[i]!
        const before = rate[v]!
        // An infinite rate lasts no time.
        if (before > 0 && now > updatedAt[v]!) left[v] = Math.max(0, left[v]! - before * (now - updatedAt[v]!))
        updatedAt[v] = now
        const after = found[v]!
        rate[v] = after
        const due = after > 0 ? now + left[v]! / after : Infinity
        if (much) heap.setLater(v, due)
        else heap.set(v, due)
      }
      if (much) heap.order()
      if (this.check) this.checkSolution()
    }
    this.renewCompletion()
  }

  private checkSolution(): void {
    if (this.solver.name === 'max-min') checkMaxMin(this.shares)
    else checkBottleneckFair(this.shares)
    this.meter.check()
  }

  /** Kernel side: something changed, so at the end of the instant rates are found anew. */
  touch(): void {
    if (this.settling) return
    this.settling = true
    this.sim.schedule(0, this.onSettle, Order.late)
  }

  /** Lets an activity take part in the sharing. */
  private run(v: number): void {
    this.slots.state[v] = RUNNING
    this.slots.updatedAt[v] = this.sim.now
    this.shares.activate(v)
    this.touch()
  }

  /** Takes an activity out of the sharing, where it takes part, and notes how far it has come. */
  private halt(v: number): void {
    this.heap.remove(v)
    if (!this.shares.isRising(v)) return
    this.slots.left[v] = this.slots.amount[v]! - this.doneBy(v)
    this.slots.updatedAt[v] = this.sim.now
    this.shares.deactivate(v)
    this.touch()
  }

  /** Units of an activity that are done by now. */
  private doneBy(v: number): number {
    return this.slots.doneBy(v, this.shares.rate[v]!, this.sim.now)
  }

  /** An activity is over: its constraints are free, and unless it is cancelled it will be told. */
  private end(v: number, how: number, reason?: string): void {
    this.running--
    if (how === COMPLETED) {
      this.heap.remove(v)
      this.slots.left[v] = 0
      this.shares.deactivate(v)
      this.touch()
    } else {
      const latent = this.slots.state[v] === LATENT
      this.halt(v)
      if (latent) this.renewCompletion()
    }
    this.meter.carry(v, this.slots.amount[v]! - this.slots.left[v]!)
    this.slots.state[v] = how
    if (how !== FREE) this.ends.add(v, how === COMPLETED ? undefined : (reason ?? ''), this.slots.left[v]!)
    // From here on the meter has it.
    this.slots.left[v] = this.slots.amount[v]!
  }

  private release(v: number): void {
    this.slots.close(v)
    this.ends.forget(v)
    this.shares.removeVariable(v)
  }

  /** The event: whatever is due now is over, latency or activity. */
  private endDue(): void {
    const { heap, sim } = this
    this.completion = undefined
    this.completionAt = Infinity
    const { now } = sim
    const latest = now + Math.abs(now) * INSTANT
    const before = this.ends.count
    while (heap.size > 0) {
      const v = heap.first
      const due = heap.due[v]!
      const latent = this.slots.state[v] === LATENT
      if (due > latest && (latent || !((due - now) * this.shares.rate[v]! <= DONE * this.slots.amount[v]!))) break
      if (latent) {
        heap.remove(v)
        this.run(v)
      } else this.end(v, COMPLETED)
    }
    this.ends.sort(before, this.slots.serial)
    this.renewCompletion()
    this.ends.tell()
  }

  /** Has the event stand where the first activity is due. */
  private renewCompletion(): void {
    const { heap, sim } = this
    const at = heap.size > 0 ? heap.due[heap.first]! : Infinity
    if (at === this.completionAt) return
    if (this.completion !== undefined) sim.cancel(this.completion)
    this.completionAt = at
    this.completion = at < Infinity ? sim.scheduleAt(at, this.onDue) : undefined
  }

  /** Kernel side: slot of an activity that goes on, which is its variable; -1 when it has ended. */
  slot(id: ActivityId): number {
    return this.slots.find(id)
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
