import { SimulationError } from '../../errors.ts'
import type { Action } from '../../time/event-list.ts'
import type { ActivityId, OnFailed } from './activity.ts'
import type { Fluid } from './fluid.ts'
import type { FlowOptions } from './fluid-network-options.ts'
import { grownFloats, grownInts } from './grown.ts'
import { LinkTable } from './link-table.ts'
import type { FluidPreset } from './preset.ts'
import { SHARED } from './shares.ts'

/** What the rules of a preset make of links and flows: capacities, weights, shares and bounds of a fluid model. */
export class FlowRules {
  readonly links = new LinkTable()
  private readonly preset: FluidPreset
  private readonly fluid: Fluid
  /** By variable of a flow: uses of the way forth, which are the first ones; weight; limit, bytes per second of payload. */
  private forth: Int32Array = new Int32Array(16)
  private weight: Float64Array = new Float64Array(16)
  private limit: Float64Array = new Float64Array(16)
  /** One more than the id of the flow, 0 for none: what else is in the model may have had the variable since. */
  private flow: Float64Array = new Float64Array(16)
  /** Scratch for the uses of a flow that begins. */
  private readonly constraints: number[] = []
  private readonly weights: number[] = []
  private readonly beginning = {
    constraints: this.constraints,
    weights: this.weights,
    amount: 0,
    share: 1,
    bound: Infinity,
    latency: 0,
  }

  constructor(preset: FluidPreset, fluid: Fluid) {
    this.preset = preset
    this.fluid = fluid
  }

  /** Seconds that a flow over a route waits before it shares. */
  latency(route: ArrayLike<number>): number {
    return this.links.latency(route) * this.preset.latencyFactor
  }

  start(
    route: ArrayLike<number>,
    bytes: number,
    options: FlowOptions,
    onCompleted: Action | undefined,
    onFailed: OnFailed | undefined,
  ): ActivityId {
    const { rateLimit = Infinity, weight = 1 } = options
    checkPositive('weight', weight)
    checkLimit(rateLimit)
    const { preset, fluid, beginning } = this
    this.layOut(route, options)
    if (route.length === 0 && rateLimit === Infinity) {
      throw new SimulationError(
        `A flow of ${bytes} bytes over a route without links: expected one link or more, or a rateLimit.`,
      )
    }
    const limit = rateLimit / 8
    const latency = this.links.latency(route)
    beginning.amount = bytes / preset.bandwidthFactor
    beginning.latency = latency * preset.latencyFactor
    beginning.share =
      preset.sharing === 'equal' ? weight : weight / this.divisor(latency, this.constraints, route.length)
    beginning.bound = this.bound(limit, latency)
    const flow = fluid.start(beginning, onCompleted, onFailed)
    // One that fails at once, over a link that is down, has no place any more.
    const v = fluid.slot(flow)
    if (v < 0) return flow
    if (v >= this.forth.length) this.grow(v + 1)
    this.flow[v] = flow + 1
    this.forth[v] = route.length
    this.weight[v] = weight
    this.limit[v] = limit
    return flow
  }

  setWeight(flow: ActivityId, weight: number): boolean {
    checkPositive('weight', weight)
    const v = this.fluid.slot(flow)
    if (v < 0) return false
    this.weight[v] = weight
    this.fluid.setShare(flow, this.shareOf(v))
    return true
  }

  setRateLimit(flow: ActivityId, rateLimit: number): boolean {
    checkLimit(rateLimit)
    const v = this.fluid.slot(flow)
    if (v < 0) return false
    this.limit[v] = rateLimit / 8
    this.fluid.setBound(flow, this.bound(this.limit[v]!, this.latencyOf(v)))
    return true
  }

  setBandwidth(link: number, bandwidth: number): void {
    const constraint = this.links.constraintOf(link)
    if (!(bandwidth >= 0 && bandwidth < Infinity)) {
      throw new SimulationError(
        `Link ${link}, bandwidth = ${bandwidth}: expected a finite number of bits per second >= 0.`,
      )
    }
    this.fluid.setCapacity(constraint, bandwidth / 8)
    // Without bandwidth the divisor would be infinite; flows are halted by the capacity, whatever their shares.
    if (this.preset.sharing === 'round trip' && this.preset.weightS > 0 && bandwidth > 0) this.renew(constraint)
  }

  setLatency(link: number, latency: number): void {
    const constraint = this.links.constraintOf(link)
    this.links.setLatency(constraint, latency)
    if (this.preset.sharing === 'round trip' || this.preset.window < Infinity) this.renew(constraint)
  }

  /** Shares and bounds of the flows that have a link on their way forth. */
  private renew(constraint: number): void {
    const { fluid } = this
    const { shares } = fluid
    for (const heads of [shares.active, shares.idle]) {
      for (let e = heads[constraint]!; e >= 0; e = shares.next[e]!) {
        const v = shares.useBy[e]!
        // Others than flows may share a capacity, and cross-traffic has no part in the way forth.
        if (!this.isFlow(v) || e - shares.firstUse[v]! >= this.forth[v]!) continue
        if (this.preset.sharing === 'round trip') shares.setShare(v, this.shareOf(v))
        shares.setBound(v, this.bound(this.limit[v]!, this.latencyOf(v)))
      }
    }
    fluid.touch()
  }

  private isFlow(v: number): boolean {
    const flow = (this.flow[v] ?? 0) - 1
    return flow >= 0 && this.fluid.slot(flow) === v
  }

  private shareOf(v: number): number {
    if (this.preset.sharing === 'equal') return this.weight[v]!
    const { useOf, firstUse } = this.fluid.shares
    const first = firstUse[v]!
    const uses = useOf.subarray(first, first + this.forth[v]!)
    return this.weight[v]! / this.divisor(this.latencyOf(v), uses, uses.length)
  }

  private latencyOf(v: number): number {
    const { useOf, firstUse } = this.fluid.shares
    let sum = 0
    for (let i = 0; i < this.forth[v]!; i++) sum += this.links.latencyOf(useOf[firstUse[v]! + i]!)
    return sum
  }

  /** By which round trips divide a weight: @source SimGrid 3.32, `sharing_penalty_` of NetworkCm02Model. */
  private divisor(latency: number, constraints: ArrayLike<number>, count: number): number {
    if (latency === 0) return 1
    const { weightS } = this.preset
    let sum = latency
    for (let i = 0; i < count; i++) {
      const capacity = this.fluid.shares.capacity[constraints[i]!]!
      // A link that is brought to a halt holds its flows itself.
      if (capacity > 0) sum += weightS / capacity
    }
    return sum
  }

  /** Bytes per second on the wire. */
  private bound(limit: number, latency: number): number {
    const own = limit / this.preset.bandwidthFactor
    return latency > 0 ? Math.min(own, this.preset.window / (2 * latency)) : own
  }

  /** The uses of a flow: its route, then the links of the way back that are not on it. */
  private layOut(route: ArrayLike<number>, { reverse, passes }: FlowOptions): void {
    const { constraints, weights } = this
    constraints.length = 0
    weights.length = 0
    if (passes !== undefined && passes.length !== route.length) {
      throw new SimulationError(`A flow, passes has ${passes.length} entries: expected ${route.length}, one a link.`)
    }
    for (let i = 0; i < route.length; i++) {
      const constraint = this.links.constraintOf(route[i]!)
      if (constraints.includes(constraint)) throw twice('route', route[i]!)
      const times = passes === undefined ? 1 : passes[i]!
      if (!(times >= 1 && times < Infinity)) {
        throw new SimulationError(`A flow, passes = ${times} over link ${route[i]}: expected a finite number >= 1.`)
      }
      constraints.push(constraint)
      weights.push(times)
    }
    if (reverse !== undefined) this.layOutReverse(reverse, route.length, passes)
  }

  /**
   * The part of its rate that a flow uses on each link of the way back, as often as it passes it on the way forth.
   * @source SimGrid 3.32, NetworkCm02Model: it adds up the uses of a link forth and back, and takes the larger on a fat pipe
   */
  private layOutReverse(reverse: ArrayLike<number>, forth: number, passes: FlowOptions['passes']): void {
    const { constraints, weights, fluid } = this
    const { crossTraffic } = this.preset
    for (let i = 0; i < reverse.length; i++) {
      const constraint = this.links.constraintOf(reverse[i]!)
      for (let j = 0; j < i; j++)
        if (this.links.constraintOf(reverse[j]!) === constraint) throw twice('way back', reverse[i]!)
      if (crossTraffic === 0) continue
      const at = constraints.indexOf(constraint)
      if (at < 0) {
        constraints.push(constraint)
        weights.push(crossTraffic)
        // On a fat pipe the larger of both counts.
      } else if (fluid.shares.policy[constraint] === SHARED) {
        weights[at]! += crossTraffic * (at < forth && passes !== undefined ? passes[at]! : 1)
      }
    }
  }

  private grow(size: number): void {
    this.forth = grownInts(this.forth, size)
    this.weight = grownFloats(this.weight, size)
    this.limit = grownFloats(this.limit, size)
    this.flow = grownFloats(this.flow, size)
  }
}

function checkPositive(option: string, value: number): void {
  if (value > 0 && value < Infinity) return
  throw new SimulationError(`A flow, ${option} = ${value}: expected a finite number > 0.`)
}

function checkLimit(rateLimit: number): void {
  if (rateLimit > 0) return
  throw new SimulationError(`A flow, rateLimit = ${rateLimit}: expected a number of bits per second > 0.`)
}

function twice(what: 'route' | 'way back', link: number): SimulationError {
  return new SimulationError(
    `A ${what} passes link ${link} twice: expected no loop. Where a flow is on a link several times, say so by "passes".`,
  )
}
