import { SimulationError } from '../../errors.ts'

/** Thrown where a process waits for a reply that did not come in time. */
export class TimedOut extends SimulationError {
  override readonly name = 'TimedOut'
  /** The host that asked. */
  readonly from: number
  /** The host that did not answer in time. */
  readonly to: number
  /** How long was waited, seconds. */
  readonly timeout: number

  constructor(from: number, to: number, timeout: number) {
    super(`Host ${from} had no reply from host ${to} within ${timeout} s. Catch TimedOut where the call is made.`)
    this.from = from
    this.to = to
    this.timeout = timeout
  }
}
