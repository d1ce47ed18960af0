import type { Simulation, TimeWeighted } from '../../../engine/index.ts'

/** A connection at a port. */
export interface Connection {
  /** Runs when the server accepts it. */
  readonly accepted: () => void
}

/**
 * The accept queue of one port: at most `workers` connections are accepted and not yet done with, at most `backlog`
 * more wait in order of arrival, the rest are refused.
 */
export class Gate {
  /** Connections that wait to be accepted, over time; shared by all gates of a host. */
  private readonly waiting: TimeWeighted
  private readonly workers: number
  private readonly backlog: number
  private queue: Connection[] = []
  private head = 0
  private inside = 0

  constructor(waiting: TimeWeighted, { workers, backlog }: { workers: number; backlog: number }) {
    this.waiting = waiting
    this.workers = workers
    this.backlog = backlog
  }

  /** A connection arrives; false when it is refused. */
  enter(connection: Connection): boolean {
    if (this.inside < this.workers) {
      this.inside++
      connection.accepted()
      return true
    }
    if (this.queue.length - this.head >= this.backlog) return false
    this.queue.push(connection)
    this.waiting.add(1)
    return true
  }

  /** One of those inside is done with; the next one is accepted. */
  leave(): void {
    const next = this.queue[this.head]
    if (next === undefined) {
      this.inside--
      return
    }
    this.head++
    // Cutting off the used half now and then keeps leaving at O(1) on average.
    if (this.head > 64 && this.head * 2 > this.queue.length) {
      this.queue = this.queue.slice(this.head)
      this.head = 0
    }
    this.waiting.add(-1)
    next.accepted()
  }
}

/** The accept queues of a host with several ports; they share one statistic of who waits. */
export function gates(sim: Simulation, ports: number, limits: { workers: number; backlog: number }): Gate[] {
  const waiting = sim.timeWeighted('backlog')
  return Array.from({ length: ports }, () => new Gate(waiting, limits))
}
