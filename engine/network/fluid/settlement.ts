import type { Simulation } from '../../simulation.ts'
import { Order } from '../../time/order.ts'
import { checkBottleneckFair, checkMaxMin } from './invariants.ts'
import type { Meter } from './meter.ts'
import type { NextDue } from './next-due.ts'
import type { Shares } from './shares.ts'
import type { Slots } from './slots.ts'
import type { Solver } from './solver.ts'

/** Has the solver find rates where something has changed, once at the end of an instant, and gives them to the activities. */
export class Settlement {
  private readonly sim: Simulation
  private readonly solver: Solver
  private readonly shares: Shares
  private readonly slots: Slots
  private readonly due: NextDue
  /** Compared with the integral of the rates, and other invariants checked, after each solution. */
  private readonly audited: Meter | undefined
  private pending = false
  private readonly onSettle = (): void => {
    this.pending = false
    this.settle()
  }

  /** @param audited checks each solution with this; undefined: no checks */
  constructor(sim: Simulation, solver: Solver, shares: Shares, slots: Slots, due: NextDue, audited: Meter | undefined) {
    this.sim = sim
    this.solver = solver
    this.shares = shares
    this.slots = slots
    this.due = due
    this.audited = audited
  }

  /** Something changed, so at the end of the instant rates are found anew. */
  touch(): void {
    if (this.pending) return
    this.pending = true
    this.sim.schedule(0, this.onSettle, Order.late)
  }

  /** Finds the rates now, where anything has changed. */
  settle(): void {
    const { shares, solver, audited } = this
    // Whoever used nothing but what each has for itself leaves without a trace there, but not in the record of the check.
    if (shares.changed || audited !== undefined) {
      audited?.integrate()
      solver.solve(shares)
      this.apply()
      if (audited !== undefined) this.check(audited)
    }
    this.due.renew()
  }

  /** Activities whose rate the solution changed: what they have done until now, the new rate, and when they are due by it. */
  private apply(): void {
    const { heap } = this.due
    const { changed, changedCount, found } = this.solver
    const { rate } = this.shares
    const { left, updatedAt } = this.slots
    const { now } = this.sim
    const much = heap.isMuch(changedCount)
    for (let i = 0; i < changedCount; i++) {
      const v = changed[i]!
      const before = rate[v]!
      // An infinite rate lasts no time.
      if (before > 0 && now > updatedAt[v]!) left[v] = Math.max(0, left[v]! - before * (now - updatedAt[v]!))
      updatedAt[v] = now
      const after = found[v]!
      rate[v] = after
      const at = after > 0 ? now + left[v]! / after : Infinity
      if (much) heap.setLater(v, at)
      else heap.set(v, at)
    }
    if (much) heap.order()
  }

  private check(meter: Meter): void {
    if (this.solver.name === 'max-min') checkMaxMin(this.shares)
    else checkBottleneckFair(this.shares)
    meter.check()
  }
}
