import { SimulationError } from '../errors.ts'
import type { Request } from './request.ts'
import type { QueueOptions } from './resource-options.ts'
import { WaitQueue } from './wait-queue.ts'

const NOBODY: readonly Request[] = []

/** The queue before a resource, with its limits. */
export class WaitingRoom extends WaitQueue<Request> {
  /** False when every request may join. */
  readonly limited: boolean
  private readonly limit: number
  private readonly countsUnits: boolean
  private readonly pushOut: boolean
  private readonly strict: boolean
  private readonly priorities: readonly [best: number, worst: number]
  /** Places taken. */
  private occupied = 0

  constructor(options: QueueOptions & { name: string }) {
    const { name, discipline = 'fifo', queueLimit = Infinity, queuePriorities = [-Infinity, Infinity] } = options
    if (!(queueLimit >= 0))
      throw new SimulationError(`Resource "${name}", queueLimit = ${queueLimit}: expected a number >= 0.`)
    if (!(queuePriorities[0] <= queuePriorities[1])) {
      throw new SimulationError(
        `Resource "${name}", queuePriorities = [${queuePriorities.join(', ')}]: expected best <= worst; lower is better.`,
      )
    }
    super(discipline)
    this.limited = queueLimit < Infinity || options.queuePriorities !== undefined
    this.limit = queueLimit
    this.countsUnits = options.queueCounts === 'units'
    this.pushOut = options.pushOut ?? false
    this.strict = options.strictLimit ?? false
    this.priorities = queuePriorities
  }

  /** Whether a request that came now would be first. */
  wouldBeNext({ priority, options: { ahead } }: Request): boolean {
    const first = this.next()
    return first === undefined || priority < first.priority || (ahead === true && priority === first.priority)
  }

  /** Puts a request in the queue, whatever its limits. @param preempted it keeps its turn */
  admit(request: Request, preempted: boolean): void {
    if (this.limited) this.occupied += this.places(request)
    if (preempted) this.rejoin(request, request.priority)
    else this.join(request, request.priority)
  }

  /** Takes a request out of the queue. */
  dismiss(request: Request): void {
    if (this.limited) this.occupied -= this.places(request)
    this.leave(request, request.priority)
  }

  /** Why a request may not join, undefined when it may. @param preempted it was in service before */
  refusal(request: Request, preempted: boolean): string | undefined {
    const excess = this.excess(request, preempted)
    if (excess > 0 && !(this.pushOut && this.placesOfWorse(request) >= excess)) {
      return `is full: its queue holds at most ${this.limit}`
    }
    const [best, worst] = this.priorities
    if (preempted || (request.priority >= best && request.priority <= worst)) return undefined
    return `queues priorities from ${best} to ${worst} alone, not ${request.priority}`
  }

  /** Who has to go for a request that is not refused: those of worst priority, the last to come first. */
  pushedOutBy(request: Request, preempted: boolean): readonly Request[] {
    let excess = this.excess(request, preempted)
    if (excess <= 0) return NOBODY
    const worse = [...this].filter(({ priority }) => priority > request.priority)
    // Stable, so that among equals the reversed list has the last to come first.
    const worstFirst = worse.toReversed().toSorted((a, b) => b.priority - a.priority)
    const out: Request[] = []
    for (const other of worstFirst) {
      if (excess <= 0) break
      excess -= this.places(other)
      out.push(other)
    }
    return out
  }

  /** Serves the groups at the head that can be served; true when one was. */
  takeFirstGroup(): boolean {
    for (const { group } of this) {
      if (group === undefined) return false
      if (group.take()) return true
    }
    return false
  }

  private places(request: Request): number {
    return this.countsUnits ? request.units : 1
  }

  private excess(request: Request, preempted: boolean): number {
    if (this.limit === Infinity || (preempted && !this.strict)) return 0
    return this.occupied + this.places(request) - this.limit
  }

  private placesOfWorse(request: Request): number {
    let places = 0
    for (const other of this) if (other.priority > request.priority) places += this.places(other)
    return places
  }
}
