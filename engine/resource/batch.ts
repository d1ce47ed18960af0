import { SimulationError } from '../errors.ts'
import { Once } from '../process/once.ts'
import { Wait, type Waitable, type Waiter } from '../process/waitable.ts'
import type { Tally } from '../monitor/tally.ts'
import type { TimeWeighted } from '../monitor/time-weighted.ts'
import type { Simulation } from '../simulation.ts'
import type { EventHandle } from '../time/event-list.ts'
import { reportWaits, type ClosingReport } from './closing-report.ts'

/** Options of a batch. */
export interface BatchOptions {
  /** For reports. */
  name: string
  /** How many make a batch, an integer >= 1. */
  size: number
  /** An incomplete batch goes so many seconds after its first member came; default: it waits until complete. */
  timeout?: number
}

/** What the members of one batch share. */
export interface Batched<T> {
  /** What they brought, in order of arrival. */
  readonly members: readonly T[]
  /** For the others to wait for while the first does what the batch does as one. */
  readonly done: Once
}

/** What `join` returns. */
export interface Membership<T> {
  readonly batch: Batched<T>
  /** Place in the batch; the member with position 0 came first. */
  readonly position: number
}

class Join<T> extends Wait<Membership<T>> {
  readonly item: T
  /** When it joined, seconds. */
  since = 0
  waiter: Waiter | undefined = undefined
  private readonly batch: Batch<T>
  private told: EventHandle | undefined = undefined

  constructor(batch: Batch<T>, item: T) {
    super()
    this.batch = batch
    this.item = item
  }

  attach(waiter: Waiter): void {
    this.waiter = waiter
    this.batch.enter(this)
  }

  detach(): void {
    if (this.told === undefined) this.batch.abandon(this)
    else this.batch.sim.cancel(this.told)
  }

  go(membership: Membership<T>): void {
    this.waiter!.arrival = membership
    this.told = this.batch.sim.schedule(0, this.waiter!)
  }

  describe(): string {
    return `batch "${this.batch.name}"`
  }
}

/**
 * Holds processes until so many have come, then lets them go on together: pallets, a bus that leaves full, a barrier
 * between parallel workers. One of them may then act for all (position 0), the others wait for `batch.done`.
 */
export class Batch<T = void> {
  readonly sim: Simulation
  readonly name: string
  readonly size: number
  /** Members of the incomplete batch, over time. */
  readonly waiting: TimeWeighted
  /** Time from joining to the departure of the batch, seconds. */
  readonly wait: Tally
  private readonly timeout: number
  private joins: Join<T>[] = []
  private deadline: EventHandle | undefined = undefined

  constructor(sim: Simulation, { name, size, timeout = Infinity }: BatchOptions) {
    if (!(Number.isInteger(size) && size >= 1)) {
      throw new SimulationError(`Batch "${name}", size = ${size}: expected an integer >= 1.`)
    }
    if (!(timeout >= 0)) {
      throw new SimulationError(`Batch "${name}", timeout = ${timeout}: expected a number of seconds >= 0.`)
    }
    this.sim = sim
    this.name = name
    this.size = size
    this.timeout = timeout
    this.waiting = sim.timeWeighted(`${name}.waiting`)
    this.wait = sim.tally(`${name}.wait`)
    sim.inspected(this)
  }

  /** Joins the batch with an item and waits until it is complete. */
  join(item: T): Waitable<Membership<T>> {
    return new Join(this, item)
  }

  /** Kernel side of `join`. */
  enter(join: Join<T>): void {
    join.since = this.sim.now
    this.joins.push(join)
    this.waiting.add(1)
    if (this.joins.length === this.size) this.leave()
    else if (this.joins.length === 1 && this.timeout < Infinity) {
      this.deadline = this.sim.schedule(this.timeout, () => this.leave())
    }
  }

  /** Kernel side: a member does not wait any longer. */
  abandon(join: Join<T>): void {
    this.joins.splice(this.joins.indexOf(join), 1)
    this.waiting.add(-1)
    if (this.joins.length === 0) this.endDeadline()
  }

  /** Kernel side of `sim.inspect`. */
  inspect(report: ClosingReport): void {
    reportWaits(report, this.wait, this.joins, this.sim.now)
  }

  private leave(): void {
    this.endDeadline()
    const { joins } = this
    this.joins = []
    this.waiting.set(0)
    const batch = { members: joins.map(({ item }) => item), done: this.sim.once(`batch "${this.name}" done`) }
    for (const [position, join] of joins.entries()) {
      this.wait.record(this.sim.now - join.since)
      join.go({ batch, position })
    }
  }

  private endDeadline(): void {
    if (this.deadline !== undefined) this.sim.cancel(this.deadline)
    this.deadline = undefined
  }
}
