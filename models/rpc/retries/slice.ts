import type { Simulation } from '../../../engine/index.ts'

/** Counts what happens within a slice of time; sweeping its start draws a time series. */
export class Slice {
  private readonly sim: Simulation
  private readonly start: number
  private readonly end: number
  private count = 0

  /** @param start s. @param length s, Infinity: to the end of the run. */
  constructor(sim: Simulation, start: number, length: number) {
    this.sim = sim
    this.start = start
    this.end = start + length
  }

  /** Something happens. */
  increment(): void {
    const { now } = this.sim
    if (now >= this.start && now < this.end) this.count++
  }

  /** How often per second, within what has passed of the slice; undefined before it begins. */
  get rate(): number | undefined {
    const passed = Math.min(this.sim.now, this.end) - this.start
    return passed > 0 ? this.count / passed : undefined
  }
}
