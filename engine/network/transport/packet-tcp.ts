import { SimulationError } from '../../errors.ts'
import type { Once } from '../../process/once.ts'
import type { Simulation } from '../../simulation.ts'
import type { Arrival, EventHandle } from '../../time/event-list.ts'
import { Order } from '../../time/order.ts'
import type { Carrier } from '../carrier.ts'
import { packetTcpSettings, type PacketTcpOptions, type PacketTcpSettings } from './packet-tcp-options.ts'
import { MAX_TIMEOUT } from './retransmission-timeout.ts'
import { checkBytes, segmentsOf } from './slow-start.ts'
import { TcpReceiver } from './tcp-receiver.ts'
import { TcpSender } from './tcp-sender.ts'

/** Thrown where a process waits for a TCP connection that breaks or is closed. */
export class ConnectionBroken extends SimulationError {
  override readonly name = 'ConnectionBroken'
}

/** What a packet is: set-up or request, the answer to a set-up packet, a segment, an acknowledgement. */
const ASK = 0
const ANSWER = 1
const SEGMENT = 2
const ACK = 3

/**
 * A TCP connection packet by packet over any carrier: set-up, then requests one after the other, each answered by an
 * object in segments. Latency, bandwidth, queues and losses are those of the carrier; without loss and with a path of
 * its own a fetch takes `fetchTime` exactly. The window is kept from fetch to fetch.
 */
export class PacketTcp {
  readonly sim: Simulation
  private readonly carrier: Carrier
  private readonly settings: PacketTcpSettings
  private readonly setUpSteps: number
  private readonly sender: TcpSender
  private readonly receiver: TcpReceiver
  private readonly idle: TcpPacket[] = []
  /** Set-up steps and requests that the client has begun, and that the server has seen. */
  private step = 0
  private stepSeen = 0
  private requestBytes = 0
  private objectBytes = 0
  private askTimeout = 0
  private asked = 0
  private askTimer: EventHandle | undefined = undefined
  private readonly askAgain = (): void => this.repeat()
  /** Segment after the last one of the present object. */
  private endOfObject = 0
  private done: Once<void> | undefined = undefined
  private over = false

  constructor(carrier: Carrier, options: PacketTcpOptions) {
    const settings = packetTcpSettings(options, carrier.hosts)
    const { sim } = carrier
    this.sim = sim
    this.carrier = carrier
    this.settings = settings
    this.setUpSteps = 1 + settings.tlsRoundTrips
    this.sender = new TcpSender(
      sim,
      settings,
      (segment) => this.send(SEGMENT, segment),
      () => this.giveUp(),
    )
    this.receiver = new TcpReceiver(sim, settings.segmentsPerAck, settings.ackDelay, (number) => this.send(ACK, number))
  }

  /** Segments that the server may have under way. */
  get window(): number {
    return Math.floor(this.sender.window)
  }

  /** Segments that the server has sent again so far. */
  get retransmissions(): number {
    return this.sender.retransmissions
  }

  /** Time-outs of the server so far. */
  get timeouts(): number {
    return this.sender.timeouts
  }

  /** Sets the connection up: what it returns happens when that is done, and can be waited for. */
  connect(): Once<void> {
    if (this.step > 0) throw new SimulationError('This TCP connection is set up, or about to be: connect once.')
    return this.begin('set-up')
  }

  /**
   * Asks for an object: what it returns happens when its last byte is at the client, and can be waited for.
   * @param bytes size of the object, finite, >= 0
   * @param requestBytes size of the request, finite, >= 0
   * @throws SimulationError when the connection is not set up, or the object before has not come
   */
  fetch(bytes: number, requestBytes = 0): Once<void> {
    checkBytes(bytes)
    checkBytes(requestBytes)
    this.checkIdle()
    if (this.step < this.setUpSteps) throw new SimulationError('This TCP connection is not set up: wait for connect().')
    this.objectBytes = bytes
    this.requestBytes = requestBytes
    this.endOfObject += segmentsOf(bytes, this.settings.mss)
    return this.begin('object')
  }

  /** Ends the connection: who waits for it is told, and packets under way are ignored. */
  close(): void {
    this.end('was closed')
  }

  /** Packet's side: it has arrived. */
  arrived(kind: number, number: number): void {
    if (this.over) return
    if (kind === SEGMENT) return this.gotSegment(number)
    if (kind === ACK) return this.sender.acknowledged(number)
    if (kind === ANSWER) return this.gotAnswer(number)
    if (number <= this.setUpSteps) return this.send(ANSWER, number)
    if (number <= this.stepSeen) return
    this.stepSeen = number
    // The request acknowledges all segments of the objects before.
    const segments = segmentsOf(this.objectBytes, this.settings.mss)
    const before = this.endOfObject - segments
    this.sender.settled(before)
    this.sender.offer(segments)
  }

  /** Packet's side: it may serve again. */
  release(packet: TcpPacket): void {
    this.idle.push(packet)
  }

  private checkIdle(): void {
    if (this.over) throw new ConnectionBroken('This TCP connection is over: make a new one.')
    if (this.done !== undefined)
      throw new SimulationError('This TCP connection is busy: wait for what was asked for before.')
  }

  private begin(what: string): Once<void> {
    this.done = this.sim.once(`${what} over TCP from host ${this.settings.server}`)
    this.nextStep()
    return this.done
  }

  private nextStep(): void {
    this.step++
    this.receiver.piggyback()
    this.askTimeout = this.settings.minTimeout
    this.asked = 0
    this.ask()
  }

  private ask(): void {
    this.asked++
    this.askTimer = this.sim.schedule(this.askTimeout, this.askAgain, Order.late)
    this.send(ASK, this.step)
  }

  private repeat(): void {
    if (this.asked >= this.settings.maxAttempts) return this.giveUp()
    this.askTimeout = Math.min(2 * this.askTimeout, MAX_TIMEOUT)
    this.ask()
  }

  private stopAsking(): void {
    if (this.askTimer !== undefined) this.sim.cancel(this.askTimer)
    this.askTimer = undefined
  }

  private gotAnswer(step: number): void {
    if (step !== this.step) return
    this.stopAsking()
    if (step < this.setUpSteps) this.nextStep()
    else this.finish()
  }

  private gotSegment(segment: number): void {
    // Some segment of the object has come, so the request has.
    if (segment >= this.endOfObject - segmentsOf(this.objectBytes, this.settings.mss)) this.stopAsking()
    const { next } = this.receiver
    this.receiver.received(segment)
    if (next < this.endOfObject && this.receiver.next === this.endOfObject) this.finish()
  }

  private giveUp(): void {
    this.end(`broke: ${this.settings.maxAttempts} time-outs in a row`)
  }

  private end(reason: string): void {
    if (this.over) return
    this.over = true
    this.stopAsking()
    this.sender.close()
    this.receiver.piggyback()
    const { done, settings } = this
    this.done = undefined
    done?.fail(
      new ConnectionBroken(`The TCP connection of host ${settings.client} to host ${settings.server} ${reason}.`),
    )
  }

  private finish(): void {
    const { done } = this
    this.done = undefined
    done!.succeed()
  }

  private send(kind: number, number: number): void {
    const packet = this.idle.pop() ?? new TcpPacket(this)
    packet.kind = kind
    packet.number = number
    const { client, server, mss, headerBytes } = this.settings
    let bytes = headerBytes
    if (kind === ASK && number > this.setUpSteps) bytes += this.requestBytes
    else if (kind === SEGMENT) bytes += number === this.endOfObject - 1 ? this.lastSegment() : mss
    const up = kind === ASK || kind === ACK
    this.carrier.send(up ? client : server, up ? server : client, bytes, packet, packet.dropped)
  }

  private lastSegment(): number {
    return this.objectBytes - (segmentsOf(this.objectBytes, this.settings.mss) - 1) * this.settings.mss
  }
}

/** A packet of a connection on the wire; serves one after the other. */
class TcpPacket implements Arrival {
  kind = 0
  number = 0
  private readonly connection: PacketTcp
  readonly dropped = (): void => this.connection.release(this)

  constructor(connection: PacketTcp) {
    this.connection = connection
  }

  arrive(): void {
    const { connection, kind, number } = this
    connection.release(this)
    connection.arrived(kind, number)
  }
}
