import { grownFloats, grownInts } from './grown.ts'
import { LevelHeap } from './level-heap.ts'
import { EACH, LARGEST, SHARED, type Shares } from './shares.ts'
import type { Solver } from './solver.ts'

/** Levels this much below the first that changes are found anew as well: a tie may be a rounding error off. */
const MARGIN = 1 - 1e-12
/** A sum of which so little is left after subtractions is added up anew. */
const CANCELLED = 1e-4
/** Solutions until their numbers start anew: twice the number must fit into 32 bits. */
const LAST_ROUND = 1_073_741_823
/** Passes over a constraint to bound its level from below. */
const PASSES = 6

/**
 * Weighted max-min sharing by progressive filling: all variables rise together, each in proportion to its share; when a
 * constraint is full, or a variable at its bound, those concerned stop, the others go on. The level at which they stop
 * is rate / share.
 *
 * Incremental: of the last solution everything stays that stopped below the first level at which something differs, and
 * everything that no chain of variables still rising there connects with a change.
 *
 * @source Progressive filling: Bertsekas and Gallager, Data Networks, 2nd ed. (1992), section 6.5.2.
 */
export class MaxMin implements Solver {
  readonly name = 'max-min'
  changed: Int32Array = new Int32Array(16)
  changedCount = 0
  found: Float64Array = new Float64Array(16)
  /** By constraint: capacity that the stopped variables leave; what the rising ones use at level 1; how many they are. */
  private room: Float64Array = new Float64Array(16)
  private usage: Float64Array = new Float64Array(16)
  private usageAtFirst: Float64Array = new Float64Array(16)
  private rising: Int32Array = new Int32Array(16)
  /** By constraint: which solution looked at it last: what is older is not part of the present one. */
  private seen: Int32Array = new Int32Array(16)
  /** By variable: the same, twice; one more once the solution has stopped it. */
  private mark: Int32Array = new Int32Array(16)
  /**
   * The rising variables of each constraint, one after the other: going through them again is quicker than along the
   * list of its uses.
   */
  private members: Int32Array = new Int32Array(32)
  private firstMember: Int32Array = new Int32Array(16)
  private afterMember: Int32Array = new Int32Array(16)
  /** A list of one. */
  private readonly single: Int32Array = new Int32Array(1)
  /** Constraints and variables of the present solution. */
  private constraints: Int32Array = new Int32Array(16)
  private variables: Int32Array = new Int32Array(16)
  private variableCount = 0
  private readonly heap = new LevelHeap()
  private round = 0

  solve(shares: Shares): void {
    this.grow(shares)
    if (++this.round === LAST_ROUND) {
      this.mark.fill(0)
      this.seen.fill(0)
      this.round = 1
    }
    this.gather(shares, this.firstChange(shares))
    this.fill(shares)
    shares.clean()
    const { changed, found, variables, variableCount } = this
    const { rate } = shares
    let count = 0
    for (let i = 0; i < variableCount; i++) {
      const v = variables[i]!
      if (found[v] !== rate[v]) changed[count++] = v
    }
    this.changedCount = count
  }

  /** A level below which all variables stop where they did before. */
  private firstChange(shares: Shares): number {
    let first = Infinity
    for (let i = 0; i < shares.dirtyCount; i++) {
      const c = shares.dirty[i]!
      const before = shares.saturation[c]!
      if (before < first) first = before
      const now = levelAtLeast(shares, c)
      if (now < first) first = now
    }
    return first * MARGIN
  }

  /**
   * Collects what rises beyond `first` and hangs together with a change. Two loops take turns, constraints bring
   * variables and variables constraints: each is one long loop over arrays at hand, which a call for each would make twice
   * as slow.
   */
  private gather(shares: Shares, first: number): void {
    const { room, usage, usageAtFirst, rising, seen, constraints, variables, heap, mark, found } = this
    const { members, firstMember, afterMember } = this
    const { policy, saturation, capacity, active, next, useBy, useOf, weight, share, bound, rate, level } = shares
    const { dirty, dirtyCount, fresh, freshCount, firstUse, useCount } = shares
    const here = 2 * this.round
    let constraintCount = 0
    let variableCount = 0
    let memberCount = 0
    heap.size = 0
    for (let i = 0; i < dirtyCount; i++) {
      seen[dirty[i]!] = here
      constraints[constraintCount++] = dirty[i]!
    }
    for (let i = 0; i < freshCount; i++) {
      const v = fresh[i]!
      if (!shares.isRising(v)) continue
      mark[v] = here
      variables[variableCount++] = v
    }
    let nextVariable = 0
    let nextConstraint = 0
    while (nextVariable < variableCount || nextConstraint < constraintCount) {
      for (; nextVariable < variableCount; nextVariable++) {
        const v = variables[nextVariable]!
        const end = firstUse[v]! + useCount[v]!
        let cap = bound[v]!
        for (let e = firstUse[v]!; e < end; e++) {
          const c = useOf[e]!
          if (policy[c] === EACH) {
            cap = Math.min(cap, capacity[c]! / weight[e]!)
          } else if (seen[c] !== here) {
            seen[c] = here
            constraints[constraintCount++] = c
          }
        }
        found[v] = cap
        if (cap < Infinity && !impliesBound(shares, v, cap)) heap.append(~v, cap / share[v]!)
      }
      if (nextConstraint === constraintCount) break
      const c = constraints[nextConstraint++]!
      const largest = policy[c] === LARGEST
      let left = shares.effectiveCapacity(c)
      let sum = 0
      firstMember[c] = memberCount
      for (let e = active[c]!; e >= 0; e = next[e]!) {
        const v = useBy[e]!
        if (level[v]! < first) {
          if (!largest) left -= weight[e]! * rate[v]!
          continue
        }
        const use = weight[e]! * share[v]!
        if (!largest) sum += use
        else if (use > sum) sum = use
        members[memberCount++] = v
        if (mark[v] === here) continue
        mark[v] = here
        variables[variableCount++] = v
      }
      room[c] = left
      usage[c] = sum
      usageAtFirst[c] = sum
      rising[c] = memberCount - firstMember[c]!
      afterMember[c] = memberCount
      saturation[c] = Infinity
      if (sum > 0) heap.append(c, left / sum)
    }
    this.variableCount = variableCount
  }

  private fill(shares: Shares): void {
    const { heap, room, usage, usageAtFirst, rising, mark, members, single } = this
    const here = 2 * this.round
    heap.order()
    let reached = 0
    while (heap.size > 0) {
      const item = heap.items[0]!
      const key = heap.keys[0]!
      if (item < 0) {
        single[0] = ~item
        if (mark[~item] === here) {
          // What rounding takes away must not let the level fall, here and below.
          if (key > reached) reached = key
          this.stop(shares, single, 0, 1, reached, true)
        }
        heap.dropFirst()
        continue
      }
      if (rising[item] === 0) {
        heap.dropFirst()
        continue
      }
      if (usage[item]! < CANCELLED * usageAtFirst[item]!) this.addUp(shares, item)
      const at = room[item]! / usage[item]!
      if (at > key) {
        heap.renewFirst(at)
        continue
      }
      if (at > reached) reached = at
      shares.saturation[item] = reached
      this.stop(shares, members, this.firstMember[item]!, this.afterMember[item]!, reached, false)
      heap.dropFirst()
    }
  }

  /**
   * Variables stop, those of a list that still rise: what they use is taken off their constraints.
   * @param capped at the rates found already, their caps; else at those of the level
   */
  private stop(shares: Shares, list: Int32Array, from: number, to: number, reached: number, capped: boolean): void {
    const { room, usage, rising, mark, found } = this
    const { policy, useOf, weight, share, level, firstUse, useCount } = shares
    const here = 2 * this.round
    for (let i = from; i < to; i++) {
      const v = list[i]!
      if (mark[v] !== here) continue
      mark[v] = here + 1
      level[v] = reached
      const part = share[v]!
      const rate = capped ? found[v]! : reached * part
      found[v] = rate
      const end = firstUse[v]! + useCount[v]!
      for (let e = firstUse[v]!; e < end; e++) {
        const c = useOf[e]!
        if (policy[c] === SHARED) {
          rising[c]!--
          room[c]! -= weight[e]! * rate
          usage[c]! -= weight[e]! * part
        } else if (policy[c] === LARGEST) {
          rising[c]!--
          // The largest use stopped short of the capacity, so another is the largest. At the capacity all stop with it.
          if (weight[e]! * part >= usage[c]! && weight[e]! * rate < shares.capacity[c]! * MARGIN) this.addUp(shares, c)
        }
      }
    }
  }

  /** Room and usage of a constraint from scratch. */
  private addUp(shares: Shares, c: number): void {
    const { mark, found } = this
    const here = 2 * this.round
    const { active, next, useBy, weight, share, rate } = shares
    const largest = shares.policy[c] === LARGEST
    let left = shares.effectiveCapacity(c)
    let sum = 0
    for (let e = active[c]!; e >= 0; e = next[e]!) {
      const v = useBy[e]!
      if (mark[v] === here) {
        const use = weight[e]! * share[v]!
        if (!largest) sum += use
        else if (use > sum) sum = use
      } else if (!largest) left -= weight[e]! * (mark[v] === here + 1 ? found[v]! : rate[v]!)
    }
    this.room[c] = left
    this.usage[c] = sum
    this.usageAtFirst[c] = sum
  }

  private grow(shares: Shares): void {
    const { constraints, variables } = shares
    if (this.room.length < constraints) {
      this.room = grownFloats(this.room, constraints)
      this.usage = grownFloats(this.usage, constraints)
      this.usageAtFirst = grownFloats(this.usageAtFirst, constraints)
      this.rising = grownInts(this.rising, constraints)
      this.seen = grownInts(this.seen, constraints)
      this.firstMember = grownInts(this.firstMember, constraints)
      this.afterMember = grownInts(this.afterMember, constraints)
      this.constraints = grownInts(this.constraints, constraints)
    }
    if (this.members.length < shares.uses) this.members = grownInts(this.members, shares.uses)
    if (this.found.length < variables) {
      this.found = grownFloats(this.found, variables)
      this.changed = grownInts(this.changed, variables)
      this.mark = grownInts(this.mark, variables)
      this.variables = grownInts(this.variables, variables)
    }
  }
}

/** Whether a constraint that a variable shares bounds it as tightly: then its own bound need not be watched. */
function impliesBound(shares: Shares, v: number, cap: number): boolean {
  const first = shares.firstUse[v]!
  const end = first + shares.useCount[v]!
  for (let e = first; e < end; e++) {
    const c = shares.useOf[e]!
    if (shares.policy[c] !== EACH && shares.capacity[c]! / shares.weight[e]! <= cap) return true
  }
  return false
}

/**
 * A lower bound of the level at which a constraint is full while others stop where they did: closer with each pass, each
 * of which leaves out those that stopped below the bound of the pass before.
 */
function levelAtLeast(shares: Shares, c: number): number {
  const { active, next, useBy, weight, share, rate, level } = shares
  const largest = shares.policy[c] === LARGEST
  const capacity = shares.effectiveCapacity(c)
  let bound = 0
  for (let pass = 0; pass < PASSES; pass++) {
    let left = capacity
    let sum = 0
    for (let e = active[c]!; e >= 0; e = next[e]!) {
      const v = useBy[e]!
      const use = weight[e]! * share[v]!
      if (level[v]! < bound) {
        if (!largest) left -= weight[e]! * rate[v]!
      } else if (!largest) sum += use
      else if (use > sum) sum = use
    }
    if (sum === 0) return Infinity
    const higher = left / sum
    if (!(higher > bound)) break
    bound = higher
  }
  return bound
}
