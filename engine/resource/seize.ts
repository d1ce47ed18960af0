import { Reneged, SimulationError } from '../errors.ts'
import { Wait, type Waitable, type Waiter } from '../process/waitable.ts'
import type { Simulation } from '../simulation.ts'
import type { EventHandle } from '../time/event-list.ts'
import { Order } from '../time/order.ts'
import { checkPatience, Request, type Group, type Lease } from './request.ts'

/** Requests to several resources that are granted at one instant; while they wait, none of them holds a server. */
class Seizure extends Wait<Lease> implements Lease, Group {
  private readonly requests: readonly Request[]
  private waiter: Waiter | undefined = undefined
  private told: EventHandle | undefined = undefined
  private impatience: EventHandle | undefined = undefined
  private queued = false
  private held = false

  constructor(requests: readonly Request[]) {
    super()
    this.requests = requests
  }

  attach(waiter: Waiter): void {
    const { requests } = this
    this.waiter = waiter
    for (const request of requests) {
      request.group = this
      request.waiter = waiter
    }
    if (requests.every((request) => request.resource.couldTakeAtOnce(request))) {
      this.hold()
      return
    }
    const patience = this.patience()
    this.joinQueues()
    this.queued = true
    if (this.take() || patience === Infinity) return
    // Late in the instant, so that who is served at the end of its patience is served.
    this.impatience = this.sim.schedule(patience, () => this.renege(patience), Order.late)
  }

  detach(): void {
    if (this.told === undefined) {
      this.leaveQueues()
      return
    }
    this.sim.cancel(this.told)
    this.release()
  }

  take(): boolean {
    if (!this.queued || this.told !== undefined) return false
    if (!this.requests.every((request) => request.resource.couldTake(request))) return false
    this.hold()
    // Behind a member that could not go, somebody who fits may have waited.
    for (const { resource } of this.requests) resource.admit()
    return true
  }

  turnAway(error: unknown): void {
    this.told = this.sim.schedule(0, () => this.waiter!.fail(error))
    this.leaveQueues()
  }

  release(): void {
    if (!this.held) return
    this.held = false
    for (const request of this.requests) request.release()
  }

  [Symbol.dispose](): void {
    this.release()
  }

  describe(): string {
    return `resources ${this.requests.map(({ resource }) => `"${resource.name}"`).join(' and ')} together`
  }

  private get sim(): Simulation {
    return this.requests[0]!.resource.sim
  }

  /** The shortest of its members': who leaves one queue leaves them all. */
  private patience(): number {
    let shortest = Infinity
    for (const { options, resource } of this.requests) {
      if (options.patience === undefined) continue
      checkPatience(`resource "${resource.name}"`, options.patience)
      shortest = Math.min(shortest, options.patience)
    }
    return shortest
  }

  private joinQueues(): void {
    const joined: Request[] = []
    try {
      for (const request of this.requests) {
        request.resource.enterGroup(request)
        joined.push(request)
      }
    } catch (error) {
      // One queue is full: the places in the others are given up with it.
      for (const request of joined) request.resource.abandon(request)
      throw error
    }
  }

  private hold(): void {
    this.calm()
    this.held = true
    this.waiter!.arrival = this
    this.told = this.sim.schedule(0, this.waiter!)
    for (const request of this.requests) request.hold(this.queued)
  }

  private renege(patience: number): void {
    this.impatience = undefined
    for (const { resource } of this.requests) resource.reneged.increment()
    this.turnAway(new Reneged(this.describe(), patience))
  }

  private leaveQueues(): void {
    this.calm()
    // From here on it is not in every queue, and who moves up in one of them must not make it take the others.
    this.queued = false
    for (const request of this.requests) request.resource.abandon(request)
  }

  /** Patience no longer matters. */
  private calm(): void {
    if (this.impatience !== undefined) this.sim.cancel(this.impatience)
    this.impatience = undefined
  }
}

/**
 * Seizes several resources at one instant or not at all: `using tools = yield* seize(crane.acquire(), crew.acquire({
 * units: 3 }))`. No server is held while others are waited for, so such requests alone can not deadlock. In every queue
 * the request keeps its place: who comes later does not overtake it, even when a server idles meanwhile. It leaves all
 * queues when the shortest patience of its members ends, when one of them baulks, or where one queue is full.
 * @param requests made by `acquire`, each of another resource; they take no server from a worse priority
 */
export function seize(...requests: readonly Waitable<Lease>[]): Waitable<Lease> {
  const members = requests.filter((request) => request instanceof Request)
  const resources = new Set(members.map(({ resource }) => resource))
  if (members.length === 0 || members.length < requests.length || resources.size < members.length) {
    throw new SimulationError(
      'seize(...): expected requests made by acquire(), at least one, each of another resource; ask one resource for several servers with { units }.',
    )
  }
  return new Seizure(members) as unknown as Waitable<Lease>
}
