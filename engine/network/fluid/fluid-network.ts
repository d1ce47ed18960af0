import { SimulationError } from '../../errors.ts'
import type { Waitable } from '../../process/waitable.ts'
import type { Simulation } from '../../simulation.ts'
import type { Action } from '../../time/event-list.ts'
import type { Carrier, DropReason } from '../carrier.ts'
import { Doing, type FluidRecord } from './doing.ts'
import type { ActivityId } from './activity.ts'
import { Fluid } from './fluid.ts'
import { FlowRules } from './flow-rules.ts'
import { findPreset, type FluidPreset, type FluidPresetName } from './preset.ts'
import { EACH, LARGEST, SHARED, type Degradation } from './shares.ts'

/** Options of a fluid network. */
export interface FluidNetworkOptions {
  /** The rules of sharing, by name or as such; default `max-min`. */
  preset?: FluidPresetName | FluidPreset
  /** The model whose capacities the links join, for studies of links, cores and disks together; default: one of its own. */
  fluid?: Fluid
  /** Check the invariants after each change of rates; slow. Default false; not together with `fluid`. */
  check?: boolean
}

/** A link: one direction, or both of a half-duplex one when it is on the routes both ways. */
export interface FluidLinkOptions {
  /** Bits per second, > 0; Infinity holds no flow back. */
  bandwidth: number
  /** Seconds, finite, >= 0; default 0. */
  latency?: number
  /** All flows share the bandwidth, or each may have it: a fat pipe, such as a backbone. Default `shared`. */
  policy?: 'shared' | 'fatpipe'
  /** Factor on the bandwidth, in [0, 1], while n >= 1 flows use the link; default: 1 always. */
  degradation?: Degradation
}

/** Options of a flow. */
export interface FlowOptions {
  /** Bits per second at most, > 0; default: no limit of its own. */
  rateLimit?: number | undefined
  /** Its rate is in proportion to this where it shares, > 0; default 1. */
  weight?: number | undefined
  /** Links of the way back, for presets with cross-traffic; default: none, and so no cross-traffic. */
  reverse?: ArrayLike<number> | undefined
  /** By link of the route: times the flow is on it, >= 1, such as 2 for a radio cell with both ends in it; default 1. */
  passes?: ArrayLike<number> | undefined
}

/** Options of a network over a topology. */
export interface OfTopologyOptions extends FluidNetworkOptions {
  /** Which way flows go. */
  routing: { path(from: number, to: number): ArrayLike<number> }
  /** `half`: both directions of a connection share one link, with the id and properties of its first. Default `full`. */
  duplex?: 'full' | 'half'
}

/** What a fluid network reads of a topology. */
export interface Wires {
  readonly hosts: number
  readonly links: number
  readonly latency: ArrayLike<number>
  readonly bandwidth: ArrayLike<number>
}

/**
 * Links that bulk transfers share as fluids: a flow over a route first waits for its latency, using no bandwidth, and
 * then has its max-min fair share, which changes whenever another flow comes or goes. Costs one event a flow, whatever its
 * size. Queues, losses and packets do not exist at this level.
 *
 * @example
 * const network = new FluidNetwork(sim)
 * const link = network.addLink({ bandwidth: 8e6, latency: 0.01 })
 * const { endedAt } = yield* network.transfer([link], 1e6) // 1.01 s for a megabyte alone
 */
export class FluidNetwork implements Carrier {
  readonly sim: Simulation
  /** Hosts that `send` knows; 0 unless made with `FluidNetwork.of`. */
  readonly hosts: number
  /** The rules of sharing; its name belongs in the record of a run. */
  readonly preset: FluidPreset
  /** The model behind it: activities are its flows, rates its rates in bytes per second on the wire. */
  readonly fluid: Fluid
  private readonly rules: FlowRules
  private readonly options: OfTopologyOptions | undefined

  constructor(sim: Simulation, options: FluidNetworkOptions = {}, hosts = 0) {
    this.sim = sim
    this.hosts = hosts
    this.preset = findPreset(options.preset ?? 'max-min')
    this.fluid = options.fluid ?? new Fluid(sim, { check: options.check ?? false })
    if (this.fluid.sim !== sim) throw new SimulationError('The fluid model of a network belongs to another simulation.')
    this.rules = new FlowRules(this.preset, this.fluid)
    this.options = 'routing' in options ? (options as OfTopologyOptions) : undefined
  }

  /** A network with the links of a topology, by the same ids, between whose hosts `send` and `transferBetween` work. */
  static of(sim: Simulation, topology: Wires, options: OfTopologyOptions): FluidNetwork {
    const network = new FluidNetwork(sim, options, topology.hosts)
    for (let link = 0; link < topology.links; link++) {
      network.addLink({ bandwidth: topology.bandwidth[link]!, latency: topology.latency[link]! })
    }
    return network
  }

  /** Number of links: ids are 0 to `links - 1`. */
  get links(): number {
    return this.rules.links
  }

  /** Flows that have begun and not ended, in their latency too; with a `fluid` that is shared, all its activities. */
  get flows(): number {
    return this.fluid.activities
  }

  /**
   * Adds a link.
   * @returns its id, from 0 on
   * @throws SimulationError when a number is out of its range
   */
  addLink({ bandwidth, latency = 0, policy = 'shared', degradation }: FluidLinkOptions): number {
    const where = `Link ${this.links}`
    if (!(bandwidth > 0)) {
      throw new SimulationError(`${where}, bandwidth = ${bandwidth}: expected a number of bits per second > 0.`)
    }
    const pipe = this.preset.fatPipe === 'each' ? EACH : LARGEST
    const constraint = this.fluid.addConstraint(bandwidth / 8, policy === 'fatpipe' ? pipe : SHARED, degradation)
    return this.rules.addLink(constraint, checkLatency(where, latency))
  }

  /**
   * Waits for a transfer: `yield* network.transfer(route, bytes)`. Giving the wait up cancels the flow.
   * @param route ids of links, each once
   * @param bytes payload, finite, > 0
   * @throws FluidFailed in the process when a link of the route goes down, or is down
   */
  transfer(route: ArrayLike<number>, bytes: number, options: FlowOptions = {}): Waitable<FluidRecord> {
    return new Doing(this.fluid, bytes, `transfer of ${bytes} bytes`, (onCompleted, onFailed) =>
      this.begin(route, bytes, options, onCompleted, (reason, left) => onFailed(reason, this.payload(left))),
    )
  }

  /**
   * The same in callback style.
   * @param onCompleted runs when the last byte is there; flows that end at one instant end in the order of their ids
   * @param onFailed runs at once when a link of the route goes down; in a later event of this instant when one is down
   * @returns the flow, for `suspend`, `setWeight` and the like; later flows have greater ids
   */
  start(
    route: ArrayLike<number>,
    bytes: number,
    onCompleted?: Action,
    onFailed?: (reason: 'link down') => void,
    options: FlowOptions = {},
  ): ActivityId {
    return this.begin(route, bytes, options, onCompleted, onFailed as ((reason: string) => void) | undefined)
  }

  /** Sends a message as a flow along the route between two hosts; one of 0 bytes takes the latency. */
  send(from: number, to: number, bytes: number, onDelivered: Action, onDropped?: (reason: DropReason) => void): void {
    const { route, reverse } = this.between(from, to)
    if (bytes === 0 || route.length === 0) {
      if (!(bytes >= 0 && bytes < Infinity)) throw badSize(bytes)
      this.sim.schedule(this.rules.latency(route), onDelivered)
      return
    }
    this.begin(route, bytes, { reverse }, onDelivered, onDropped as ((reason: string) => void) | undefined)
  }

  /** Waits for a transfer from host to host. */
  transferBetween(from: number, to: number, bytes: number, options: FlowOptions = {}): Waitable<FluidRecord> {
    const { route, reverse } = this.between(from, to)
    if (route.length === 0) throw new SimulationError(`A flow from host ${from} to itself: expected another host.`)
    return this.transfer(route, bytes, { reverse, ...options })
  }

  /** Ends a flow; nobody is told. False when it has ended before. */
  cancel(flow: ActivityId): boolean {
    return this.fluid.cancel(flow)
  }

  /** Halts a flow. False when it has ended or is suspended. */
  suspend(flow: ActivityId): boolean {
    return this.fluid.suspend(flow)
  }

  /** Lets a suspended flow go on. False when it has ended or is not suspended. */
  resume(flow: ActivityId): boolean {
    return this.fluid.resume(flow)
  }

  /** Changes the weight of a flow, > 0. False when it has ended. */
  setWeight(flow: ActivityId, weight: number): boolean {
    return this.rules.setWeight(flow, weight)
  }

  /** Changes the rate limit of a flow, bits per second, > 0; Infinity takes it off. False when it has ended. */
  setRateLimit(flow: ActivityId, rateLimit: number): boolean {
    return this.rules.setRateLimit(flow, rateLimit)
  }

  /** Payload bits per second now; 0 when the flow has ended, is in its latency or suspended. */
  rate(flow: ActivityId): number {
    return this.payload(this.fluid.rate(flow)) * 8
  }

  /** Payload bytes that are left now; 0 when the flow has ended. */
  remaining(flow: ActivityId): number {
    return this.payload(this.fluid.remaining(flow))
  }

  /** Changes a bandwidth from now on, for flows in progress too; bits per second, finite, >= 0: 0 brings them to a halt. */
  setBandwidth(link: number, bandwidth: number): void {
    this.rules.setBandwidth(link, bandwidth)
  }

  /** Changes a latency, seconds: of flows to come, and, where shares or windows go by it, for flows in progress. */
  setLatency(link: number, latency: number): void {
    this.rules.setLatency(link, checkLatency(`Link ${link}`, latency))
  }

  /** Takes a link down: the flows over it, forth or back, fail now, in the order of their ids. */
  fail(link: number): void {
    this.fluid.fail(this.rules.constraintOf(link), 'link down')
  }

  /** Brings a link up again; flows that failed stay failed. */
  repair(link: number): void {
    this.fluid.repair(this.rules.constraintOf(link))
  }

  /** `fail` or `repair`. */
  setUp(link: number, up: boolean): void {
    if (up) this.repair(link)
    else this.fail(link)
  }

  /** False while the link is down. */
  isUp(link: number): boolean {
    return this.fluid.isUp(this.rules.constraintOf(link))
  }

  /** Bytes on the wire since the start or the end of warm-up, cross-traffic and what a preset adds for headers included. */
  bytes(link: number): number {
    return this.fluid.meter.units(this.rules.constraintOf(link))
  }

  /** Fraction of the bandwidth in use, averaged over the time since the start or the end of warm-up. */
  utilisation(link: number): number {
    return this.fluid.meter.utilisation(this.rules.constraintOf(link))
  }

  /** Kernel side: the constraint of the fluid model that a link is. */
  constraintOf(link: number): number {
    return this.rules.constraintOf(link)
  }

  /** Seconds that a flow over a route waits before it shares. */
  latency(route: ArrayLike<number>): number {
    return this.rules.latency(route)
  }

  private begin(
    route: ArrayLike<number>,
    bytes: number,
    options: FlowOptions,
    onCompleted: Action | undefined,
    onFailed: ((reason: string, left: number) => void) | undefined,
  ): ActivityId {
    if (!(bytes > 0 && bytes < Infinity)) throw badSize(bytes)
    return this.rules.start(route, bytes, options, onCompleted, onFailed)
  }

  private payload(onWire: number): number {
    return onWire * this.preset.bandwidthFactor
  }

  private between(from: number, to: number): { route: ArrayLike<number>; reverse: ArrayLike<number> | undefined } {
    const { options } = this
    if (options === undefined) {
      throw new SimulationError(`A fluid network without hosts cannot send from ${from}: make it with FluidNetwork.of.`)
    }
    const route = this.wires(options.routing.path(from, to))
    return { route, reverse: this.preset.crossTraffic > 0 ? this.wires(options.routing.path(to, from)) : undefined }
  }

  /** Both directions of a half-duplex connection are its first link. */
  private wires(path: ArrayLike<number>): ArrayLike<number> {
    return this.options!.duplex === 'half' ? Array.from(path, (link) => link & ~1) : path
  }
}

function checkLatency(where: string, latency: number): number {
  if (latency >= 0 && latency < Infinity) return latency
  throw new SimulationError(`${where}, latency = ${latency}: expected a finite number of seconds >= 0.`)
}

function badSize(bytes: number): SimulationError {
  return new SimulationError(`A flow of ${bytes} bytes: expected a finite number > 0.`)
}
