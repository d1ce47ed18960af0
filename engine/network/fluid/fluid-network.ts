import { SimulationError } from '../../errors.ts'
import type { Waitable } from '../../process/waitable.ts'
import type { Simulation } from '../../simulation.ts'
import type { Action } from '../../time/event-list.ts'
import type { Carrier, DropReason } from '../carrier.ts'
import { Doing, type FluidRecord } from './doing.ts'
import type { ActivityId } from './activity.ts'
import { Fluid } from './fluid.ts'
import { FlowRules } from './flow-rules.ts'
import type {
  FlowOptions,
  FluidLinkOptions,
  FluidNetworkOptions,
  OfTopologyOptions,
  Wires,
} from './fluid-network-options.ts'
import { HostRoutes } from './host-routes.ts'
import { findPreset, type FluidPreset } from './preset.ts'
import { EACH, LARGEST, SHARED } from './shares.ts'

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
  private readonly routes: HostRoutes | undefined

  /** @param routes kernel side: which way flows between hosts go, see `FluidNetwork.of` */
  constructor(sim: Simulation, options: FluidNetworkOptions = {}, routes?: HostRoutes) {
    this.sim = sim
    this.hosts = routes?.hosts ?? 0
    this.routes = routes
    this.preset = findPreset(options.preset ?? 'max-min')
    if (options.fluid !== undefined && options.check === true)
      throw new SimulationError('A fluid network, check = true: expected it on the fluid model that is given.')
    this.fluid = options.fluid ?? new Fluid(sim, { check: options.check ?? false })
    if (this.fluid.sim !== sim) throw new SimulationError('The fluid model of a network belongs to another simulation.')
    this.rules = new FlowRules(this.preset, this.fluid)
  }

  /**
   * A network with the links of a topology, by the same ids, between whose hosts `send` and `transferBetween` work. The
   * way back of a one-way link is not there, and an error where a route takes it.
   */
  static of(sim: Simulation, topology: Wires, options: OfTopologyOptions): FluidNetwork {
    const { duplex = 'full' } = options
    requireOneOf('A fluid network', 'duplex', duplex, ['full', 'half'])
    const network = new FluidNetwork(sim, options, new HostRoutes(topology, options.routing))
    for (let link = 0; link < topology.links; link++) {
      if (topology.has?.(link) === false) network.rules.links.addAbsent()
      else if (duplex === 'half' && link % 2 === 1) network.rules.links.add(network.constraintOf(link - 1))
      else network.addLink({ bandwidth: topology.bandwidth[link]!, latency: topology.latency[link]! })
    }
    return network
  }

  /** Number of links, those of a topology that are not there included: ids are 0 to `links - 1`. */
  get links(): number {
    return this.rules.links.count
  }

  /** False for a number that is none of a link, such as the way back of a one-way link. */
  has(link: number): boolean {
    return this.rules.links.has(link)
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
    requireOneOf(where, 'policy', policy, ['shared', 'fatpipe'])
    if (policy === 'fatpipe' && degradation !== undefined && this.preset.fatPipe === 'each')
      throw new SimulationError(`${where}, degradation on a fat pipe: expected none, for its flows do not share it.`)
    const pipe = this.preset.fatPipe === 'each' ? EACH : LARGEST
    const constraint = this.fluid.addConstraint(bandwidth / 8, policy === 'fatpipe' ? pipe : SHARED, degradation)
    return this.rules.links.add(constraint, checkLatency(where, latency))
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

  /**
   * Sends a message as a flow along the route between two hosts; one of 0 bytes takes the latency, and is dropped only
   * when a link is down as it is sent.
   * @throws SimulationError when there is no such host, no way, or no way back that the preset needs
   */
  send(from: number, to: number, bytes: number, onDelivered: Action, onDropped?: (reason: DropReason) => void): void {
    const { route, reverse } = this.between(from, to)
    if (!(bytes >= 0 && bytes < Infinity)) throw badSize(bytes, this.routes!.ends(from, to), '>= 0')
    if (bytes === 0 || from === to) {
      if (Array.prototype.every.call(route, (link: number) => this.isUp(link)))
        this.sim.schedule(this.rules.latency(route), onDelivered)
      else this.sim.schedule(0, () => onDropped?.('link down'))
      return
    }
    this.begin(route, bytes, { reverse }, onDelivered, onDropped as ((reason: string) => void) | undefined)
  }

  /** Waits for a transfer from host to host. */
  transferBetween(from: number, to: number, bytes: number, options: FlowOptions = {}): Waitable<FluidRecord> {
    const { route, reverse } = this.between(from, to)
    if (from === to) throw new SimulationError(`A flow from host ${from} to itself: expected another host.`)
    if (!(bytes > 0 && bytes < Infinity)) throw badSize(bytes, this.routes!.ends(from, to))
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
    this.fluid.fail(this.constraintOf(link), 'link down')
  }

  /** Brings a link up again; flows that failed stay failed. */
  repair(link: number): void {
    this.fluid.repair(this.constraintOf(link))
  }

  /** `fail` or `repair`. */
  setUp(link: number, up: boolean): void {
    if (up) this.repair(link)
    else this.fail(link)
  }

  /** False while the link is down. */
  isUp(link: number): boolean {
    return this.fluid.isUp(this.constraintOf(link))
  }

  /** Bytes on the wire since the start or the end of warm-up, cross-traffic and what a preset adds for headers included. */
  bytes(link: number): number {
    return this.fluid.meter.units(this.constraintOf(link))
  }

  /** Fraction of the bandwidth in use, averaged over the time since the start or the end of warm-up. */
  utilisation(link: number): number {
    return this.fluid.meter.utilisation(this.constraintOf(link))
  }

  /** Kernel side: the constraint of the fluid model that a link is. */
  constraintOf(link: number): number {
    return this.rules.links.constraintOf(link)
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
    if (!(bytes > 0 && bytes < Infinity)) throw badSize(bytes, ` over links ${Array.from(route).join(', ')}`)
    return this.rules.start(route, bytes, options, onCompleted, onFailed)
  }

  private between(from: number, to: number): { route: ArrayLike<number>; reverse: ArrayLike<number> | undefined } {
    const { routes, preset } = this
    if (routes === undefined) {
      throw new SimulationError(`A fluid network without hosts cannot send from ${from}: make it with FluidNetwork.of.`)
    }
    const route = routes.forth(from, to)
    return { route, reverse: preset.crossTraffic > 0 ? routes.back(from, to, preset.name) : undefined }
  }

  private payload(onWire: number): number {
    return onWire * this.preset.bandwidthFactor
  }
}

function checkLatency(where: string, latency: number): number {
  if (latency >= 0 && latency < Infinity) return latency
  throw new SimulationError(`${where}, latency = ${latency}: expected a finite number of seconds >= 0.`)
}

function requireOneOf(where: string, option: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return
  throw new SimulationError(`${where}, ${option} = "${value}": expected ${known.join(' or ')}.`)
}

function badSize(bytes: number, where: string, range = '> 0'): SimulationError {
  return new SimulationError(`A flow of ${bytes} bytes${where}: expected a finite number ${range}.`)
}
