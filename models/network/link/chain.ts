import {
  type Counter,
  Link,
  type Quantiles,
  type RandomStream,
  type Simulation,
  type Tally,
} from '../../../engine/index.ts'
import { type LinkChain, lossOf, queueOf } from './parameters.ts'

/** One packet on its way over the chain; pooled, since there may be millions of them. */
class ChainPacket {
  private readonly chain: Chain
  /** Without header, for each link. */
  readonly sizes: Float64Array
  sentAt = 0
  /** Links that it has crossed. */
  crossed = 0
  readonly onDropped: (reason: string) => void

  constructor(chain: Chain, hops: number) {
    this.chain = chain
    this.sizes = new Float64Array(hops)
    this.onDropped = (reason) => chain.dropped(this, reason)
  }

  /** It is at the end of a link. */
  arrive(): void {
    this.crossed++
    this.chain.forward(this)
  }
}

/** Links in a row, each of which stores and forwards, and what becomes of the packets sent over them. */
export class Chain {
  readonly links: readonly Link[]
  readonly delivered: Counter
  readonly dropsInQueues: Counter
  readonly lostOnWires: Counter
  /** From sending to the last bit at the far end, of the packets that arrive, s. */
  readonly delay: Tally
  readonly delays: Quantiles
  /** Payload of packets that have arrived since the end of warm-up, bytes. */
  private bytes = 0
  private since = 0
  private readonly sim: Simulation
  private readonly p: LinkChain
  private readonly streams: readonly RandomStream[]
  private readonly idle: ChainPacket[] = []

  constructor(sim: Simulation, p: LinkChain) {
    this.sim = sim
    this.p = p
    const { bandwidth, latency, headerBytes } = p
    const [queue, loss] = [queueOf(p), lossOf(p)]
    const each = Array.from({ length: p.hops }, (_, hop) => (hop === 0 ? '' : `.${hop + 1}`))
    this.links = each.map((n) => new Link(sim, { name: `link${n}`, latency, bandwidth, headerBytes, queue, loss }))
    // A stream for each link, so that designs with more links send the same packets over the first ones.
    this.streams = each.map((n) => sim.stream(`size${n}`))
    this.delivered = sim.counter('delivered')
    this.dropsInQueues = sim.counter('dropped by a queue')
    this.lostOnWires = sim.counter('lost on a wire')
    this.delay = sim.tally('delay')
    this.delays = sim.quantiles('delay')
    sim.onWarmUpEnd(() => {
      this.bytes = 0
      this.since = sim.now
    })
  }

  /** Payload that arrives, bit/s. */
  get throughput(): number {
    return (this.bytes * 8) / (this.sim.now - this.since)
  }

  /** Sends one packet. */
  enter(): void {
    const { p, streams } = this
    const packet = this.idle.pop() ?? new ChainPacket(this, p.hops)
    const { sizes } = packet
    sizes[0] = p.size.sample(streams[0]!)
    for (let hop = 1; hop < sizes.length; hop++) sizes[hop] = p.redraw ? p.size.sample(streams[hop]!) : sizes[0]
    packet.sentAt = this.sim.now
    packet.crossed = 0
    this.forward(packet)
  }

  /** Packet's side: sends it over its next link, or takes it out at the end. */
  forward(packet: ChainPacket): void {
    const { crossed, sizes } = packet
    const link = this.links[crossed]
    if (link !== undefined) return link.send(sizes[crossed]!, packet, packet.onDropped)
    const delay = this.sim.now - packet.sentAt
    this.delivered.increment()
    this.delay.record(delay)
    this.delays.record(delay)
    this.bytes += sizes[0]!
    this.idle.push(packet)
  }

  /** Packet's side: it goes no further. */
  dropped(packet: ChainPacket, reason: string): void {
    if (reason === 'lost') this.lostOnWires.increment()
    else this.dropsInQueues.increment()
    this.idle.push(packet)
  }
}
