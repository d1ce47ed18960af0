import { type Counter, Link, Medium, type Simulation, type Waitable } from '../../../engine/index.ts'
import type { Settings } from './parameters.ts'

/** The wires between the two machines. */
export class Wires {
  private readonly sim: Simulation
  private readonly latency: number
  private readonly toServer: Link
  private readonly toClient: Link

  constructor(sim: Simulation, p: Settings) {
    this.sim = sim
    this.latency = p.latency
    const shared = p.medium === 'shared' ? { medium: new Medium() } : {}
    // Propagation is added by `arrives`, so that a sender can also wait for the end of the transmission alone.
    const link = (name: string): Link =>
      new Link(sim, {
        name,
        latency: 0,
        bandwidth: p.bandwidth,
        headerBytes: p.headerSize,
        mtu: p.packetSize,
        ...shared,
      })
    this.toServer = link('to server')
    this.toClient = link('to client')
  }

  /** Wait until a request of so many data bytes has left the client. */
  request(bytes: number): Waitable<void> {
    return this.transmitted(this.toServer, bytes)
  }

  /** Wait until a reply of so many data bytes has left the server. */
  reply(bytes: number): Waitable<void> {
    return this.transmitted(this.toClient, bytes)
  }

  /** Wait until what has been transmitted arrives. */
  arrives(): Waitable<void> {
    return this.sim.delay(this.latency)
  }

  private transmitted(link: Link, bytes: number): Waitable<void> {
    const done = this.sim.once('transmission')
    link.send(bytes, () => done.succeed())
    return done
  }
}

/** Where the server listens, and what the client believes about it. */
export class Binding {
  /** Look-ups at the portmapper. */
  readonly lookups: Counter
  private port = 1
  private known: number | undefined = undefined

  constructor(sim: Simulation, { serverMoves, binding }: Settings) {
    this.lookups = sim.counter('look-ups')
    if (binding === 'static') this.known = this.port
    if (serverMoves === 0) return
    const gaps = sim.stream('server moves')
    const move = (): void => {
      this.port++
      sim.schedule(gaps.exponential(1 / serverMoves), move)
    }
    sim.schedule(gaps.exponential(1 / serverMoves), move)
  }

  /** The port that the client sends to; undefined when it has to ask. */
  get knownPort(): number | undefined {
    return this.known
  }

  /** The answer of the portmapper at this instant. */
  current(): number {
    this.lookups.increment()
    return this.port
  }

  /** Whether the server listens there at this instant. */
  isCurrent(port: number): boolean {
    return port === this.port
  }

  /** The client remembers a port, or (undefined) that the one it knew is stale. */
  remember(port: number | undefined): void {
    this.known = port
  }
}
