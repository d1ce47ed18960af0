import type { Simulation } from '../../../engine/index.ts'
import type { Call } from './call.ts'
import type { Settings } from './parameters.ts'

/**
 * What keeps retries from making an overload worse: all clients together earn a part of a retry with each call, and spend
 * one with each retry.
 * @source Finagle's retry budget; Brooker, "Fixing retries with token buckets and circuit breakers" (2022).
 */
export class RetryBudget {
  private readonly earned: number
  private readonly reserve: number
  private left: number

  constructor({ retryBudget, budgetReserve }: Pick<Settings, 'retryBudget' | 'budgetReserve'>) {
    this.earned = retryBudget
    this.reserve = retryBudget === Infinity ? Infinity : budgetReserve
    this.left = this.reserve
  }

  /** A call begins. */
  earn(): void {
    this.left = Math.min(this.reserve, this.left + this.earned)
  }

  /** Whether there is a retry left, which is then spent. */
  spend(): boolean {
    // What is earned in tenths must not be missed for a rounding error.
    if (this.left < 1 - 1e-9) return false
    this.left -= 1
    return true
  }
}

/**
 * A circuit breaker that all clients share: after some time-outs in a row it opens and lets no request pass for a while;
 * then a single call probes the server, and closes it or has it open again.
 * @source Nygard, Release It! (2007), chapter 5.
 */
export class CircuitBreaker {
  private readonly sim: Simulation
  private readonly failures: number
  private readonly pause: number
  private inARow = 0
  /** When it last opened has passed so long that a probe may go, s; undefined while it is closed. */
  private probesFrom: number | undefined = undefined
  private probe: Call | undefined = undefined

  constructor(sim: Simulation, { breakerFailures, breakerPause }: Pick<Settings, 'breakerFailures' | 'breakerPause'>) {
    this.sim = sim
    this.failures = breakerFailures > 0 ? breakerFailures : Infinity
    this.pause = breakerPause
  }

  /** Whether a call may send a request now. */
  allows(call: Call): boolean {
    if (this.probesFrom === undefined || this.probe === call) return true
    if (this.probe !== undefined || this.sim.now < this.probesFrom) return false
    this.probe = call
    return true
  }

  /** A reply has come, to whichever call. */
  succeeded(): void {
    this.inARow = 0
    this.probesFrom = undefined
    this.probe = undefined
  }

  /** A request has timed out. */
  failed(call: Call): void {
    this.inARow++
    const opens = this.probesFrom === undefined ? this.inARow >= this.failures : this.probe === call
    if (!opens) return
    this.probe = undefined
    this.probesFrom = this.sim.now + this.pause
  }
}
