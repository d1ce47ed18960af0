import type { Simulation } from '../../../engine/index.ts'
import type { Communication } from './parameters.ts'

/**
 * A broadcast among processors that know L, o and g, message by message. Processor 0 knows at time 0; a processor
 * starts a message every max(g, o), and its receiver has it L + 2 o after that start.
 */
export class Broadcast {
  /** When the last processor has come to know, s. */
  finishedAt = NaN
  private readonly sim: Simulation
  private readonly p: Communication
  private readonly way: number
  private readonly pace: number
  /** Processors that know or have been sent a message. */
  private promised = 1
  private known = 0

  constructor(sim: Simulation, p: Communication) {
    this.sim = sim
    this.p = p
    this.way = p.logpLatency + 2 * p.overhead
    this.pace = Math.max(p.gap, p.overhead)
    this.learn(0)
  }

  /** A processor knows from now on, and tells those whom the tree gives it. */
  private learn(processor: number): void {
    const { processors, tree } = this.p
    if (++this.known === processors) this.finishedAt = this.sim.now
    switch (tree) {
      case 'optimal':
        return this.tellNext()
      case 'flat':
        if (processor === 0) this.tellAll(1, (told) => told + 1)
        return
      case 'chain':
        if (processor + 1 < processors) this.tell(processor + 1)
        return
      case 'binomial': {
        // In the round of each bit above its own it tells the processor that has this bit as well.
        let bit = 1
        while (bit <= processor) bit *= 2
        return this.tellAll(processor + bit, (told) => processor + 2 * (told - processor))
      }
    }
  }

  /** Optimal: whoever is free tells the next who has not been told. Ties go by order of events, and do not matter. */
  private tellNext(): void {
    if (this.promised === this.p.processors) return
    this.tell(this.promised++)
    this.sim.schedule(this.pace, () => this.tellNext())
  }

  /** Tells one processor after the other, as long as there are such. */
  private tellAll(first: number, next: (told: number) => number): void {
    if (first >= this.p.processors) return
    this.tell(first)
    this.sim.schedule(this.pace, () => this.tellAll(next(first), next))
  }

  private tell(processor: number): void {
    this.sim.schedule(this.way, () => this.learn(processor))
  }
}
