import { SimulationError } from '../../errors.ts'
import type { Simulation } from '../../simulation.ts'
import { grownFloats } from './grown.ts'
import type { Shares } from './shares.ts'

/** What carried and integrated units may differ by, relative. */
const TOLERANCE = 1e-9
/** And relative to all that was to be done: what is done is known by what is left, which is rounded. */
const ROUNDING = 1e-12

/**
 * What constraints carried. Nothing is added up while activities run, only at their ends: what those that go on have
 * done is computed when somebody asks.
 */
export class Meter {
  private readonly sim: Simulation
  private readonly shares: Shares
  private readonly doneBy: (variable: number) => number
  private readonly amountOf: ((variable: number) => number) | undefined
  /** By constraint: units carried for activities that have ended. */
  private carried: Float64Array = new Float64Array(16)
  /** Units carried before the end of warm-up. */
  private before: Float64Array = new Float64Array(16)
  /** Units carried, and seconds at full capacity that they took, at the last change of capacity. */
  private atChange: Float64Array = new Float64Array(16)
  private fullTime: Float64Array = new Float64Array(16)
  private since: number
  /** For the check, by constraint: all units of activities that have ended. */
  private asked: Float64Array = new Float64Array(16)
  /** For the check: the integral of the rates. */
  private integral: Float64Array = new Float64Array(16)
  private integratedAt: number
  /** For the check: sums of rates since the last solution, kept apart because the lists of who uses what change before it. */
  private lastRate: Float64Array = new Float64Array(16)

  /**
   * @param doneBy units of a variable's activity that are done by now
   * @param amountOf all its units; for the check, undefined without it
   */
  constructor(
    sim: Simulation,
    shares: Shares,
    doneBy: (variable: number) => number,
    amountOf: ((variable: number) => number) | undefined,
  ) {
    this.sim = sim
    this.shares = shares
    this.doneBy = doneBy
    this.amountOf = amountOf
    this.since = sim.now
    this.integratedAt = sim.now
    sim.onWarmUpEnd(() => this.reset())
  }

  /** Units carried since the start or the end of warm-up, weights included. */
  units(c: number): number {
    this.reserve()
    return this.total(c) - this.before[c]!
  }

  /**
   * Carried units over what the capacity allowed, since the start or the end of warm-up; where each user may have all of
   * the capacity, it can exceed 1. NaN while no time has passed.
   */
  utilisation(c: number): number {
    this.reserve()
    return (this.fullTime[c]! + this.sinceChange(c)) / (this.sim.now - this.since)
  }

  /** An activity ends that has done that many units. */
  carry(v: number, units: number): void {
    const { shares, amountOf } = this
    if (units === 0 && amountOf === undefined) return
    if (this.carried.length < shares.constraints) this.reserve()
    const first = shares.firstUse[v]!
    const end = first + shares.useCount[v]!
    for (let e = first; e < end; e++) this.carried[shares.useOf[e]!]! += shares.weight[e]! * units
    if (amountOf === undefined) return
    for (let e = first; e < end; e++) this.asked[shares.useOf[e]!]! += shares.weight[e]! * amountOf(v)
  }

  /** To be told before a capacity changes. */
  capacityChanges(c: number): void {
    this.reserve()
    this.fullTime[c]! += this.sinceChange(c)
    this.atChange[c] = this.total(c)
  }

  /** For the check: the rates held from the last call to now. */
  integrate(): void {
    this.reserve()
    const { shares, sim, integral } = this
    const span = sim.now - this.integratedAt
    this.integratedAt = sim.now
    if (span === 0) return
    for (let c = 0; c < shares.constraints; c++) integral[c]! += span * this.lastRate[c]!
  }

  /** @throws SimulationError when what a constraint carried is not the integral of the rates over it */
  check(): void {
    const { shares, integral, asked, amountOf = () => 0 } = this
    for (let c = 0; c < shares.constraints; c++) {
      // Endless rates, which last no time, have no integral.
      if (shares.capacity[c] === Infinity) continue
      const total = this.total(c)
      const amounts = asked[c]! + this.sum(c, amountOf)
      const tolerance = TOLERANCE * Math.max(total, integral[c]!) + ROUNDING * amounts
      if (Math.abs(total - integral[c]!) > tolerance) {
        throw new SimulationError(
          `Constraint ${c} of a fluid model carried ${total} by t=${this.sim.now} s, but its rates add up to ${integral[c]}.`,
        )
      }
      this.lastRate[c] = sumOfRates(shares, c)
    }
  }

  private sinceChange(c: number): number {
    const units = this.total(c) - this.atChange[c]!
    return units === 0 ? 0 : units / this.shares.capacity[c]!
  }

  private total(c: number): number {
    return this.carried[c]! + this.sum(c, this.doneBy)
  }

  /** Units of the activities that use a constraint, weighted. */
  private sum(c: number, unitsOf: (variable: number) => number): number {
    const { shares } = this
    let sum = 0
    for (let e = shares.active[c]!; e >= 0; e = shares.next[e]!) sum += shares.weight[e]! * unitsOf(shares.useBy[e]!)
    for (let e = shares.idle[c]!; e >= 0; e = shares.next[e]!) sum += shares.weight[e]! * unitsOf(shares.useBy[e]!)
    return sum
  }

  private reset(): void {
    this.reserve()
    this.since = this.sim.now
    for (let c = 0; c < this.shares.constraints; c++) {
      this.before[c] = this.atChange[c] = this.total(c)
      this.fullTime[c] = 0
    }
  }

  private reserve(): void {
    const { constraints } = this.shares
    if (this.carried.length >= constraints) return
    this.carried = grownFloats(this.carried, constraints)
    this.before = grownFloats(this.before, constraints)
    this.atChange = grownFloats(this.atChange, constraints)
    this.fullTime = grownFloats(this.fullTime, constraints)
    this.asked = grownFloats(this.asked, constraints)
    this.integral = grownFloats(this.integral, constraints)
    this.lastRate = grownFloats(this.lastRate, constraints)
  }
}

function sumOfRates(shares: Shares, c: number): number {
  let sum = 0
  for (let e = shares.active[c]!; e >= 0; e = shares.next[e]!) sum += shares.weight[e]! * shares.rate[shares.useBy[e]!]!
  return sum
}
