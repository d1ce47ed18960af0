import { SimulationError } from '../../errors.ts'

/** Bits per second of each host's access link: the same for all, or by host; > 0, Infinity takes no time. */
export type AccessBandwidth = number | ArrayLike<number>

/** The links of all hosts in one direction: each serves one message after the other. */
export class AccessLinks {
  /** Bits per second: of all hosts, or by host. */
  private readonly bandwidth: number
  private readonly bandwidthOf: Float64Array | undefined
  /** When each link will have served all it has taken on, seconds. */
  private readonly freeAt: Float64Array

  /** @param name `upload` or `download`, for messages */
  constructor(name: string, hosts: number, bandwidth: AccessBandwidth) {
    const refuse = (where: string, value: number): never => {
      throw new SimulationError(`LatencyNetwork, ${where} = ${value}: expected a number of bits per second > 0.`)
    }
    this.freeAt = new Float64Array(hosts).fill(-Infinity)
    this.bandwidth = 0
    if (typeof bandwidth === 'number') {
      if (!(bandwidth > 0)) refuse(name, bandwidth)
      this.bandwidth = bandwidth
      return
    }
    if (bandwidth.length !== hosts) {
      throw new SimulationError(
        `LatencyNetwork, ${name}: ${bandwidth.length} bandwidths for ${hosts} hosts, expected one for each.`,
      )
    }
    this.bandwidthOf = Float64Array.from(bandwidth)
    for (let host = 0; host < hosts; host++) if (!(bandwidth[host]! > 0)) refuse(`${name}[${host}]`, bandwidth[host]!)
  }

  /** Takes a message on; returns how long from now until it has been served, seconds. */
  serve(host: number, bytes: number, now: number): number {
    const free = this.freeAt[host]!
    const start = free > now ? free : now
    const end = start + (bytes * 8) / (this.bandwidthOf === undefined ? this.bandwidth : this.bandwidthOf[host]!)
    this.freeAt[host] = end
    return end - now
  }

  /** How long a message taken on now would wait before it is served, seconds. */
  backlog(host: number, now: number): number {
    return Math.max(0, this.freeAt[host]! - now)
  }
}
