import type { Law, RandomStream, Simulation } from '../../../engine/index.ts'

/** One-way delay of a message between two hosts, s; 0 from a host to itself. */
export type Latency = (from: number, to: number) => number

/** What the network below an overlay is like; see the parameters of the models. */
export interface UnderlayParameters {
  readonly underlay: 'transit-stub' | 'pairs'
  /** Delay of a pair, for `pairs`. */
  readonly latency: Law
}

/** The network below an overlay of so many hosts. */
export function underlay(sim: Simulation, hosts: number, p: UnderlayParameters): Latency {
  return p.underlay === 'pairs'
    ? pairLatency(p.latency, sim.stream('latency'))
    : transitStub(hosts, sim.stream('underlay'))
}

/** Sampled latencies that pairs choose from. */
const tableSize = 65_536

/**
 * Two hosts keep their latency, the same in both directions: one of 65 536 values drawn from the law at the start, chosen
 * by a hash of the two, so that a million hosts need no matrix.
 */
export function pairLatency(law: Law, stream: RandomStream): Latency {
  if (law.variance === 0) return (from, to) => (from === to ? 0 : law.mean)
  const table = Float64Array.from({ length: tableSize }, () => law.sample(stream))
  return (from, to) => (from === to ? 0 : table[pairHash(from, to) % tableSize]!)
}

/** Routers of the transit domain, stub domains at each of them, and routers of a stub domain. */
const transits = 4
const stubsEach = 3
const stubRouters = 8
/**
 * Probability of a link between two routers of a domain besides those that hold it together. That of the backbone makes the
 * mean delay the published one, 115.9 ms.
 */
const transitLinks = 0.53
const stubLinks = 0.4
/** Delay of a link inside the transit domain, between it and a stub domain, and inside a stub domain, s. */
const transitDelay = 0.1
const accessDelay = 0.01
const stubDelay = 0.001

/**
 * A transit-stub internet: a backbone of 4 routers, 3 stub domains at each, 8 routers in each stub domain, and every host
 * at a random stub router. Links take 100, 10 and 1 ms; two hosts are 116 ms apart on average.
 * @source Zegura, Calvert and Bhattacharjee, How to model an internetwork, INFOCOM 1996, for the structure; Ratnasamy et al.,
 * CAN, SIGCOMM 2001, for the delays and the mean; its number of routers is not published
 */
export function transitStub(hosts: number, stream: RandomStream): Latency {
  const backbone = hopCounts(transits, transitLinks, stream)
  const stubs = transits * stubsEach
  const inside = new Uint8Array(stubs * stubRouters * stubRouters)
  for (let stub = 0; stub < stubs; stub++) {
    inside.set(hopCounts(stubRouters, stubLinks, stream), stub * stubRouters * stubRouters)
  }
  // The gateway of a stub domain is its router 0: the first row of its hop counts leads there.
  const routerOf = Uint16Array.from({ length: hosts }, () => stream.integer(0, stubs * stubRouters - 1))
  const routers = stubs * stubRouters
  const delays = new Float64Array(routers * routers)
  for (let a = 0; a < routers; a++) {
    for (let b = 0; b < routers; b++) delays[a * routers + b] = delay(a, b)
  }
  return (from, to) => (from === to ? 0 : delays[routerOf[from]! * routers + routerOf[to]!]!)

  function delay(a: number, b: number): number {
    const [stubA, stubB] = [Math.floor(a / stubRouters), Math.floor(b / stubRouters)]
    const [inA, inB] = [a % stubRouters, b % stubRouters]
    const domain = stubRouters * stubRouters
    if (stubA === stubB) return stubDelay * inside[stubA * domain + inA * stubRouters + inB]!
    const edges = inside[stubA * domain + inA]! + inside[stubB * domain + inB]!
    const across = backbone[Math.floor(stubA / stubsEach) * transits + Math.floor(stubB / stubsEach)]!
    return stubDelay * edges + 2 * accessDelay + transitDelay * across
  }
}

/** Hops between the routers of a domain: a random recursive tree and further links, by Floyd and Warshall. */
function hopCounts(routers: number, probability: number, stream: RandomStream): Uint8Array {
  const far = 250
  const hops = new Uint8Array(routers * routers).fill(far)
  for (let b = 0; b < routers; b++) {
    hops[b * routers + b] = 0
    const parent = b === 0 ? -1 : stream.integer(0, b - 1)
    for (let a = 0; a < b; a++) {
      if (a === parent || stream.bernoulli(probability)) hops[a * routers + b] = hops[b * routers + a] = 1
    }
  }
  for (let via = 0; via < routers; via++) {
    for (let a = 0; a < routers; a++) {
      for (let b = 0; b < routers; b++) {
        const around = hops[a * routers + via]! + hops[via * routers + b]!
        if (around < hops[a * routers + b]!) hops[a * routers + b] = around
      }
    }
  }
  return hops
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
