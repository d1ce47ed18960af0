import { topologies, type Topology } from '../../../engine/index.ts'
import type { Sharing } from './parameters.ts'

/** Hosts, links, and who sends to whom. */
export interface Pattern {
  readonly topology: Topology
  readonly routes: readonly Route[]
  /** The link that is watched: the one shared by most. */
  readonly bottleneck: number
}

/** Where flows go, and how many there are in a batch. */
export interface Route {
  readonly from: number
  readonly to: number
  readonly flows: number
  /** Whether it is the long route of a parking lot. */
  readonly long: boolean
}

/** Lays out the pattern of the parameters. */
export function patternOf(p: Sharing): Pattern {
  const { width, flows, bandwidth, otherBandwidth, latency } = p
  const links = { latency, bandwidth }
  const route = (from: number, to: number): Route => ({ from, to, flows, long: false })
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
  switch (p.pattern) {
    case 'single':
      return { topology: topologies.line(2, links), routes: [route(0, 1)], bottleneck: 0 }
    case 'parking-lot': {
      const ofLink = (a: number): number => (a === 0 ? bandwidth : otherBandwidth)
      const topology = topologies.line(width + 1, { latency, bandwidth: ofLink })
      const long = { from: 0, to: width, flows: p.longFlows, long: true }
      return { topology, routes: [long, ...upTo(width).map((i) => route(i, i + 1))], bottleneck: 0 }
    }
    case 'incast': {
      // Host 0 receives; link 1 leads from the hub to it.
      const senders = upTo(width).map((i) => route(i + 1, 0))
      return { topology: topologies.star(width + 1, links), routes: senders, bottleneck: 1 }
    }
    case 'all-to-all': {
      const hosts = upTo(width + 1)
      const pairs = hosts.flatMap((a) => hosts.filter((b) => b !== a).map((b) => route(a, b)))
      return { topology: topologies.star(width + 1, links), routes: pairs, bottleneck: 0 }
    }
    case 'dumbbell': {
      const access = { latency, bandwidth: otherBandwidth }
      const topology = topologies.dumbbell(width, width, { access, bottleneck: links })
      return { topology, routes: upTo(width).map((i) => route(i, width + i)), bottleneck: 4 * width }
    }
  }
}
