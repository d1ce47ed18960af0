import { SimulationError } from '../../errors.ts'
import { EACH, SHARED, type Shares } from './shares.ts'

/** What rounding may take a rate beyond a capacity, relative. */
const TOLERANCE = 1e-9

/**
 * Checks a solution: no constraint beyond its capacity, no variable beyond its bound.
 * @throws SimulationError naming the constraint or variable
 */
function checkCapacities(shares: Shares): void {
  for (let c = 0; c < shares.constraints; c++) {
    const capacity = shares.effectiveCapacity(c)
    const used = use(shares, c)
    if (used > capacity * (1 + TOLERANCE)) {
      throw new SimulationError(`Constraint ${c} of a fluid model carries ${used}: expected at most ${capacity}.`)
    }
  }
  for (let v = 0; v < shares.variables; v++) {
    if (!shares.isRising(v)) continue
    const rate = shares.rate[v]!
    const bound = shares.bound[v]!
    if (rate > bound * (1 + TOLERANCE)) {
      throw new SimulationError(`Variable ${v} of a fluid model has rate ${rate}: expected at most its bound ${bound}.`)
    }
  }
}

/**
 * Checks that a solution is max-min fair: each active variable is at its bound, or uses a full constraint (its
 * bottleneck) on which none has a higher level, rate / share.
 * @throws SimulationError naming the variable that could go faster
 * @source Bertsekas and Gallager, Data Networks, 2nd ed. (1992), section 6.5.2: the bottleneck property.
 */
export function checkMaxMin(shares: Shares): void {
  checkCapacities(shares)
  requireBottlenecks(shares, (e) => isBottleneck(shares, e), 'max-min sharing')
}

function requireBottlenecks(shares: Shares, isBottleneck: (use: number) => boolean, rule: string): void {
  for (let v = 0; v < shares.variables; v++) {
    if (!shares.isRising(v) || shares.rate[v]! >= shares.bound[v]! * (1 - TOLERANCE)) continue
    const first = shares.firstUse[v]!
    let held = false
    for (let e = first; e < first + shares.useCount[v]! && !held; e++) held = isBottleneck(e)
    if (!held) {
      throw new SimulationError(
        `Variable ${v} of a fluid model has rate ${shares.rate[v]} and no bottleneck: ${rule} would give it more.`,
      )
    }
  }
}

/**
 * Checks that a solution is bottleneck max fair: each active variable is at its bound, or uses a full constraint on which
 * none has a larger part of the capacity.
 * @throws SimulationError naming the variable that could go faster
 */
export function checkBottleneckFair(shares: Shares): void {
  checkCapacities(shares)
  const part = (e: number): number =>
    (shares.largestPart[e]! * shares.rate[shares.useBy[e]!]!) / shares.share[shares.useBy[e]!]!
  const isFullest = (e: number): boolean => {
    const c = shares.useOf[e]!
    const capacity = shares.effectiveCapacity(c)
    const rate = shares.rate[shares.useBy[e]!]!
    if (shares.policy[c] !== SHARED) return shares.weight[e]! * rate >= capacity * (1 - TOLERANCE)
    if (use(shares, c) < capacity * (1 - TOLERANCE)) return false
    for (let other = shares.active[c]!; other >= 0; other = shares.next[other]!) {
      if (part(other) > part(e) * (1 + TOLERANCE)) return false
    }
    return true
  }
  requireBottlenecks(shares, isFullest, 'bottleneck max fairness')
}

/** Whether the variable of a use is held back by the constraint of the use. */
function isBottleneck(shares: Shares, e: number): boolean {
  const c = shares.useOf[e]!
  const v = shares.useBy[e]!
  const capacity = shares.effectiveCapacity(c)
  const rate = shares.rate[v]!
  if (shares.policy[c] === EACH) return shares.weight[e]! * rate >= capacity * (1 - TOLERANCE)
  if (use(shares, c) < capacity * (1 - TOLERANCE)) return false
  const level = rate / shares.share[v]!
  for (let other = shares.active[c]!; other >= 0; other = shares.next[other]!) {
    const w = shares.useBy[other]!
    if (shares.rate[w]! / shares.share[w]! > level * (1 + TOLERANCE)) return false
  }
  return true
}

function use(shares: Shares, c: number): number {
  const sums = shares.policy[c] === SHARED
  let used = 0
  for (let e = shares.active[c]!; e >= 0; e = shares.next[e]!) {
    const one = shares.weight[e]! * shares.rate[shares.useBy[e]!]!
    used = sums ? used + one : Math.max(used, one)
  }
  return used
}
