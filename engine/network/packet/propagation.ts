import { SimulationError } from '../../errors.ts'
import type { Law } from '../../random/law.ts'
import type { RandomStream } from '../../random/stream.ts'
import type { Simulation } from '../../simulation.ts'
import type { LinkOptions } from './link-options.ts'

/** How long packets travel once they have left: fixed, or drawn, and then in the order sent unless told otherwise. */
export class Propagation {
  /** Seconds; the mean where it is drawn. */
  readonly latency: number
  /** Whether each packet draws. */
  readonly random: boolean
  /** When the last packet arrives, seconds. */
  lastArrival = -Infinity
  private readonly name: string
  /** The part that is not drawn, seconds. */
  private readonly fixed: number
  private readonly law: Law | undefined
  private readonly lawStream: RandomStream | undefined
  private readonly jitter: Law | undefined
  private readonly jitterStream: RandomStream | undefined
  private readonly reorder: boolean
  /** Whole nanoseconds only. */
  private readonly rounds: boolean

  constructor(sim: Simulation, { name, latency, jitter, reorder = false, timing }: LinkOptions) {
    this.name = name
    this.law = typeof latency === 'number' ? undefined : latency
    this.lawStream = this.law && sim.stream(`${name}.latency`)
    this.jitter = jitter
    this.jitterStream = jitter && sim.stream(`${name}.jitter`)
    this.fixed = typeof latency === 'number' ? latency : 0
    this.latency = (this.law?.mean ?? this.fixed) + (jitter?.mean ?? 0)
    this.random = this.law !== undefined || jitter !== undefined
    this.reorder = reorder
    this.rounds = timing === 'ns-3'
  }

  /**
   * When a packet arrives.
   * @param departure when its last bit leaves, seconds
   * @throws SimulationError when the time drawn is negative, NaN or infinite
   */
  arrival(departure: number): number {
    let time = departure + (this.random ? this.draw() : this.fixed)
    if (this.rounds) time = Math.round(time * 1e9) / 1e9
    if (time < this.lastArrival && !this.reorder) time = this.lastArrival
    if (time > this.lastArrival) this.lastArrival = time
    return time
  }

  private draw(): number {
    const { law, lawStream, jitter, jitterStream } = this
    const base = law === undefined ? this.fixed : law.sample(lawStream!)
    const drawn = jitter === undefined ? base : base + jitter.sample(jitterStream!)
    if (drawn >= 0 && drawn < Infinity) return drawn
    const what = jitter === undefined ? 'a latency' : 'latency and jitter'
    throw new SimulationError(
      `Link "${this.name}" drew ${what} of ${drawn} s: expected a finite number >= 0. Is a normal law used as a duration?`,
    )
  }
}
