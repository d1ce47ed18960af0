import { SimulationError } from '../../errors.ts'
import { requireCount, requireSeconds, type LatencyModel } from './latency-model.ts'

/** Options of `transitStubClasses`. */
export interface TransitStubClassesOptions {
  /** Seconds between hosts of one stub domain. */
  sameStub: number
  /** Seconds between hosts of different stubs of one transit domain. */
  sameTransit: number
  /** Seconds between hosts of different transit domains. */
  otherTransit: number
  /**
   * Which stub domain each host is in, by host, and which transit domain each stub is in, by stub; or how many hosts
   * there are, hosts in a stub and stubs in a transit domain, in order of their ids (the last ones may be smaller).
   */
  domains:
    | { stubOf: ArrayLike<number>; transitOf: ArrayLike<number> }
    | { hosts: number; hostsPerStub: number; stubsPerTransit: number }
}

/**
 * Three latencies, by how far apart the domains of two hosts are: an Internet of transit and stub domains without its
 * links.
 * @source Zegura, Calvert, Bhattacharjee, How to model an internetwork, INFOCOM 1996, for the structure
 */
export function transitStubClasses(options: TransitStubClassesOptions): LatencyModel {
  const { sameStub, sameTransit, otherTransit, domains } = options
  const model = 'transit-stub classes'
  requireSeconds(model, 'sameStub', sameStub)
  requireSeconds(model, 'sameTransit', sameTransit)
  requireSeconds(model, 'otherTransit', otherTransit)
  if ('hosts' in domains) {
    const { hosts, hostsPerStub, stubsPerTransit } = domains
    requireCount(model, 'hosts', hosts)
    requireCount(model, 'hostsPerStub', hostsPerStub)
    requireCount(model, 'stubsPerTransit', stubsPerTransit)
    return {
      hosts,
      latency(from, to) {
        const a = Math.floor(from / hostsPerStub)
        const b = Math.floor(to / hostsPerStub)
        if (a === b) return sameStub
        return Math.floor(a / stubsPerTransit) === Math.floor(b / stubsPerTransit) ? sameTransit : otherTransit
      },
    }
  }
  const transitOf = Int32Array.from(domains.transitOf)
  const stubOf = Int32Array.from(domains.stubOf)
  requireCount(model, 'stubOf.length', stubOf.length)
  for (let host = 0; host < stubOf.length; host++) {
    const stub = domains.stubOf[host]!
    if (Number.isInteger(stub) && stub >= 0 && stub < transitOf.length) continue
    throw new SimulationError(
      `Latency model "${model}", stubOf[${host}] = ${stub}: expected a stub with a transit domain, ` +
        `an integer from 0 to ${transitOf.length - 1}.`,
    )
  }
  return {
    hosts: stubOf.length,
    latency(from, to) {
      const a = stubOf[from]!
      const b = stubOf[to]!
      if (a === b) return sameStub
      return transitOf[a] === transitOf[b] ? sameTransit : otherTransit
    },
  }
}
