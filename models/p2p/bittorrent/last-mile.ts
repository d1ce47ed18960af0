import type { Simulation } from '../../../engine/index.ts'
import type { Connections } from './connections.ts'
import { enlarge } from './enlarge.ts'
import type { Peers } from './peers.ts'
import { type Told, Transfers } from './transfers.ts'

/**
 * Rates by what the two ends of a transfer know. An uplink is split equally among its transfers. A downlink either does
 * the same, and a transfer gets the smaller of the two shares; or it gives each transfer what the uplink offers when the
 * offers fit, and otherwise shares its capacity max-min fairly among them. What one end declines is not offered to others.
 *
 * Rates change only when a transfer starts or ends without another one following at once on the same half. Such
 * changes are collected and applied by `flush` at the end of an event: the cost is that of the transfers at both ends,
 * whatever the size of the swarm. Each transfer has one pending event; it is left in place when the transfer slows down
 * and finds out, when it happens, that there is more to wait for.
 */
export class LastMileTransfers extends Transfers {
  private readonly equal: boolean
  private remaining = new Float64Array(0)
  private rate = new Float64Array(0)
  private settledAt = new Float64Array(0)
  private dueAt = new Float64Array(0)
  private eventAt = new Float64Array(0)
  private event = new Float64Array(0)
  private readonly actions: (() => void)[] = []
  private changedSender = new Uint8Array(0)
  private changedReceiver = new Uint8Array(0)
  private readonly senders: number[] = []
  private readonly receivers: number[] = []
  private offers = new Float64Array(16)

  /** @param equal whether downlinks too are split equally, without regard to what uplinks offer */
  constructor(sim: Simulation, peers: Peers, connections: Connections, told: Told, equal: boolean) {
    super(sim, peers, connections, told)
    this.equal = equal
    peers.follow((capacity) => {
      this.changedSender = enlarge(this.changedSender, capacity)
      this.changedReceiver = enlarge(this.changedReceiver, capacity)
    })
    connections.follow((capacity) => {
      const before = this.event.length
      for (const name of ['remaining', 'rate', 'settledAt', 'dueAt', 'eventAt'] as const) {
        this[name] = enlarge(this[name], capacity)
      }
      this.event = enlarge(this.event, capacity).fill(-1, before)
    })
  }

  /** Applies the changes of this event to all rates they touch. */
  override flush(): void {
    const { senders, receivers } = this
    const { end } = this.connections
    for (const sender of senders) {
      this.changedSender[sender] = 0
      for (let half = this.firstOut[sender]!; half >= 0; half = this.nextOut[half]!) this.changeReceiver(end[half]!)
    }
    senders.length = 0
    for (const receiver of receivers) {
      this.changedReceiver[receiver] = 0
      this.share(receiver)
    }
    receivers.length = 0
  }

  private change(sender: number, receiver: number): void {
    if (this.changedSender[sender] === 0) {
      this.changedSender[sender] = 1
      this.senders.push(sender)
    }
    this.changeReceiver(receiver)
  }

  private changeReceiver(receiver: number): void {
    if (this.changedReceiver[receiver] === 1) return
    this.changedReceiver[receiver] = 1
    this.receivers.push(receiver)
  }

  /** Shares a downlink among the transfers into it. */
  private share(receiver: number): void {
    const { uploads, nextIn } = this
    const { end } = this.connections
    const { up } = this.peers
    const capacity = this.peers.down[receiver]!
    const level = this.equal ? capacity / this.downloads[receiver]! : this.waterLevel(receiver, capacity)
    for (let half = this.firstIn[receiver]!; half >= 0; half = nextIn[half]!) {
      const sender = end[half ^ 1]!
      this.setRate(half, Math.min(up[sender]! / uploads[sender]!, level))
    }
  }

  /** The level at which all transfers into a receiver, none above what it is offered, add up to the capacity. */
  private waterLevel(receiver: number, capacity: number): number {
    const count = this.downloads[receiver]!
    if (count > this.offers.length) this.offers = new Float64Array(2 * count)
    const { offers, uploads, nextIn } = this
    const { end } = this.connections
    let filled = 0
    for (let half = this.firstIn[receiver]!; half >= 0; half = nextIn[half]!) {
      const sender = end[half ^ 1]!
      const offer = this.peers.up[sender]! / uploads[sender]!
      let at = filled++
      while (at > 0 && offers[at - 1]! > offer) {
        offers[at] = offers[at - 1]!
        at--
      }
      offers[at] = offer
    }
    let left = capacity
    for (let i = 0; i < count; i++) {
      const level = left / (count - i)
      if (offers[i]! > level) return level
      left -= offers[i]!
    }
    return Infinity
  }

  protected override begin(half: number, bits: number): void {
    this.remaining[half] = bits
    this.rate[half] = 0
    this.settledAt[half] = this.sim.now
    this.change(this.connections.end[half ^ 1]!, this.connections.end[half]!)
  }

  protected override renew(half: number, bits: number): void {
    this.remaining[half] = bits
    this.settledAt[half] = this.sim.now
    this.plan(half, bits / this.rate[half]!)
  }

  protected override end(half: number): number {
    this.settle(half)
    if (this.event[half]! >= 0) this.sim.cancel(this.event[half]!)
    this.event[half] = -1
    this.change(this.connections.end[half ^ 1]!, this.connections.end[half]!)
    return this.remaining[half]!
  }

  protected override unsettled(half: number): number {
    return this.rate[half]! * (this.sim.now - this.settledAt[half]!)
  }

  protected override settle(half: number): void {
    const { now } = this.sim
    const bits = Math.min(this.rate[half]! * (now - this.settledAt[half]!), this.remaining[half]!)
    this.settledAt[half] = now
    if (bits === 0) return
    this.remaining[half]! -= bits
    this.count(half, bits)
  }

  private setRate(half: number, rate: number): void {
    if (this.rate[half] === rate) return
    this.settle(half)
    this.rate[half] = rate
    this.plan(half, this.remaining[half]! / rate)
  }

  /** The piece will be complete `delay` seconds from now. */
  private plan(half: number, delay: number): void {
    const due = this.sim.now + delay
    this.dueAt[half] = due
    const pending = this.event[half]! >= 0
    if (pending && this.eventAt[half]! <= due) return
    if (pending) this.sim.cancel(this.event[half]!)
    const action = (this.actions[half] ??= () => this.happen(half))
    this.eventAt[half] = due
    this.event[half] = this.sim.schedule(delay, action)
  }

  private happen(half: number): void {
    this.event[half] = -1
    const early = this.dueAt[half]! - this.sim.now
    if (early > 0) return this.plan(half, early)
    // What rounding has left over counts as sent, so that a piece always adds up to its size.
    const bits = this.remaining[half]!
    this.remaining[half] = 0
    this.settledAt[half] = this.sim.now
    this.count(half, bits)
    this.complete(half)
  }
}
