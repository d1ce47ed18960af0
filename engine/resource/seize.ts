import { SimulationError } from '../errors.ts'
import { Wait, type Waitable, type Waiter } from '../process/waitable.ts'
import type { EventHandle } from '../time/event-list.ts'
import { Request, type Group, type Lease } from './request.ts'

/** Requests to several resources that are granted at one instant; while they wait, none of them holds a server. */
class Seizure extends Wait<Lease> implements Lease, Group {
  private readonly requests: readonly Request[]
  private waiter: Waiter | undefined
  private told: EventHandle | undefined
  private joined = false
  private held = false

  constructor(requests: readonly Request[]) {
    super()
    this.requests = requests
  }

  attach(waiter: Waiter): void {
    this.waiter = waiter
    const joined: Request[] = []
    try {
      for (const request of this.requests) {
        request.group = this
        request.waiter = waiter
        request.resource.enterGroup(request)
        joined.push(request)
      }
    } catch (error) {
      // One queue is full: the places in the others are given up with it.
      for (const request of joined) request.resource.abandon(request)
      throw error
    }
    this.joined = true
    this.take()
  }

  detach(): void {
    if (this.told === undefined) {
      this.leaveQueues()
      return
    }
    this.requests[0]!.resource.sim.cancel(this.told)
    this.release()
  }

  take(): boolean {
    if (!this.joined || this.told !== undefined) return false
    if (!this.requests.every((request) => request.resource.couldTake(request))) return false
    this.held = true
    this.waiter!.arrival = this
    this.told = this.requests[0]!.resource.sim.schedule(0, this.waiter!)
    for (const request of this.requests) request.hold()
    // Behind a member that could not go, somebody who fits may have waited.
    for (const { resource } of this.requests) resource.admit()
    return true
  }

  turnAway(error: unknown): void {
    this.told = this.requests[0]!.resource.sim.schedule(0, () => this.waiter!.fail(error))
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

  private leaveQueues(): void {
    for (const request of this.requests) request.resource.abandon(request)
  }
}

/**
 * Seizes several resources at one instant or not at all: `using tools = yield* seize(crane.acquire(), crew.acquire({
 * units: 3 }))`. No server is held while others are waited for, so such requests alone can not deadlock. In every queue
 * the request keeps its place: who comes later does not overtake it, even when a server idles meanwhile.
 * @param requests made by `acquire`, each of another resource; their patience and preemption are not looked at
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
