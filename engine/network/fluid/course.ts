import { SimulationError } from '../../errors.ts'
import type { Simulation } from '../../simulation.ts'
import type { Action } from '../../time/event-list.ts'
import type { Activity, ActivityId, OnFailed } from './activity.ts'
import { Ends } from './ends.ts'
import { Progress } from './progress.ts'
import { COMPLETED, FAILED, FREE, LATENT, SLOTS } from './slots.ts'
import type { Solver } from './solver.ts'

/** An activity is done when this fraction of it is left: sums of many steps are a rounding error off. */
const DONE = 1e-13
/** Two instants this close, relative to the clock, are one. */
const INSTANT = 1 / 1_125_899_906_842_624

/** How activities begin and end: completed, failed or cancelled, and who is told, in which order. */
export class Course {
  readonly progress: Progress
  /** Activities that have begun and not ended. */
  running = 0
  private readonly sim: Simulation
  private readonly ends: Ends
  private readonly onTell = (): void => this.ends.tell()

  constructor(sim: Simulation, solver: Solver, check: boolean) {
    this.sim = sim
    this.progress = new Progress(sim, solver, check, () => this.endDue())
    this.ends = new Ends(sim, (v) => this.release(v))
  }

  /**
   * Begins an activity whose numbers have been checked.
   * @param down why it fails, in a later event of this instant; undefined: it does not
   */
  start(
    activity: Activity,
    down: string | undefined,
    onCompleted: Action | undefined,
    onFailed: OnFailed | undefined,
  ): ActivityId {
    if (this.running >= SLOTS) throw new SimulationError(`A fluid model holds at most ${SLOTS} activities at once.`)
    const { amount, latency = 0 } = activity
    const { sim, progress } = this
    const v = progress.add(activity)
    const id = progress.slots.open(v, amount, sim.now)
    this.ends.remember(v, onCompleted, onFailed)
    this.running++
    if (down !== undefined) {
      this.end(v, FAILED, down)
      sim.schedule(0, this.onTell)
    } else if (latency > 0) progress.wait(v, latency)
    else progress.run(v)
    return id
  }

  /** Ends an activity; nobody is told. */
  cancel(v: number): void {
    this.end(v, FREE)
    this.release(v)
  }

  /** All activities that use a constraint fail now, in the order of their starts. */
  fail(constraint: number, reason: string): void {
    const { shares, slots } = this.progress
    const before = this.ends.count
    for (const heads of [shares.active, shares.idle]) {
      // What ends moves to the idle list, so the next is read before; there it is passed over, by its state.
      for (let e = heads[constraint]!; e >= 0;) {
        const v = shares.useBy[e]!
        e = shares.next[e]!
        if (slots.goesOn(v)) this.end(v, FAILED, reason)
      }
    }
    this.ends.sort(before, slots.serial)
    // Those still to be told of earlier ends come first, and a process that runs must not be the one to wake them.
    if (before === 0) this.ends.tell()
  }

  /** An activity is over: its constraints are free, and unless it is cancelled it will be told. */
  private end(v: number, how: number, reason?: string): void {
    const { progress } = this
    const { slots } = progress
    this.running--
    if (how === COMPLETED) progress.complete(v)
    else {
      const latent = slots.state[v] === LATENT
      progress.halt(v)
      if (latent) progress.due.renew()
    }
    progress.meter.carry(v, slots.amount[v]! - slots.left[v]!)
    slots.state[v] = how
    if (how !== FREE) this.ends.add(v, how === COMPLETED ? undefined : (reason ?? ''), slots.left[v]!)
    // From here on the meter has it.
    slots.left[v] = slots.amount[v]!
  }

  private release(v: number): void {
    const { slots, shares } = this.progress
    slots.close(v)
    this.ends.forget(v)
    shares.removeVariable(v)
  }

  /** Whatever is due now is over, latency or activity. */
  private endDue(): void {
    const { sim, progress } = this
    const { slots, shares, due } = progress
    const { heap } = due
    const { now } = sim
    const latest = now + Math.abs(now) * INSTANT
    const before = this.ends.count
    while (heap.size > 0) {
      const v = heap.first
      const at = heap.due[v]!
      const latent = slots.state[v] === LATENT
      if (at > latest && (latent || !((at - now) * shares.rate[v]! <= DONE * slots.amount[v]!))) break
      if (latent) {
        heap.remove(v)
        progress.run(v)
      } else this.end(v, COMPLETED)
    }
    this.ends.sort(before, slots.serial)
    due.renew()
    this.ends.tell()
  }
}
