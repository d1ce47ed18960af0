import type { Simulation } from '../../simulation.ts'
import type { Arrival, EventHandle } from '../../time/event-list.ts'

/** The receiving end of TCP, in segments: cumulative acknowledgements, delayed ones if so wished. */
export class TcpReceiver implements Arrival {
  /** All segments below have come. */
  next = 0
  private readonly sim: Simulation
  private readonly segmentsPerAck: number
  private readonly ackDelay: number
  private readonly acknowledge: (number: number) => void
  /** Segments above `next` that have come. */
  private readonly early = new Set<number>()
  /** Segments that have come in order since the last acknowledgement. */
  private held = 0
  private timer: EventHandle | undefined = undefined

  constructor(sim: Simulation, segmentsPerAck: number, ackDelay: number, acknowledge: (number: number) => void) {
    this.sim = sim
    this.segmentsPerAck = segmentsPerAck
    this.ackDelay = ackDelay
    this.acknowledge = acknowledge
  }

  /** A segment has come. */
  received(segment: number): void {
    if (segment !== this.next) {
      if (segment > this.next) this.early.add(segment)
      // Out of order or again: the sender wants to know at once.
      return this.answer()
    }
    this.next++
    const filled = this.early.size > 0
    while (this.early.delete(this.next)) this.next++
    if (++this.held >= this.segmentsPerAck || filled) return this.answer()
    this.timer ??= this.sim.schedule(this.ackDelay, this)
  }

  /** The held acknowledgement is due. */
  arrive(): void {
    this.timer = undefined
    this.answer()
  }

  /** Something else carries the acknowledgement. */
  piggyback(): number {
    this.held = 0
    if (this.timer !== undefined) this.sim.cancel(this.timer)
    this.timer = undefined
    return this.next
  }

  private answer(): void {
    this.acknowledge(this.piggyback())
  }
}
