import { SimulationError } from '../../errors.ts'
import { grownFloats, grownInts } from './grown.ts'
import { solveLinear } from './linear.ts'
import { SHARED, type Shares } from './shares.ts'
import type { Solver } from './solver.ts'

/** Assignments of variables to bottlenecks that are tried before the search is given up. */
const ATTEMPTS = 500
/** From this attempt on one variable moves at a time, so that two do not swap places for ever. */
const ONE_BY_ONE = 20
/** What rounding may make of equal levels, relative. */
const TOLERANCE = 1e-9
const OWN_BOUND = -1
const NONE = -2

/**
 * Bottleneck max fairness: each variable has a bottleneck, a full constraint on which nobody has a larger part of the
 * *capacity* (weight * rate / share) than it has; max-min sharing compares rates instead, so the two differ where weights
 * do. Of a variable that stands for several parts on a constraint, the largest part counts. Where several solutions
 * exist, it finds one of them. Not incremental, and cubic in the number of bottlenecks: for parallel tasks on platforms
 * of some dozens of constraints.
 *
 * It searches the bottlenecks: given who is held back where, the levels of the constraints solve a linear system; then
 * each variable moves to where it would have least, until none moves.
 *
 * @source Bonald and Roberts, Multi-resource fairness: objectives, algorithms and performance, SIGMETRICS 2015.
 * @throws SimulationError when the search does not end
 */
export class BottleneckFair implements Solver {
  readonly name = 'bottleneck'
  changed: Int32Array = new Int32Array(16)
  changedCount = 0
  found: Float64Array = new Float64Array(16)
  /** By variable: the constraint that holds it back, or its own bound. */
  private heldBy: Int32Array = new Int32Array(16)
  private cap: Float64Array = new Float64Array(16)
  /** By constraint: the part that its variables have; capacity; row in the system, -1 when it holds nobody. */
  private level: Float64Array = new Float64Array(16)
  private capacity: Float64Array = new Float64Array(16)
  private row: Int32Array = new Int32Array(16)
  private readonly active: number[] = []

  solve(shares: Shares): void {
    this.prepare(shares)
    if (this.active.length > 0) this.search(shares)
    shares.clean()
    this.changedCount = 0
    for (const v of this.active) if (this.found[v] !== shares.rate[v]) this.changed[this.changedCount++] = v
  }

  private search(shares: Shares): void {
    const { active, heldBy } = this
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      let moved = false
      for (const v of active) {
        const least = this.leastFor(shares, v)
        if (least === heldBy[v]) continue
        heldBy[v] = least
        moved = true
        if (attempt >= ONE_BY_ONE) break
      }
      if (!moved) return
      this.balance(shares)
      this.setLevels(shares)
    }
    throw new SimulationError(
      `Bottleneck max fairness of ${active.length} activities was not found in ${ATTEMPTS} attempts: use the max-min solver.`,
    )
  }

  /** Who would hold a variable back most at the present levels; where it is, if another does so only by rounding. */
  private leastFor(shares: Shares, v: number): number {
    let least = OWN_BOUND
    let rate = this.cap[v]!
    const first = shares.firstUse[v]!
    for (let e = first; e < first + shares.useCount[v]!; e++) {
      const c = shares.useOf[e]!
      if (shares.policy[c] !== SHARED) continue
      const here = this.level[c]! / part(shares, e)
      if (here < rate * (1 - TOLERANCE) || (here <= rate * (1 + TOLERANCE) && c === this.heldBy[v])) {
        least = c
        rate = here
      }
    }
    return least
  }

  /** Solves for the levels of the constraints that hold somebody: all of each is used. */
  private balance(shares: Shares): void {
    const { active, heldBy, row, level, capacity, cap, found } = this
    const holders = [...new Set(active.map((v) => heldBy[v]!))].filter((c) => c >= 0)
    row.fill(-1, 0, shares.constraints)
    for (const [i, c] of holders.entries()) row[c] = i
    const matrix = holders.map(() => new Float64Array(holders.length))
    const right = Float64Array.from(holders, (c) => capacity[c]!)
    for (const v of active) {
      const holder = heldBy[v]!
      const first = shares.firstUse[v]!
      const end = first + shares.useCount[v]!
      let perLevel = 0
      for (let e = first; e < end; e++) if (shares.useOf[e] === holder) perLevel = 1 / part(shares, e)
      for (let e = first; e < end; e++) {
        const here = row[shares.useOf[e]!]!
        if (here < 0) continue
        if (holder === OWN_BOUND) right[here]! -= shares.weight[e]! * cap[v]!
        else matrix[here]![row[holder]!]! += shares.weight[e]! * perLevel
      }
    }
    const levels = solveLinear(matrix, right)
    for (const [i, c] of holders.entries()) level[c] = Math.max(0, levels[i]!)
    for (const v of active) {
      const first = shares.firstUse[v]!
      found[v] = cap[v]!
      for (let e = first; e < first + shares.useCount[v]!; e++) {
        if (shares.useOf[e] === heldBy[v]) found[v] = level[heldBy[v]!]! / part(shares, e)
      }
    }
  }

  /** Levels of the other constraints: what parts would have to be cut down to, where too much is used; else no limit. */
  private setLevels(shares: Shares): void {
    for (let c = 0; c < shares.constraints; c++) {
      if (shares.policy[c] !== SHARED || this.row[c]! >= 0) continue
      let bound = 0
      for (;;) {
        let left = this.capacity[c]!
        let sum = 0
        for (let e = shares.active[c]!; e >= 0; e = shares.next[e]!) {
          const rate = this.found[shares.useBy[e]!]!
          if (rate * part(shares, e) <= bound) left -= shares.weight[e]! * rate
          else sum += shares.weight[e]! / part(shares, e)
        }
        const higher = sum === 0 ? Infinity : left / sum
        if (!(higher > bound)) break
        bound = higher
      }
      this.level[c] = bound
    }
  }

  /** First levels: as if each constraint were the bottleneck of all that use it. */
  private prepare(shares: Shares): void {
    const { constraints, variables } = shares
    this.level = grownFloats(this.level, constraints)
    this.capacity = grownFloats(this.capacity, constraints)
    this.row = grownInts(this.row, constraints)
    this.found = grownFloats(this.found, variables)
    this.cap = grownFloats(this.cap, variables)
    this.heldBy = grownInts(this.heldBy, variables)
    this.changed = grownInts(this.changed, variables)
    for (let c = 0; c < constraints; c++) {
      this.capacity[c] = shares.effectiveCapacity(c)
      let sum = 0
      for (let e = shares.active[c]!; e >= 0; e = shares.next[e]!) sum += shares.weight[e]! / part(shares, e)
      this.level[c] = this.capacity[c]! / sum
    }
    this.active.length = 0
    for (let v = 0; v < variables; v++) {
      if (!shares.isRising(v)) continue
      this.active.push(v)
      this.heldBy[v] = NONE
      let cap = shares.bound[v]!
      const first = shares.firstUse[v]!
      for (let e = first; e < first + shares.useCount[v]!; e++) {
        const c = shares.useOf[e]!
        if (shares.policy[c] !== SHARED) cap = Math.min(cap, shares.capacity[c]! / shares.weight[e]!)
      }
      this.cap[v] = cap
    }
  }
}

/** Part of a constraint that a use has at rate 1, by which fairness goes. */
function part(shares: Shares, e: number): number {
  return shares.largestPart[e]! / shares.share[shares.useBy[e]!]!
}
