import { SimulationError } from '../../errors.ts'
import type { Waitable } from '../../process/waitable.ts'
import type { Simulation } from '../../simulation.ts'
import { checkBytes, segmentsOf, stallTime, tcpSettings, type TcpPath, type TcpSettings } from './slow-start.ts'

/** Options of a connection. */
export interface TcpOptions extends TcpPath {
  /** Round trips of TLS on top of the one of TCP: 1 for TLS 1.3, 2 for TLS 1.2. Default 0. */
  readonly tlsRoundTrips?: number
  /**
   * Seconds without traffic after which a window falls back to the initial one, as RFC 5681 section 4.1 asks for after a
   * retransmission time-out. Default Infinity: the window stays.
   */
  readonly idleReset?: number
}

/** The window of one direction. */
interface Direction {
  /** Segments. */
  window: number
  /** When the last transfer ended or ends, seconds. */
  until: number
}

/**
 * A TCP connection as its time: set-up, slow start, reuse. Each transfer is one delay, computed from round trips and the
 * bottleneck; the window that it has grown serves the next. Transfers of one direction follow each other.
 *
 * The path is the connection's own: no loss, no sharing. Where connections compete, send segments over a packet network
 * (`PacketTcp`) or flows over a fluid one after `connect`.
 *
 * @example
 * const connection = new TcpConnection(sim, { rtt: 0.1, bandwidth: 1e6, tlsRoundTrips: 1 })
 * yield* connection.connect()        // 2 RTT
 * yield* connection.request(400)     // half an RTT and the time on the wire
 * yield* sim.delay(0.02)             // the server works
 * yield* connection.reply(100_000)   // half an RTT, the time on the wire, the stalls of slow start
 */
export class TcpConnection {
  readonly sim: Simulation
  private readonly path: TcpSettings
  private readonly tlsRoundTrips: number
  private readonly idleReset: number
  private readonly up: Direction
  private readonly down: Direction
  private open = false

  constructor(sim: Simulation, { tlsRoundTrips = 0, idleReset = Infinity, ...path }: TcpOptions) {
    if (!(Number.isSafeInteger(tlsRoundTrips) && tlsRoundTrips >= 0))
      throw new SimulationError(`TCP connection, tlsRoundTrips = ${tlsRoundTrips}: expected an integer >= 0.`)
    if (!(idleReset > 0))
      throw new SimulationError(`TCP connection, idleReset = ${idleReset}: expected seconds > 0, or Infinity.`)
    this.sim = sim
    this.path = tcpSettings(path)
    this.tlsRoundTrips = tlsRoundTrips
    this.idleReset = idleReset
    this.up = { window: this.path.initialWindow, until: sim.now }
    this.down = { window: this.path.initialWindow, until: sim.now }
  }

  /** Whether it has been connected and not closed since. */
  get connected(): boolean {
    return this.open
  }

  /** Segments that the server may send at once. */
  get window(): number {
    return this.down.window
  }

  /** Sets the connection up: a round trip and those of TLS. A connection that is open takes no time. */
  connect(): Waitable<void> {
    return this.sim.delay(this.connectTime())
  }

  /** Sends a request: until its last bit is at the server. @param bytes finite, >= 0 */
  request(bytes: number): Waitable<void> {
    return this.sim.delay(this.requestTime(bytes))
  }

  /** Sends a reply: until its last bit is at the client. @param bytes finite, >= 0 */
  reply(bytes: number): Waitable<void> {
    return this.sim.delay(this.replyTime(bytes))
  }

  /** As `connect`, for callbacks: begins now and says how long it takes, seconds. */
  connectTime(): number {
    if (this.open) return 0
    this.open = true
    return this.path.rtt * (1 + this.tlsRoundTrips)
  }

  /** As `request`, for callbacks: begins now and says how long it takes, seconds. */
  requestTime(bytes: number): number {
    return this.transfer(this.up, bytes)
  }

  /** As `reply`, for callbacks: begins now and says how long it takes, seconds. */
  replyTime(bytes: number): number {
    return this.transfer(this.down, bytes)
  }

  /** Closes the connection, which costs nobody time: the next `connect` sets it up anew, with initial windows. */
  close(): void {
    this.open = false
    this.up.window = this.down.window = this.path.initialWindow
  }

  private transfer(direction: Direction, bytes: number): number {
    checkBytes(bytes)
    const { sim, path } = this
    if (!this.open) throw new SimulationError(`Nothing can be sent at t=${sim.now} s: connect first.`)
    if (sim.now - direction.until > this.idleReset) direction.window = path.initialWindow
    const time = path.rtt / 2 + (bytes * 8) / path.bandwidth + stallTime(path, bytes, direction.window)
    // Each acknowledgement lets the window grow by a segment.
    const acknowledgements = Math.ceil(segmentsOf(bytes, path.mss) / path.segmentsPerAck)
    direction.window = Math.min(direction.window + acknowledgements, path.receiveWindow)
    direction.until = sim.now + time
    return time
  }
}
