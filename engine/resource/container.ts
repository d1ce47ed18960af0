import { SimulationError } from '../errors.ts'
import type { Tally } from '../monitor/tally.ts'
import type { TimeWeighted } from '../monitor/time-weighted.ts'
import { Wait, type Waitable, type Waiter } from '../process/waitable.ts'
import type { Simulation } from '../simulation.ts'
import { reportWaits, withoutDaemons, type ClosingReport } from './closing-report.ts'
import { WaitQueue, type Queued } from './wait-queue.ts'

/** Options of a container. */
export interface ContainerOptions {
  /** For reports. */
  name: string
  /** Most it can hold; default: no limit. */
  capacity?: number
  /** What it holds at the start; default 0. */
  initial?: number
  /** A request that can not be served holds back those behind it, so that it does not starve; default true. */
  strict?: boolean
}

/** A put (positive change) or a get (negative change) that waits its turn. */
class Move extends Wait<void> implements Queued {
  previous: Queued | undefined = undefined
  following: Queued | undefined = undefined
  readonly change: number
  /** Start of the wait, seconds. */
  since = 0
  waiter: Waiter | undefined = undefined
  private readonly container: Container
  private served = false

  constructor(container: Container, change: number) {
    super()
    this.container = container
    this.change = change
  }

  attach(waiter: Waiter): void {
    this.waiter = waiter
    this.container.enter(this)
  }

  detach(): void {
    this.waiter = undefined
    if (this.served) this.container.undo(this)
    else this.container.abandon(this)
  }

  /** The change is made: in a later event of this instant the other side is served and the process goes on. */
  serve(): void {
    this.served = true
    this.container.sim.schedule(0, () => {
      this.container.serveOpposite(this)
      this.waiter?.wake(undefined)
    })
  }

  describe(): string {
    const { name } = this.container
    return this.change > 0
      ? `room for ${this.change} in container "${name}"`
      : `${-this.change} from container "${name}"`
  }
}

/**
 * Divisible matter: puts wait for room, gets wait for enough, each in order of arrival. A container observes itself: what
 * it holds and how many wait, over time, and how long each had to wait (0 when it was served at once).
 */
export class Container {
  readonly sim: Simulation
  readonly name: string
  readonly capacity: number
  /** What it holds, over time. */
  readonly contents: TimeWeighted
  /** Gets that wait, over time. */
  readonly getQueue: TimeWeighted
  /** Puts that wait, over time. */
  readonly putQueue: TimeWeighted
  /** Wait of gets that were served, seconds. */
  readonly getWait: Tally
  /** Wait of puts that were served, seconds. */
  readonly putWait: Tally
  private readonly strict: boolean
  private readonly puts = new WaitQueue<Move>('fifo')
  private readonly gets = new WaitQueue<Move>('fifo')

  constructor(sim: Simulation, { name, capacity = Infinity, initial = 0, strict = true }: ContainerOptions) {
    if (!(capacity > 0))
      throw new SimulationError(`Container "${name}", capacity = ${capacity}: expected a number > 0.`)
    if (!(initial >= 0 && initial <= capacity)) {
      throw new SimulationError(
        `Container "${name}", initial = ${initial}: expected a number from 0 to its capacity, ${capacity}.`,
      )
    }
    this.sim = sim
    this.name = name
    this.capacity = capacity
    this.strict = strict
    this.contents = sim.timeWeighted(`${name}.contents`, initial)
    this.getQueue = sim.timeWeighted(`${name}.getQueue`)
    this.putQueue = sim.timeWeighted(`${name}.putQueue`)
    this.getWait = sim.tally(`${name}.getWait`)
    this.putWait = sim.tally(`${name}.putWait`)
    sim.inspected(this)
  }

  /** What it holds now. */
  get level(): number {
    return this.contents.level
  }

  /** Puts that wait for room. */
  get putsWaiting(): number {
    return this.puts.length
  }

  /** Gets that wait to be served. */
  get getsWaiting(): number {
    return this.gets.length
  }

  /** Adds an amount > 0; waits for room. */
  put(amount: number): Waitable<void> {
    return new Move(this, this.checked('put', amount))
  }

  /** Takes an amount > 0; waits until there is enough. */
  get(amount: number): Waitable<void> {
    return new Move(this, -this.checked('get', amount))
  }

  /** Kernel side: a request joins its queue. */
  enter(move: Move): void {
    const queue = this.queueOf(move)
    // Who waits is asked first, for what changed in this instant may be meant for it.
    if (queue.length > 0) this.serve(queue)
    if ((queue.length === 0 || !this.strict) && this.fits(move)) {
      this.grant(move, 0)
      return
    }
    move.since = this.sim.now
    queue.join(move, 0)
    this.lengthOf(move).add(1)
  }

  /** Kernel side: a waiting request is given up; it may have held back those behind it. */
  abandon(move: Move): void {
    const queue = this.queueOf(move)
    queue.leave(move, 0)
    this.lengthOf(move).add(-1)
    this.serve(queue)
  }

  /** Kernel side: a request was served, but its process did not live to hear of it. */
  undo(move: Move): void {
    this.contents.add(-move.change)
    this.serve(this.queueOf(move))
  }

  /** Kernel side: what a request has changed may be what the other side waits for. */
  serveOpposite(move: Move): void {
    this.serve(move.change > 0 ? this.gets : this.puts)
  }

  /** Kernel side of `sim.inspect`. */
  inspect(report: ClosingReport): void {
    reportWaits(report, this.getWait, withoutDaemons(this.gets), this.sim.now)
    reportWaits(report, this.putWait, this.puts, this.sim.now)
  }

  private checked(word: string, amount: number): number {
    if (amount > 0 && amount <= this.capacity) return amount
    throw new SimulationError(
      `Container "${this.name}", ${word} ${amount}: expected a number > 0 and at most its capacity, ${this.capacity}.`,
    )
  }

  private queueOf(move: Move): WaitQueue<Move> {
    return move.change > 0 ? this.puts : this.gets
  }

  private lengthOf(move: Move): TimeWeighted {
    return move.change > 0 ? this.putQueue : this.getQueue
  }

  private serve(queue: WaitQueue<Move>): void {
    for (const move of queue) {
      if (this.fits(move)) {
        queue.leave(move, 0)
        this.lengthOf(move).add(-1)
        this.grant(move, this.sim.now - move.since)
      } else if (this.strict) return
    }
  }

  private fits({ change }: Move): boolean {
    const level = this.contents.level + change
    return level >= 0 && level <= this.capacity
  }

  private grant(move: Move, waited: number): void {
    const wait = move.change > 0 ? this.putWait : this.getWait
    wait.record(waited)
    this.contents.add(move.change)
    move.serve()
  }
}
