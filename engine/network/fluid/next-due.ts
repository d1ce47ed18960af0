import type { Simulation } from '../../simulation.ts'
import type { Action, EventHandle } from '../../time/event-list.ts'
import { DueHeap } from './due-heap.ts'

/** When activities are due, and the one event that stands where the first of them is. */
export class NextDue {
  /** By variable: the end of its latency or of its activity. `renew` must follow changes. */
  readonly heap = new DueHeap()
  private readonly sim: Simulation
  private event: EventHandle | undefined = undefined
  private at = Infinity
  private readonly onEvent: Action

  /** @param onDue what is due now is to be seen to; ends with `renew` */
  constructor(sim: Simulation, onDue: () => void) {
    this.sim = sim
    this.onEvent = () => {
      this.event = undefined
      this.at = Infinity
      onDue()
    }
  }

  /** Has the event stand where the first activity is due. */
  renew(): void {
    const { heap, sim } = this
    const at = heap.size > 0 ? heap.due[heap.first]! : Infinity
    if (at === this.at) return
    if (this.event !== undefined) sim.cancel(this.event)
    this.at = at
    this.event = at < Infinity ? sim.scheduleAt(at, this.onEvent) : undefined
  }
}
