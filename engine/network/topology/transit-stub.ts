import type { RandomStream } from '../../random/stream.ts'
import { TopologyBuilder } from './builder.ts'
import { connectBy, requireInteger, requireProbability, type LinkRule } from './link-rule.ts'
import type { Topology } from './topology.ts'

/** What the links of a transit-stub topology are like, by what they join. */
export interface TransitStubLinks {
  /** Between hosts of different transit domains. */
  backbone: LinkRule
  /** Inside a transit domain. */
  transit: LinkRule
  /** Between a stub domain and its transit host. */
  access: LinkRule
  /** Inside a stub domain. */
  stub: LinkRule
}

/** How large a transit-stub topology is. */
export interface TransitStubOptions {
  /** Transit domains, >= 1. */
  transitDomains: number
  /** Hosts in each transit domain, >= 1. */
  transitHosts: number
  /** Stub domains at each transit host, >= 1. */
  stubsPerTransitHost: number
  /** Hosts in each stub domain, >= 1. */
  stubHosts: number
  /** Probability that two transit domains not yet joined are. Default 0.5. */
  backboneProbability?: number
  /** Probability that two hosts of one transit domain not yet joined are. Default 0.6. */
  transitProbability?: number
  /** The same in a stub domain. Default 0.4. */
  stubProbability?: number
}

/**
 * A transit-stub topology: domains of routers that carry traffic for others, joined to each other, and at each of their
 * routers domains of hosts that do not. Stub hosts are the terminals and come after all transit hosts: the hosts of
 * stub s of transit host t begin at `T + (t stubsPerTransitHost + s) stubHosts`, where T is the number of transit hosts.
 *
 * It is connected by construction: inside a domain each host but the first is joined to one drawn among those before it
 * (a random recursive tree), then every other pair with the probability given; domains are joined alike, each time
 * between hosts drawn in either; and each stub has one connection, from a host drawn in it, to its transit host.
 * @source Zegura, Calvert, Bhattacharjee, How to model an internetwork, INFOCOM 1996, for the structure; the rule that
 * makes domains connected replaces its drawing again until they are.
 */
export function transitStub(options: TransitStubOptions, links: TransitStubLinks, stream: RandomStream): Topology {
  const { transitDomains, transitHosts, stubsPerTransitHost, stubHosts } = options
  const { backboneProbability = 0.5, transitProbability = 0.6, stubProbability = 0.4 } = options
  requireInteger('transitStub', 'transitDomains', transitDomains, 1)
  requireInteger('transitStub', 'transitHosts', transitHosts, 1)
  requireInteger('transitStub', 'stubsPerTransitHost', stubsPerTransitHost, 1)
  requireInteger('transitStub', 'stubHosts', stubHosts, 1)
  requireProbability('transitStub', 'backboneProbability', backboneProbability)
  requireProbability('transitStub', 'transitProbability', transitProbability)
  requireProbability('transitStub', 'stubProbability', stubProbability)
  const transits = transitDomains * transitHosts
  const stubs = transits * stubsPerTransitHost
  requireInteger('transitStub', 'hosts', transits + stubs * stubHosts, 1, 0x3ffffff)

  const builder = new TopologyBuilder()
  builder.addHosts(transits + stubs * stubHosts)
  const within = (first: number, count: number): number => first + stream.integer(0, count - 1)

  joinDomain(transitDomains, backboneProbability, stream, (a, b) => {
    const ends = [within(a * transitHosts, transitHosts), within(b * transitHosts, transitHosts)] as const
    connectBy(builder, ...ends, links.backbone)
  })
  for (let domain = 0; domain < transitDomains; domain++) {
    const first = domain * transitHosts
    joinDomain(transitHosts, transitProbability, stream, (a, b) =>
      connectBy(builder, first + a, first + b, links.transit),
    )
  }
  for (let stub = 0; stub < stubs; stub++) {
    const first = transits + stub * stubHosts
    joinDomain(stubHosts, stubProbability, stream, (a, b) => connectBy(builder, first + a, first + b, links.stub))
    connectBy(builder, Math.floor(stub / stubsPerTransitHost), within(first, stubHosts), links.access)
  }
  builder.declareTerminals(transits, stubs * stubHosts)
  return builder.build()
}

/** Joins members 0 to `count - 1` by a random recursive tree, and every other pair with the probability given. */
function joinDomain(
  count: number,
  probability: number,
  stream: RandomStream,
  join: (a: number, b: number) => void,
): void {
  for (let b = 1; b < count; b++) {
    const parent = stream.integer(0, b - 1)
    for (let a = 0; a < b; a++) if (a === parent || stream.bernoulli(probability)) join(a, b)
  }
}
