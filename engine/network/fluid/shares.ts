import { SimulationError } from '../../errors.ts'
import { grownFloats, grownInts } from './grown.ts'

/** The uses of all variables together stay within the capacity. */
export const SHARED = 0
/** The use of each variable by itself stays within the capacity: a cap, which couples nobody. */
export const EACH = 1
/**
 * The largest use stays within the capacity, and all variables stop rising when the largest does: SimGrid's fat pipe.
 * Differs from a cap on each where weights differ.
 */
export const LARGEST = 2

/** How the capacity of a constraint is had by the variables that use it: `SHARED`, `EACH` or `LARGEST`. */
export type Policy = typeof SHARED | typeof EACH | typeof LARGEST

/** Factor on a capacity, in [0, 1], while n >= 1 variables use it. */
export type Degradation = (n: number) => number

/**
 * Who shares what: constraints with a capacity, variables with a share and a bound, and uses, the weights with which the
 * rate of a variable counts on a constraint. Variables are active, and then rise with the others, or idle. All is in
 * typed arrays by integer number: a solver reads them bare, and nothing is allocated once they have grown.
 *
 * A solver gives each active variable its rate. What it has to look at is noted here: `dirty` constraints and `fresh`
 * variables, those that came or changed since the last solution.
 */
export class Shares {
  /** Constraints there are, numbered from 0. */
  constraints = 0
  /** By constraint: units per second. */
  capacity: Float64Array = new Float64Array(16)
  policy: Int32Array = new Int32Array(16)
  /** By constraint: the level at which it stopped its variables in the last solution; Infinity when it did not. */
  saturation: Float64Array = new Float64Array(16)
  readonly degradation: (Degradation | undefined)[] = []
  /** By constraint: first use by an active variable, -1 when there is none. */
  active: Int32Array = new Int32Array(16)
  /** By constraint: first use by an idle variable. */
  idle: Int32Array = new Int32Array(16)

  /** One above the largest number of a variable. */
  variables = 0
  /** By variable: it rises in proportion to this, > 0. */
  share: Float64Array = new Float64Array(16)
  /** By variable: never faster than this, units per second; Infinity when there is no bound of its own. */
  bound: Float64Array = new Float64Array(16)
  /** By variable: units per second; 0 when idle. */
  rate: Float64Array = new Float64Array(16)
  /** By variable: rate / share where it stopped in the last solution; Infinity when it is fresh. */
  level: Float64Array = new Float64Array(16)
  /** By variable: number of its first use; the others follow. */
  firstUse: Int32Array = new Int32Array(16)
  useCount: Int32Array = new Int32Array(16)
  private isActive: Int32Array = new Int32Array(16)

  /** By use. */
  useOf: Int32Array = new Int32Array(32)
  useBy: Int32Array = new Int32Array(32)
  weight: Float64Array = new Float64Array(32)
  /** Of the parts that a weight sums up, the largest: bottleneck max fairness goes by it. */
  largestPart: Float64Array = new Float64Array(32)
  /** By use: the next on the same constraint, active or idle as it is. */
  next: Int32Array = new Int32Array(32)
  private previous: Int32Array = new Int32Array(32)
  /** One above the largest number of a use. */
  uses = 0

  /** Constraints and variables to look at in the next solution, each once. */
  dirty: Int32Array = new Int32Array(16)
  dirtyCount = 0
  fresh: Int32Array = new Int32Array(16)
  freshCount = 0
  private isDirty: Int32Array = new Int32Array(16)
  private isFresh: Int32Array = new Int32Array(16)

  private readonly freeVariables: number[] = []
  /** First blocks of uses that are free, by length of the block; `next` chains them. */
  private readonly freeBlocks: number[] = []

  addConstraint(capacity: number, policy: Policy = SHARED, degradation?: Degradation): number {
    const c = this.constraints++
    if (c >= this.capacity.length) this.growConstraints(c + 1)
    this.capacity[c] = capacity
    this.policy[c] = policy
    this.saturation[c] = Infinity
    this.active[c] = -1
    this.idle[c] = -1
    this.degradation.push(degradation)
    return c
  }

  setCapacity(c: number, capacity: number): void {
    this.capacity[c] = capacity
    if (this.policy[c] !== EACH) return this.touch(c)
    for (let e = this.active[c]!; e >= 0; e = this.next[e]!) this.refresh(this.useBy[e]!)
  }

  /** Capacity with as many active variables as there are now. Weights below 1, cross-traffic, do not count as a user. */
  effectiveCapacity(c: number): number {
    const degradation = this.degradation[c]
    if (degradation === undefined) return this.capacity[c]!
    let n = 0
    for (let e = this.active[c]!; e >= 0; e = this.next[e]!) if (this.weight[e]! >= 1) n++
    if (n === 0) return this.capacity[c]!
    const factor = degradation(n)
    if (factor >= 0 && factor <= 1) return this.capacity[c]! * factor
    throw new SimulationError(
      `Constraint ${c} of a fluid model, degradation(${n}) = ${factor}: expected a number in [0, 1].`,
    )
  }

  /**
   * Adds an idle variable with room for its uses; `setUse` fills them in.
   * @param uses how many constraints it uses
   */
  addVariable(share: number, bound: number, uses: number): number {
    const v = this.freeVariables.pop() ?? this.variables++
    if (v >= this.share.length) this.growVariables(v + 1)
    this.share[v] = share
    this.bound[v] = bound
    this.rate[v] = 0
    this.level[v] = Infinity
    this.isActive[v] = 0
    this.firstUse[v] = this.takeBlock(uses)
    this.useCount[v] = uses
    return v
  }

  /** Says what the i-th use of a variable is; each constraint once. */
  setUse(v: number, i: number, c: number, weight: number, largestPart = weight): void {
    const e = this.firstUse[v]! + i
    this.useOf[e] = c
    this.useBy[e] = v
    this.weight[e] = weight
    this.largestPart[e] = largestPart
    this.link(this.idle, e)
  }

  removeVariable(v: number): void {
    this.deactivate(v)
    const first = this.firstUse[v]!
    const count = this.useCount[v]!
    for (let e = first; e < first + count; e++) this.unlink(this.idle, e)
    if (count > 0) {
      this.next[first] = this.freeBlocks[count] ?? -1
      this.freeBlocks[count] = first
    }
    this.freeVariables.push(v)
  }

  activate(v: number): void {
    if (this.isActive[v] === 1) return
    this.isActive[v] = 1
    this.move(v, this.idle, this.active)
    this.refresh(v)
  }

  deactivate(v: number): void {
    if (this.isActive[v] === 0) return
    this.isActive[v] = 0
    this.touchAll(v)
    this.move(v, this.active, this.idle)
    this.rate[v] = 0
  }

  isRising(v: number): boolean {
    return this.isActive[v] === 1
  }

  setShare(v: number, share: number): void {
    this.share[v] = share
    if (this.isActive[v] === 1) this.refresh(v)
  }

  setBound(v: number, bound: number): void {
    this.bound[v] = bound
    if (this.isActive[v] === 1) this.refresh(v)
  }

  /** True when something has changed since the last solution. */
  get changed(): boolean {
    return this.dirtyCount > 0 || this.freshCount > 0
  }

  /** The solver has looked at everything. */
  clean(): void {
    for (let i = 0; i < this.dirtyCount; i++) this.isDirty[this.dirty[i]!] = 0
    for (let i = 0; i < this.freshCount; i++) this.isFresh[this.fresh[i]!] = 0
    this.dirtyCount = 0
    this.freshCount = 0
  }

  private refresh(v: number): void {
    this.level[v] = Infinity
    this.touchAll(v)
    if (this.isFresh[v] === 1) return
    this.isFresh[v] = 1
    this.fresh[this.freshCount++] = v
  }

  private touchAll(v: number): void {
    const first = this.firstUse[v]!
    const end = first + this.useCount[v]!
    for (let e = first; e < end; e++) if (this.policy[this.useOf[e]!] !== EACH) this.touch(this.useOf[e]!)
  }

  private touch(c: number): void {
    if (this.isDirty[c] === 1) return
    this.isDirty[c] = 1
    this.dirty[this.dirtyCount++] = c
  }

  private move(v: number, from: Int32Array, to: Int32Array): void {
    const first = this.firstUse[v]!
    const end = first + this.useCount[v]!
    for (let e = first; e < end; e++) {
      this.unlink(from, e)
      this.link(to, e)
    }
  }

  private link(heads: Int32Array, e: number): void {
    const c = this.useOf[e]!
    const head = heads[c]!
    this.next[e] = head
    this.previous[e] = -1
    if (head >= 0) this.previous[head] = e
    heads[c] = e
  }

  private unlink(heads: Int32Array, e: number): void {
    const before = this.previous[e]!
    const after = this.next[e]!
    if (before >= 0) this.next[before] = after
    else heads[this.useOf[e]!] = after
    if (after >= 0) this.previous[after] = before
  }

  private takeBlock(length: number): number {
    const free = this.freeBlocks[length] ?? -1
    if (length > 0 && free >= 0) {
      this.freeBlocks[length] = this.next[free]!
      return free
    }
    const first = this.uses
    this.uses += length
    if (this.uses > this.useOf.length) {
      this.useOf = grownInts(this.useOf, this.uses)
      this.useBy = grownInts(this.useBy, this.uses)
      this.weight = grownFloats(this.weight, this.uses)
      this.largestPart = grownFloats(this.largestPart, this.uses)
      this.next = grownInts(this.next, this.uses)
      this.previous = grownInts(this.previous, this.uses)
    }
    return first
  }

  private growConstraints(size: number): void {
    this.capacity = grownFloats(this.capacity, size)
    this.policy = grownInts(this.policy, size)
    this.saturation = grownFloats(this.saturation, size)
    this.active = grownInts(this.active, size)
    this.idle = grownInts(this.idle, size)
    this.dirty = grownInts(this.dirty, size)
    this.isDirty = grownInts(this.isDirty, size)
  }

  private growVariables(size: number): void {
    this.share = grownFloats(this.share, size)
    this.bound = grownFloats(this.bound, size)
    this.rate = grownFloats(this.rate, size)
    this.level = grownFloats(this.level, size)
    this.firstUse = grownInts(this.firstUse, size)
    this.useCount = grownInts(this.useCount, size)
    this.isActive = grownInts(this.isActive, size)
    this.fresh = grownInts(this.fresh, size)
    this.isFresh = grownInts(this.isFresh, size)
  }
}
