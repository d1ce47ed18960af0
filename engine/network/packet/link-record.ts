import { SimulationError } from '../../errors.ts'
import type { Simulation } from '../../simulation.ts'
import type { Packet } from './packet.ts'
import { Ledger, Sum, type Account, type Traffic } from './traffic.ts'

const { sent, delivered, dropped, lost, cut, refused, busy, waited, begun } = Sum

/**
 * What a link tells of itself. All of it is worked out when asked for, from sums that the link adds to anyway, so that
 * observing costs nothing.
 */
export abstract class LinkRecord {
  readonly name: string
  readonly sim: Simulation
  protected readonly ledger: Ledger
  /** The ledger's, at hand. */
  protected readonly sums: Float64Array
  /** Waits of all time up to the start of observation, seconds. */
  private waitedBefore = 0

  constructor(sim: Simulation, name: string) {
    this.name = name
    this.sim = sim
    this.ledger = new Ledger(sim)
    this.sums = this.ledger.sums
    sim.onWarmUpEnd(() => this.restartObservation())
  }

  /** Packets taken on, whether waiting, in transmission, on the way, arrived, or lost. */
  get sent(): Traffic {
    return this.ledger.traffic(sent)
  }

  /** Packets that arrived. */
  get delivered(): Traffic {
    return this.ledger.traffic(delivered)
  }

  /** Packets that the queue refused because it was full, or that its discipline dropped. */
  get dropped(): Traffic {
    return this.ledger.traffic(dropped)
  }

  /** Packets lost on the way. */
  get lost(): Traffic {
    return this.ledger.traffic(lost)
  }

  /** Packets caught in the queue or in transmission when the link went down, or sent while it was. */
  get cut(): Traffic {
    return this.ledger.traffic(cut)
  }

  /** Time-average number of packets that wait, since the start or the end of warm-up; NaN while no time has passed. */
  get meanQueueLength(): number {
    return (this.waitedSoFar() - this.waitedBefore) / this.ledger.elapsed()
  }

  /** Fraction of time in transmission since the start or the end of warm-up; NaN while no time has passed. */
  get utilisation(): number {
    return (this.ledger.gained(busy) - this.unsent()) / this.ledger.elapsed()
  }

  /** Mean time that packets wait for transmission, seconds, of those sent since the start or the end of warm-up. */
  get meanWait(): number {
    return this.ledger.gained(waited) / this.ledger.gained(this.waitsAreKnownWhenSent ? sent : begun)
  }

  /** What has become of all that was ever to be sent. */
  account(): Account {
    const { ledger } = this
    const flying = this.packets()
    return {
      offered: ledger.amount(sent, refused),
      delivered: ledger.amount(delivered),
      inFlight: { packets: flying.length, bytes: flying.reduce((total, { bytes }) => total + bytes, 0) },
      dropped: ledger.amount(dropped, lost, cut),
    }
  }

  /** Whether the wait of a packet is counted when it is sent, or when its transmission begins. */
  protected abstract get waitsAreKnownWhenSent(): boolean
  /** Packets in the queue, in transmission and on the way. */
  protected abstract packets(): Packet[]
  /** What of the transmission times counted is yet to come, seconds. */
  protected abstract unsent(): number
  /** Waits of all packets ever, as far as they have waited by now, seconds. */
  protected abstract waitedSoFar(): number

  /** @throws SimulationError when something is lost from the books */
  protected checkAccount(): void {
    const { offered, delivered, inFlight, dropped } = this.account()
    for (const unit of ['packets', 'bytes'] as const) {
      const found = delivered[unit] + inFlight[unit] + dropped[unit]
      // Fractions of a byte may be rounded.
      if (Math.abs(found - offered[unit]) <= 1e-9 * offered[unit]) continue
      throw new SimulationError(
        `Link "${this.name}" at t=${this.sim.now} s: ${offered[unit]} ${unit} were to be sent, but ${found} are delivered ` +
          `(${delivered[unit]}), in flight (${inFlight[unit]}) or dropped (${dropped[unit]}).`,
      )
    }
  }

  /** End of warm-up: what is still to be transmitted counts as work of the measured time. */
  private restartObservation(): void {
    this.ledger.restart()
    this.ledger.base[busy]! -= this.unsent()
    this.waitedBefore = this.waitedSoFar()
  }
}
