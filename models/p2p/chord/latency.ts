import type { Law, Simulation } from '../../../engine/index.ts'

/** One-way delay of a message between two hosts, s; 0 from a host to itself. */
export type Latency = (from: number, to: number) => number

/** Sampled latencies that pairs choose from. */
const tableSize = 65_536

/**
 * Latencies after a law.
 * @param scope `message`: each message draws anew. `pair`: two hosts keep their latency, the same in both directions; it is
 * one of 65 536 values drawn from the law at the start, chosen by a hash of the two, so that a million hosts need no matrix
 */
export function latencyModel(sim: Simulation, law: Law, scope: 'pair' | 'message'): Latency {
  const stream = sim.stream('latency')
  if (law.variance === 0) return (from, to) => (from === to ? 0 : law.mean)
  if (scope === 'message') return (from, to) => (from === to ? 0 : law.sample(stream))
  const table = Float64Array.from({ length: tableSize }, () => law.sample(stream))
  return (from, to) => (from === to ? 0 : table[pairHash(from, to) % tableSize]!)
}

/**
 * Mixes two host numbers into 32 bits, the same for either order.
 * @source finaliser of MurmurHash3 (A. Appleby, public domain), applied to the pair
 */
function pairHash(a: number, b: number): number {
  let hash = Math.imul(Math.min(a, b), 0x9e3779b1) ^ Math.imul(Math.max(a, b), 0x85ebca77)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
