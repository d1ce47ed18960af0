import { SimulationError } from '../../errors.ts'
import type { Waitable } from '../../process/waitable.ts'
import type { Action } from '../../time/event-list.ts'
import type { Cpu } from './cpu.ts'
import { Doing, type FluidRecord } from './doing.ts'
import type { ActivityId, OnFailed } from './activity.ts'

/**
 * A virtual machine's part of a processor: while n tasks of one thread run in it, it counts on its host as min(n, cores)
 * threads, and its tasks divide evenly what those get.
 */
export class VirtualCpu {
  readonly name: string
  readonly host: Cpu
  readonly cores: number
  /** What its tasks have together. */
  private readonly all: number
  /** Tasks in it that have not ended, in the order of their starts. */
  private readonly tasks = new Set<ActivityId>()

  /** @param cores virtual cores, an integer >= 1 */
  constructor(host: Cpu, { name, cores }: { name: string; cores: number }) {
    if (!(Number.isInteger(cores) && cores >= 1)) {
      throw new SimulationError(`Virtual cpu "${name}", cores = ${cores}: expected an integer >= 1.`)
    }
    this.name = name
    this.host = host
    this.cores = cores
    this.all = host.fluid.addConstraint(cores * host.speed)
    host.onSpeed(() => host.fluid.setCapacity(this.all, cores * host.speed))
  }

  /** Waits until the work is done: `yield* machine.execute(1e9)`. Giving the wait up cancels the task. */
  execute(work: number): Waitable<FluidRecord> {
    return new TaskInside(this, work)
  }

  /** The same in callback style; end it early with `cancel` of this machine, which shares its part out anew. */
  start(work: number, onCompleted?: Action, onFailed?: OnFailed): ActivityId {
    const { host } = this
    const task: ActivityId = host.fluid.start(
      { constraints: [host.all, host.core, this.all], amount: work },
      () => {
        this.leave(task)
        if (typeof onCompleted === 'function') onCompleted()
        else onCompleted?.arrive()
      },
      (reason, left) => {
        this.leave(task)
        onFailed?.(reason, left)
      },
    )
    this.tasks.add(task)
    this.shareOut()
    return task
  }

  /** Ends a task; nobody is told. False when it has ended before. */
  cancel(task: ActivityId): boolean {
    if (!this.tasks.has(task)) return false
    this.host.fluid.cancel(task)
    this.leave(task)
    return true
  }

  private leave(task: ActivityId): void {
    this.tasks.delete(task)
    this.shareOut()
  }

  private shareOut(): void {
    const part = Math.min(1, this.cores / this.tasks.size)
    for (const task of this.tasks) this.host.fluid.setShare(task, part)
  }
}

/** A wait for a task of a virtual machine. */
class TaskInside extends Doing {
  private readonly machine: VirtualCpu

  constructor(machine: VirtualCpu, work: number) {
    super(
      machine.host.fluid,
      work,
      `task of ${work} operations on virtual cpu "${machine.name}"`,
      (onCompleted, onFailed) => machine.start(work, onCompleted, onFailed),
    )
    this.machine = machine
  }

  protected override abandon(task: ActivityId): void {
    this.machine.cancel(task)
  }
}
