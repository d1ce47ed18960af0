import type { RandomStream, Simulation } from '../../../engine/index.ts'
import { Ring, evenIds, randomId, randomIds } from './ring.ts'

/** Who takes part: the ring as it was filled with keys, and what is left of it after the failures. */
export interface Population {
  /** The ring that the keys were stored on. */
  readonly stored: Ring
  /** 1 for each position of `stored` whose host has failed. */
  readonly failed: Uint8Array
  /** The ring that lookups travel: `stored`, or the survivors with repaired tables. */
  readonly routed: Ring
  /** 1 for each position of `routed` that is dead without its peers knowing. */
  readonly dead: Uint8Array
  readonly anyFailed: boolean
  /** Host of a position of `stored`, 0 to hosts - 1. */
  hostOf(position: number): number
  /** Host of a position of `routed`. */
  routedHostOf(position: number): number
}

/** What the population depends on; see the parameters of the model. */
export interface PopulationParameters {
  readonly nodes: number
  readonly virtualNodes: number
  readonly placement: 'random' | 'even'
  readonly failedFraction: number
  readonly stabilised: boolean
}

/** Hosts that fail: the nearest whole number to the fraction. */
export function failedHosts({ nodes, failedFraction }: Pick<PopulationParameters, 'nodes' | 'failedFraction'>): number {
  return Math.round(nodes * failedFraction)
}

/** Builds the ring, gives each host its positions, and lets hosts fail all at once. */
export function populate(sim: Simulation, p: PopulationParameters): Population {
  const positions = p.nodes * p.virtualNodes
  const stored = new Ring(p.placement === 'even' ? evenIds(positions) : randomIds(positions, sim.stream('ids')))
  const hosts = p.virtualNodes === 1 ? undefined : dealHosts(positions, p.virtualNodes, sim.stream('hosts'))
  const hostOf = (position: number): number => (hosts === undefined ? position : hosts[position]!)
  const failed = new Uint8Array(positions)
  const failures = failedHosts(p)
  if (failures > 0) {
    const down = new Uint8Array(p.nodes)
    for (const host of sim.stream('failures').sampleIndices(p.nodes, failures)) down[host] = 1
    for (let position = 0; position < positions; position++) failed[position] = down[hostOf(position)]!
  }
  const anyFailed = failures > 0
  if (!anyFailed || !p.stabilised) {
    return { stored, failed, routed: stored, dead: failed, anyFailed, hostOf, routedHostOf: hostOf }
  }
  const survivors = Uint32Array.from({ length: positions }, (_, position) => position).filter(
    (position) => failed[position] === 0,
  )
  const routed = new Ring(Float64Array.from(survivors, (position) => stored.ids[position]!))
  const dead = new Uint8Array(routed.size)
  return {
    stored,
    failed,
    routed,
    dead,
    anyFailed,
    hostOf,
    routedHostOf: (position) => hostOf(survivors[position]!),
  }
}

/** True when every host that stored a copy of the key has failed. */
export function isLost({ stored, failed }: Population, key: number, replicas: number): boolean {
  const owner = stored.ownerOf(key)
  for (let copy = 0; copy < Math.min(replicas, stored.size); copy++) {
    if (failed[stored.successor(owner, copy)] === 0) return false
  }
  return true
}

/** A live position of the ring that lookups travel, each equally likely. */
export function anyoneAlive({ routed, dead }: Population, stream: RandomStream): number {
  for (;;) {
    const position = stream.integer(0, routed.size - 1)
    if (dead[position] === 0) return position
  }
}

/** Number of keys on each host when `keys` uniform keys are stored, one copy each. */
export function storeKeys(
  { stored, hostOf }: Population,
  nodes: number,
  keys: number,
  stream: RandomStream,
): Uint32Array {
  const load = new Uint32Array(nodes)
  for (let key = 0; key < keys; key++) {
    const host = hostOf(stored.ownerOf(randomId(stream)))
    load[host]! += 1
  }
  return load
}

/** Each host gets `share` positions; ids are exchangeable, so it does not matter which. */
function dealHosts(positions: number, share: number, stream: RandomStream): Uint32Array {
  const order = stream.shuffle(Array.from({ length: positions }, (_, i) => i))
  return Uint32Array.from(order, (ticket) => Math.floor(ticket / share))
}
