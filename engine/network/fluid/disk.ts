import { SimulationError } from '../../errors.ts'
import type { Waitable } from '../../process/waitable.ts'
import type { Simulation } from '../../simulation.ts'
import type { Action } from '../../time/event-list.ts'
import { Doing, type FluidRecord } from './doing.ts'
import type { ActivityId, OnFailed } from './activity.ts'
import { Fluid } from './fluid.ts'

/** Options of a disk. */
export interface DiskOptions {
  /** For reports. */
  name: string
  /** Bytes per second that reads have together, finite, > 0. */
  readBandwidth: number
  /** Bytes per second that writes have together, finite, > 0. */
  writeBandwidth: number
  /** Bytes per second that reads and writes have together; default: the larger of both. */
  bandwidth?: number
  /** Seconds before each transfer begins, finite, >= 0; default 0. */
  latency?: number
  /** The model it is part of; default: one of its own. */
  fluid?: Fluid
}

/** Options of a transfer from or to a disk. */
export interface DiskTransferOptions {
  /** Its share is in proportion to this, > 0; default 1. */
  weight?: number
  /** Bytes per second at most, > 0; default: no limit of its own. */
  rateLimit?: number
}

/** A disk whose transfers share its bandwidths as fluids, by weight: reads with reads, writes with writes, and all together. */
export class Disk {
  readonly name: string
  /** The model behind it: suspends, resumes and cancels transfers, changes their weights (`setShare`), knows their rates. */
  readonly fluid: Fluid
  private readonly latency: number
  private readonly all: number
  private readonly reads: readonly number[]
  private readonly writes: readonly number[]

  constructor(sim: Simulation, options: DiskOptions) {
    const { name, readBandwidth, writeBandwidth, latency = 0, fluid = new Fluid(sim) } = options
    const { bandwidth = Math.max(readBandwidth, writeBandwidth) } = options
    for (const [option, value] of Object.entries({ readBandwidth, writeBandwidth, bandwidth })) {
      if (value > 0 && value < Infinity) continue
      throw new SimulationError(
        `Disk "${name}", ${option} = ${value}: expected a finite number of bytes per second > 0.`,
      )
    }
    if (!(latency >= 0 && latency < Infinity)) {
      throw new SimulationError(`Disk "${name}", latency = ${latency}: expected a finite number of seconds >= 0.`)
    }
    if (fluid.sim !== sim) throw new SimulationError(`Disk "${name}": its fluid model belongs to another simulation.`)
    this.name = name
    this.fluid = fluid
    this.latency = latency
    this.all = fluid.addConstraint(bandwidth)
    this.reads = [fluid.addConstraint(readBandwidth), this.all]
    this.writes = [fluid.addConstraint(writeBandwidth), this.all]
  }

  /** Bytes read since the start or the end of warm-up. */
  get bytesRead(): number {
    return this.fluid.meter.units(this.reads[0]!)
  }

  /** Bytes written since the start or the end of warm-up. */
  get bytesWritten(): number {
    return this.fluid.meter.units(this.writes[0]!)
  }

  /** Average fraction of the common bandwidth in use since the start or the end of warm-up. */
  get utilisation(): number {
    return this.fluid.meter.utilisation(this.all)
  }

  /**
   * Waits for a read: `yield* disk.read(4e6)`. Giving the wait up cancels it.
   * @param bytes finite, > 0
   * @throws FluidFailed in the process when the disk goes down
   */
  read(bytes: number, options: DiskTransferOptions = {}): Waitable<FluidRecord> {
    return new Doing(this.fluid, bytes, `read of ${bytes} bytes from disk "${this.name}"`, (onCompleted, onFailed) =>
      this.startRead(bytes, onCompleted, onFailed, options),
    )
  }

  /** Waits for a write, as `read` does. */
  write(bytes: number, options: DiskTransferOptions = {}): Waitable<FluidRecord> {
    return new Doing(this.fluid, bytes, `write of ${bytes} bytes to disk "${this.name}"`, (onCompleted, onFailed) =>
      this.startWrite(bytes, onCompleted, onFailed, options),
    )
  }

  /** A read in callback style; its id is for `disk.fluid`. */
  startRead(bytes: number, onCompleted?: Action, onFailed?: OnFailed, options: DiskTransferOptions = {}): ActivityId {
    return this.start(this.reads, bytes, onCompleted, onFailed, options)
  }

  /** A write in callback style. */
  startWrite(bytes: number, onCompleted?: Action, onFailed?: OnFailed, options: DiskTransferOptions = {}): ActivityId {
    return this.start(this.writes, bytes, onCompleted, onFailed, options)
  }

  /** Takes the disk down: its transfers fail now. */
  fail(): void {
    this.fluid.fail(this.all, 'disk down')
  }

  /** Brings it up again; what failed stays failed. */
  repair(): void {
    this.fluid.repair(this.all)
  }

  private start(
    constraints: readonly number[],
    amount: number,
    onCompleted: Action | undefined,
    onFailed: OnFailed | undefined,
    { weight, rateLimit }: DiskTransferOptions,
  ): ActivityId {
    const { latency } = this
    return this.fluid.start({ constraints, amount, share: weight, bound: rateLimit, latency }, onCompleted, onFailed)
  }
}
