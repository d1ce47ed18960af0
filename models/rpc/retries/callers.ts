import type { RandomStream, Simulation } from '../../../engine/index.ts'
import { Call, type Caller } from './call.ts'
import { type Settings, limit } from './parameters.ts'

/**
 * Makes the calls of a run and hands each to `start`. An execution time is drawn when its call is made, so that
 * designs that differ elsewhere meet the same calls.
 */
export class Callers {
  private readonly sim: Simulation
  private readonly p: Settings
  private readonly start: (call: Call) => void
  private readonly interarrival: RandomStream
  private readonly thinking: RandomStream
  private readonly execution: RandomStream
  private readonly hedgeExecution: RandomStream
  private left: number

  constructor(sim: Simulation, p: Settings, start: (call: Call) => void) {
    this.sim = sim
    this.p = p
    this.start = start
    this.interarrival = sim.stream('interarrival')
    this.thinking = sim.stream('think')
    this.execution = sim.stream('execution')
    this.hedgeExecution = sim.stream('hedge execution')
    this.left = limit(p.calls)
  }

  /** Sets the load going. */
  begin(): void {
    if (this.p.load === 'open') this.arrive()
    else for (let i = 0; i < this.p.clients; i++) this.think(this.caller())
  }

  private arrive(): void {
    const gap = this.interarrival.exponential(1 / this.p.callRate)
    this.sim.schedule(gap, () => {
      if (this.left > 1) this.arrive()
      this.make(undefined)
    })
  }

  private caller(): Caller {
    const caller: Caller = { recorded: undefined, proceed: () => this.think(caller) }
    return caller
  }

  private think(caller: Caller): void {
    const pause = this.p.thinkTime.sample(this.thinking)
    this.sim.schedule(pause, () => this.make(caller))
  }

  private make(caller: Caller | undefined): void {
    if (this.left === 0) return
    this.left--
    const work = this.p.executionTime.sample(this.execution)
    const hedgeWork = this.p.hedgeAfter < Infinity ? this.p.executionTime.sample(this.hedgeExecution) : work
    this.start(new Call(this.sim.now, work, hedgeWork, caller))
  }
}
