import type { Fluid } from './fluid.ts'
import type { FluidPreset, FluidPresetName } from './preset.ts'
import type { Degradation } from './shares.ts'

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
  /** Factor on the bandwidth, in [0, 1], while n >= 1 flows use the link; default: 1 always. Not on a fat pipe for each. */
  degradation?: Degradation
}

/** Options of a flow. */
export interface FlowOptions {
  /** Bits per second at most, > 0; default: no limit of its own. */
  rateLimit?: number | undefined
  /** Its rate is in proportion to this where it shares, > 0; default 1. */
  weight?: number | undefined
  /** Links of the way back, each once, for presets with cross-traffic; default: none, and so no cross-traffic. */
  reverse?: ArrayLike<number> | undefined
  /**
   * By link of the route: times the flow is on it, >= 1, such as 2 for a radio cell with both ends in it; on the way back
   * as often. Default 1.
   */
  passes?: ArrayLike<number> | undefined
}

/** Options of a network over a topology. */
export interface OfTopologyOptions extends FluidNetworkOptions {
  /** Which way flows go. */
  routing: { path(from: number, to: number): ArrayLike<number> }
  /** `half`: both directions of a connection are one link, with the properties of its first, by either id. Default `full`. */
  duplex?: 'full' | 'half'
}

/** What a fluid network reads of a topology. */
export interface Wires {
  readonly hosts: number
  readonly links: number
  readonly latency: ArrayLike<number>
  readonly bandwidth: ArrayLike<number>
  /** False for a way back that is not there. Default: all links are there. */
  has?(link: number): boolean
  /** How a host is called in messages. Default: its number. */
  name?(host: number): string
}
