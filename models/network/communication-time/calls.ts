import {
  type Counter,
  PacketNetwork,
  type ProcessBody,
  type RandomStream,
  Resource,
  type Simulation,
  type Tally,
  topologies,
  type Topology,
  TopologyBuilder,
} from '../../../engine/index.ts'
import { pathOf } from './networks.ts'
import type { Communication } from './parameters.ts'

/** Clients that call a server over a network, and where the time of their calls goes. */
export class Calls {
  readonly response: Tally
  readonly request: Tally
  readonly communication: Tally
  readonly queueing: Tally
  readonly service: Tally
  readonly ended: Counter
  readonly network: PacketNetwork
  private readonly sim: Simulation
  private readonly p: Communication
  private readonly servers: Resource

  constructor(sim: Simulation, p: Communication) {
    this.sim = sim
    this.p = p
    this.response = sim.tally('response')
    this.request = sim.tally('request')
    this.communication = sim.tally('communication')
    this.queueing = sim.tally('queueing')
    this.service = sim.tally('service')
    this.servers = new Resource(sim, { name: 'servers', capacity: p.servers === 0 ? p.clients : p.servers })
    this.ended = sim.counter('calls')
    const { headerBytes } = p
    this.network = new PacketNetwork(sim, topologyOf(p), {
      headerBytes,
      mtu: p.switching === 'packets' ? pathOf(p).mtu - headerBytes : Infinity,
      cutThrough: p.switching === 'cut-through' ? p.head : Infinity,
    })
    for (let client = 1; client <= p.clients; client++) sim.spawn(this.client(client), `client ${client}`)
  }

  private *client(client: number): ProcessBody {
    const { sim, p, servers } = this
    // A stream for each client and cause, so that designs which differ in speed make the same calls.
    const [think, request, reply, service] = ['think', 'request', 'reply', 'service'].map((cause) =>
      sim.stream(`${cause}.${client}`),
    )
    for (;;) {
      yield* sim.delay(p.think.sample(think!))
      const sentAt = sim.now
      const serviceTime = p.service.sample(service!)
      const replyBytes = this.size(p.reply, reply!)
      yield* this.send(client, 0, this.size(p.request, request!))
      const arrivedAt = sim.now
      const lease = yield* servers.acquire()
      const begunAt = sim.now
      yield* sim.delay(serviceTime)
      lease.release()
      const repliedAt = sim.now
      yield* this.send(0, client, replyBytes)
      this.request.record(arrivedAt - sentAt)
      this.queueing.record(begunAt - arrivedAt)
      this.service.record(serviceTime)
      this.communication.record(arrivedAt - sentAt + (sim.now - repliedAt))
      this.response.record(sim.now - sentAt)
      this.ended.increment()
    }
  }

  private size(mean: number, stream: RandomStream): number {
    return this.p.sizes === 'constant' || mean === 0 ? mean : stream.exponential(mean)
  }

  private *send(from: number, to: number, bytes: number): ProcessBody {
    const arrival = this.sim.once<void>('message')
    this.network.send(from, to, bytes, () => arrival.succeed())
    yield* arrival
  }
}

/** Host 0 is the server, hosts 1 to n are clients; relays follow. */
function topologyOf(p: Communication): Topology {
  const { bandwidth, latency, hops } = pathOf(p)
  const link = { bandwidth, latency }
  if (p.medium === 'bus') return topologies.bus(p.clients + 1, link)
  const builder = new TopologyBuilder()
  builder.addHosts(p.clients + 1)
  for (let client = 1; client <= p.clients; client++) {
    let at = client
    for (let hop = 1; hop <= hops; hop++) {
      const next = hop === hops ? 0 : builder.addHost()
      builder.connect(at, next, link)
      at = next
    }
  }
  return builder.build()
}
