import type { Simulation } from '../../simulation.ts'

/** Longest retransmission time-out, seconds. @source RFC 6298 section 2.4, which allows 60 or more */
export const MAX_TIMEOUT = 60

/**
 * How long to wait for an acknowledgement: four deviations more than the smoothed round-trip time, of which one segment
 * at a time is a sample; doubled by each time-out.
 * @source RFC 6298 (2011), sections 2 to 5
 */
export class RetransmissionTimeout {
  /** Seconds. */
  value: number
  private readonly sim: Simulation
  private readonly least: number
  /** Smoothed round-trip time and its deviation, seconds; NaN before the first sample. */
  private smoothed = NaN
  private deviation = 0
  /** The segment whose round trip is being measured, -1 for none. */
  private timed = -1
  private timedSince = 0

  /** @param least shortest and first, seconds */
  constructor(sim: Simulation, least: number) {
    this.sim = sim
    this.least = least
    this.value = least
  }

  /** A segment is sent for the first time. */
  sent(segment: number): void {
    if (this.timed >= 0) return
    this.timed = segment
    this.timedSince = this.sim.now
  }

  /** A segment is sent again, which tells nothing of the round trip: which copy will be acknowledged? (Karn) */
  repeated(): void {
    this.timed = -1
  }

  /** The segments below `number` have been acknowledged. */
  acknowledged(number: number): void {
    if (this.timed < 0 || number <= this.timed) return
    const sample = this.sim.now - this.timedSince
    this.timed = -1
    if (Number.isNaN(this.smoothed)) {
      this.smoothed = sample
      this.deviation = sample / 2
    } else {
      this.deviation += (Math.abs(sample - this.smoothed) - this.deviation) / 4
      this.smoothed += (sample - this.smoothed) / 8
    }
    this.value = Math.max(this.smoothed + 4 * this.deviation, this.least)
  }

  /** There was a time-out: the next one comes later. */
  double(): void {
    this.value = Math.min(2 * this.value, MAX_TIMEOUT)
  }
}
