import type { RandomStream } from '../../random/stream.ts'
import type { Simulation } from '../../simulation.ts'
import type { Arrival } from '../../time/event-list.ts'
import { Order } from '../../time/order.ts'
import { draw } from './draw.ts'
import type { When } from './fault.ts'

/** What holds during the windows of a fault. */
export interface Effect {
  begin(): void
  end(): void
}

/** The windows of one entry, one after the other. */
export class Windows implements Arrival {
  private readonly sim: Simulation
  private readonly effect: Effect
  private readonly when: When
  private readonly intensity: number
  private readonly stream: RandomStream
  private active = false

  constructor(sim: Simulation, effect: Effect, when: When, intensity: number, stream: RandomStream) {
    this.sim = sim
    this.effect = effect
    this.when = when
    this.intensity = intensity
    this.stream = stream
  }

  /** @param at absolute time, seconds, >= now */
  start(at: number): void {
    this.sim.scheduleAt(at, () => (this.when.every === undefined ? this.begin() : this.pause()), Order.before)
  }

  arrive(): void {
    if (!this.active) return this.begin()
    this.active = false
    this.effect.end()
    if (this.when.every !== undefined) this.pause()
  }

  private begin(): void {
    const { every, for: length = Infinity } = this.when
    this.active = true
    this.effect.begin()
    const drawn = draw(length, this.stream)
    this.after(every === undefined ? drawn * this.intensity : drawn)
  }

  private pause(): void {
    this.after(draw(this.when.every!, this.stream) / this.intensity)
  }

  /** The next change, unless it never comes. */
  private after(delay: number): void {
    if (delay !== Infinity) this.sim.schedule(delay, this, Order.before)
  }
}
