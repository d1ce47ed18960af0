import { SimulationError } from '../../errors.ts'
import type { Counter } from '../../monitor/counter.ts'
import type { RandomStream } from '../../random/stream.ts'
import type { Simulation } from '../../simulation.ts'
import type { Action } from '../../time/event-list.ts'
import type { Carrier, DropReason } from '../carrier.ts'
import { describeFaultProblem, findFaultProblem } from './check-faults.ts'
import type { Duration, Fault, PartitionFault } from './fault.ts'
import { installFaults } from './install-faults.ts'
import { Links, type Switchable, type SwitchableLinks } from './links.ts'
import { Machines } from './machines.ts'
import { Passage } from './passage.ts'
import { Cut, Traffic, type TrafficOptions } from './traffic.ts'

/** Options of a fault layer. */
export interface FaultLayerOptions {
  /** The links that faults may take down: the `links` of a packet network, or a fluid network. Default: none. */
  readonly links?: readonly (Switchable | undefined)[] | SwitchableLinks
  /** For reports, and the first part of the names of its random streams. Default `faults`. */
  readonly name?: string
}

/** Options of `install`. */
export interface InstallOptions {
  /**
   * How much is to go wrong, >= 0; default 1. Faults by law come so many times as often: times between them (`every`,
   * and `up` of churn) are divided by it. Faults by schedule last so many times as long: `for` and the outages of a trace
   * are multiplied by it. Probabilities, added delays and repair times (`down`, and `for` by law) stay. 0: no faults.
   */
  readonly intensity?: number
}

interface Lossy {
  readonly traffic: Traffic
  readonly probability: number
}

interface Slow {
  readonly traffic: Traffic
  readonly by: Duration
}

/**
 * Any network, with faults: a carrier around a carrier. While nothing is wrong it changes nothing and adds no event.
 *
 * A message is looked at twice, when it is sent and when it arrives:
 * - A host that is down sends nothing: `host down`, at once. What it had sent before is on its way and still arrives.
 * - A message to a host that is down travels, and is dropped on arrival: `host down`. When the host has restarted
 *   meanwhile it gets the message; only what a host sends to itself does not survive its crash.
 * - A partition holds up what is sent while it lasts, at once, and what would arrive while it lasts: `partitioned`.
 * - Loss is drawn when a message is sent; what is lost uses the network and is dropped on arrival: `lost`.
 * - Delay is added when a message has come through the network, as it was when the message was sent.
 * Messages of a host to itself know neither partition, loss nor delay. Faults begin and end in events of class
 * `before`: at the instant of a crash nothing arrives any more, at the instant of a restart it does again.
 */
export class FaultLayer implements Carrier {
  readonly sim: Simulation
  readonly hosts: number
  readonly name: string
  /** The hosts as machines: crash, restart, hooks, scopes, availability. */
  readonly machines: Machines
  /** Messages given to `send`. */
  readonly sent: Counter
  /** Messages that arrived. */
  readonly delivered: Counter
  /** Messages that did not arrive, whether dropped here or by the network. */
  readonly dropped: Counter
  /** Bytes since the start, warm-up or not: `sent` = `delivered` + `dropped` + `inFlight` at every instant. */
  readonly bytes = { sent: 0, delivered: 0, dropped: 0, inFlight: 0 }
  private readonly carrier: Carrier
  private readonly links: Links
  private cuts: readonly Cut[] = []
  private lossy: readonly Lossy[] = []
  private slow: readonly Slow[] = []
  private readonly lossStream: RandomStream
  private readonly delayStream: RandomStream
  /** Passages that are not under way. */
  private readonly idle: Passage[] = []

  constructor(carrier: Carrier, { links = [], name = 'faults' }: FaultLayerOptions = {}) {
    const { sim, hosts } = carrier
    this.sim = sim
    this.hosts = hosts
    this.name = name
    this.carrier = carrier
    this.machines = new Machines(sim, hosts, name)
    this.links = new Links(links)
    this.sent = sim.counter(`${name}.sent`)
    this.delivered = sim.counter(`${name}.delivered`)
    this.dropped = sim.counter(`${name}.dropped`)
    this.lossStream = sim.stream(`${name}.loss`)
    this.delayStream = sim.stream(`${name}.delay`)
  }

  send(from: number, to: number, bytes: number, onDelivered: Action, onDropped?: (reason: DropReason) => void): void {
    if (!(bytes >= 0 && bytes < Infinity))
      throw new SimulationError(`A message of ${bytes} bytes: expected a finite number >= 0.`)
    const { machines } = this
    // Asks for both, so that an unknown host is an error whatever the state of the other.
    const sends = machines.isUp(from)
    machines.isUp(to)
    this.sent.increment()
    this.bytes.sent += bytes
    this.bytes.inFlight += bytes
    if (!sends) return this.drop(bytes, 'host down', onDropped)
    if (this.separates(from, to)) return this.drop(bytes, 'partitioned', onDropped)
    const passage = this.idle.pop() ?? new Passage(this)
    passage.from = from
    passage.to = to
    passage.size = bytes
    passage.life = machines.life(from)
    passage.onDelivered = onDelivered
    passage.onDropped = onDropped
    passage.lost = this.lossy.length > 0 && from !== to && this.drawLoss(from, to)
    passage.extra = this.slow.length > 0 && from !== to ? this.drawDelay(from, to) : 0
    this.carrier.send(from, to, bytes, passage, passage.dropped)
  }

  /** Whether a partition in force keeps messages of `from` from `to`. */
  separates(from: number, to: number): boolean {
    if (this.cuts.length === 0 || from === to) return false
    for (const cut of this.cuts) if (cut.separates(from, to)) return true
    return false
  }

  /**
   * Cuts groups of hosts off from each other, until the function that it returns is called.
   * @param groups hosts of different groups cannot reach each other; hosts of none reach all; `'rest'` are all others
   * @param oneWay only messages from the first of two groups to the second are held up
   * @throws SimulationError when a host is unknown or in two groups
   */
  partition(groups: PartitionFault['groups'], { oneWay = false } = {}): () => void {
    this.check({ kind: 'partition', groups, oneWay })
    const cut = new Cut(this.hosts, groups, oneWay)
    this.cuts = [...this.cuts, cut]
    return () => void (this.cuts = this.cuts.filter((each) => each !== cut))
  }

  /**
   * Loses messages that are sent from now on, until the function that it returns is called.
   * @param probability in [0, 1]; where several apply a message has to escape each
   */
  lose(probability: number, traffic: TrafficOptions = {}): () => void {
    this.check({ kind: 'loss', probability, ...traffic })
    const entry = { probability, traffic: new Traffic(this.hosts, traffic) }
    this.lossy = [...this.lossy, entry]
    return () => void (this.lossy = this.lossy.filter((each) => each !== entry))
  }

  /**
   * Has messages that are sent from now on arrive later, until the function that it returns is called.
   * @param by seconds >= 0, or a law, drawn from for each message; several add up
   */
  slowDown(by: Duration, traffic: TrafficOptions = {}): () => void {
    this.check({ kind: 'delay', by, ...traffic })
    const entry = { by, traffic: new Traffic(this.hosts, traffic) }
    this.slow = [...this.slow, entry]
    return () => void (this.slow = this.slow.filter((each) => each !== entry))
  }

  /** Takes a link down; it is up again when each call has been answered by `linkUp`. */
  linkDown(link: number): void {
    this.links.down(this.known(link))
  }

  /** Takes back one `linkDown`. @throws SimulationError when the link is up */
  linkUp(link: number): void {
    if (!this.links.up(this.known(link)))
      throw new SimulationError(`Cannot take up link ${link} at t=${this.sim.now} s: it is up.`)
  }

  /**
   * Has a list of faults happen. Faults by law go on for ever: give the run an end.
   * @throws SimulationError for an entry that makes no sense, is about an unknown host or link, lies in the past, or
   *   contradicts another
   */
  install(faults: readonly Fault[], { intensity = 1 }: InstallOptions = {}): void {
    requireList(faults)
    this.check(...faults)
    for (const fault of faults)
      if (fault.kind === 'link' && fault.links !== 'all') fault.links.forEach((id) => this.known(id))
    if (!(intensity >= 0 && intensity < Infinity))
      throw new SimulationError(`Faults of intensity ${intensity}: expected a finite number >= 0.`)
    if (intensity > 0) installFaults(this, faults, intensity, this.links.ids)
  }

  /** Passage's side: decides on a message that has come through the network. */
  verdict({ from, to, lost, life }: Passage): DropReason | undefined {
    if (lost) return 'lost'
    const { machines } = this
    if (!machines.isUp(to) || (from === to && machines.life(from) !== life)) return 'host down'
    return this.separates(from, to) ? 'partitioned' : undefined
  }

  /** Passage's side: it may serve the next message. */
  release(passage: Passage): void {
    this.idle.push(passage)
  }

  /** Passage's side: the message has arrived. */
  count(bytes: number): void {
    this.delivered.increment()
    this.bytes.delivered += bytes
    this.bytes.inFlight -= bytes
  }

  /** Passage's side: the message does not arrive. */
  drop(bytes: number, reason: DropReason, onDropped: ((reason: DropReason) => void) | undefined): void {
    this.dropped.increment()
    this.bytes.dropped += bytes
    this.bytes.inFlight -= bytes
    onDropped?.(reason)
  }

  private drawLoss(from: number, to: number): boolean {
    let escape = 1
    let meant = false
    for (const { traffic, probability } of this.lossy) {
      if (!traffic.includes(from, to)) continue
      meant = true
      escape *= 1 - probability
    }
    // One draw whatever the probabilities, so that runs which differ in them stay synchronised.
    return meant && this.lossStream.uniform01() >= escape
  }

  private drawDelay(from: number, to: number): number {
    let sum = 0
    for (const { traffic, by } of this.slow)
      if (traffic.includes(from, to)) sum += typeof by === 'number' ? by : by.sample(this.delayStream)
    if (!(sum >= 0))
      throw new SimulationError(`Faults "${this.name}" delay a message by ${sum} s: expected >= 0. Is the law normal?`)
    return sum
  }

  private known(link: number): number {
    if (this.links.has(link)) return link
    const { count } = this.links
    const expected = count === 0 ? 'a layer made with { links }' : `a link of the network, from 0 to ${count - 1}`
    throw new SimulationError(`There is no link ${link} that faults can switch: expected ${expected}.`)
  }

  private check(...faults: Fault[]): void {
    const problem = findFaultProblem(faults, { hosts: this.hosts, links: this.links.count })
    if (problem !== undefined) throw new SimulationError(describeFaultProblem(problem))
  }
}

function requireList(faults: unknown): void {
  if (Array.isArray(faults)) return
  throw new SimulationError(
    `Faults = ${JSON.stringify(faults)}: expected a list, such as [{ kind: "crash", hosts: [3], at: 10 }].`,
  )
}
