import type { Clock } from '../../monitor/clock.ts'

/** Sums that a link keeps, as indices; packets and bytes of a kind are neighbours. */
export const Sum = {
  sent: 0,
  delivered: 2,
  dropped: 4,
  lost: 6,
  cut: 8,
  /** Dropped without having been sent. */
  refused: 10,
  /** Transmission times of all packets accepted, seconds. */
  busy: 12,
  /** Waits of packets, from when the wait is known, seconds; and of how many, where that is later than it is sent. */
  waited: 13,
  begun: 14,
} as const

/** How many sums there are. */
export const SUMS = 15

/**
 * What has crossed, or failed to cross, a link since the start or the end of warm-up. A view: the link itself only adds
 * to sums, so that observing costs nothing.
 */
export class Traffic {
  private readonly ledger: Ledger
  private readonly kind: number

  constructor(ledger: Ledger, kind: number) {
    this.ledger = ledger
    this.kind = kind
  }

  /** Packets. */
  get count(): number {
    return this.ledger.gained(this.kind)
  }

  /** Bytes on the wire, headers included. */
  get bytes(): number {
    return this.ledger.gained(this.kind + 1)
  }

  /** Packets per second; NaN while no time has passed. */
  get rate(): number {
    return this.count / this.ledger.elapsed()
  }
}

/** The sums of one link, and what they were at the end of warm-up. */
export class Ledger {
  readonly sums = new Float64Array(SUMS)
  /** The sums at the start of observation. */
  base = new Float64Array(SUMS)
  private readonly clock: Clock
  private since: number

  constructor(clock: Clock) {
    this.clock = clock
    this.since = clock.now
  }

  /** Time observed, seconds. */
  elapsed(): number {
    return this.clock.now - this.since
  }

  /** What has been added to a sum in the time observed. */
  gained(sum: number): number {
    return this.sums[sum]! - this.base[sum]!
  }

  traffic(kind: number): Traffic {
    return new Traffic(this, kind)
  }

  /** Packets and bytes of some kinds together, since the very start. */
  amount(...kinds: number[]): Amount {
    return {
      packets: kinds.reduce((total, kind) => total + this.sums[kind]!, 0),
      bytes: kinds.reduce((total, kind) => total + this.sums[kind + 1]!, 0),
    }
  }

  /** Starts observation anew. */
  restart(): void {
    this.base = this.sums.slice()
    this.since = this.clock.now
  }
}

/** Packets and bytes. */
export interface Amount {
  readonly packets: number
  /** On the wire, headers included. */
  readonly bytes: number
}

/** Where all that was ever given to a link is now; warm-up does not reset it. */
export interface Account {
  /** All that was to be sent. */
  readonly offered: Amount
  readonly delivered: Amount
  /** In the queue, in transmission or on the way; found by looking, not by subtraction. */
  readonly inFlight: Amount
  /** Refused by the queue, lost on the way, or caught by the link going down. */
  readonly dropped: Amount
}
