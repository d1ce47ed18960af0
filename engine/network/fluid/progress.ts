import type { Simulation } from '../../simulation.ts'
import type { Activity } from './activity.ts'
import { Meter } from './meter.ts'
import { NextDue } from './next-due.ts'
import { Settlement } from './settlement.ts'
import { Shares } from './shares.ts'
import { LATENT, LATENT_HELD, RUNNING, RUNNING_HELD, Slots } from './slots.ts'
import type { Solver } from './solver.ts'

/**
 * How far activities have come: they wait for their latency, then take part in the sharing, and may be held in either.
 * The number of an activity is that of its variable here; `Slots.find` knows which an id means.
 */
export class Progress {
  readonly shares = new Shares()
  readonly slots = new Slots()
  readonly meter: Meter
  /** When the latency or, at its present rate, the activity ends. */
  readonly due: NextDue
  private readonly sim: Simulation
  private readonly settlement: Settlement

  /** @param onDue some latency or activity is at its end; ends with `due.renew` */
  constructor(sim: Simulation, solver: Solver, check: boolean, onDue: () => void) {
    this.sim = sim
    this.meter = new Meter(sim, this.shares, (v) => this.doneBy(v), check ? (v) => this.slots.amount[v]! : undefined)
    this.due = new NextDue(sim, onDue)
    const audited = check ? this.meter : undefined
    this.settlement = new Settlement(sim, solver, this.shares, this.slots, this.due, audited)
  }

  /** A variable for an activity, with its uses; it takes no part yet. */
  add({ constraints, weights, largestParts, share = 1, bound = Infinity }: Activity): number {
    const { shares } = this
    const count = constraints.length
    const v = shares.addVariable(share, bound, count)
    this.due.heap.reserve(v + 1)
    for (let i = 0; i < count; i++) {
      const weight = weights === undefined ? 1 : weights[i]!
      shares.setUse(v, i, constraints[i]!, weight, largestParts === undefined ? weight : largestParts[i]!)
    }
    return v
  }

  /** An activity waits for its latency, seconds. */
  wait(v: number, latency: number): void {
    this.slots.state[v] = LATENT
    this.due.heap.set(v, this.sim.now + latency)
    this.due.renew()
  }

  /** An activity takes part in the sharing. */
  run(v: number): void {
    this.slots.state[v] = RUNNING
    this.slots.updatedAt[v] = this.sim.now
    this.shares.activate(v)
    this.touch()
  }

  /** Takes an activity out of the sharing, where it takes part, and notes how far it has come. */
  halt(v: number): void {
    this.due.heap.remove(v)
    if (!this.shares.isRising(v)) return
    this.slots.left[v] = this.slots.amount[v]! - this.doneBy(v)
    this.slots.updatedAt[v] = this.sim.now
    this.shares.deactivate(v)
    this.touch()
  }

  /** All of an activity is done. */
  complete(v: number): void {
    this.due.heap.remove(v)
    this.slots.left[v] = 0
    this.shares.deactivate(v)
    this.touch()
  }

  /** Holds an activity. False when it is held. */
  suspend(v: number): boolean {
    const { state, updatedAt } = this.slots
    if (state[v] === LATENT) {
      state[v] = LATENT_HELD
      updatedAt[v] = this.due.heap.due[v]! - this.sim.now
      this.due.heap.remove(v)
      this.due.renew()
      return true
    }
    if (state[v] !== RUNNING) return false
    state[v] = RUNNING_HELD
    this.halt(v)
    return true
  }

  /** Lets an activity go on. False when it is not held. */
  resume(v: number): boolean {
    const state = this.slots.state[v]
    if (state === LATENT_HELD) this.wait(v, this.slots.updatedAt[v]!)
    else if (state === RUNNING_HELD) this.run(v)
    else return false
    return true
  }

  /** Units of an activity that are done by now. */
  doneBy(v: number): number {
    return this.slots.doneBy(v, this.shares.rate[v]!, this.sim.now)
  }

  /** Something changed, so at the end of the instant rates are found anew. */
  touch(): void {
    this.settlement.touch()
  }

  /** Finds the rates now, where anything has changed. */
  settle(): void {
    this.settlement.settle()
  }
}
