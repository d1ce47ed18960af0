import type { Ingredient } from './monitor/fingerprint.ts'
import type { Trace } from './monitor/trace.ts'
import type { EventListKind } from './time/scheduler.ts'

/** Options of a simulation. */
export interface SimulationOptions {
  /** Every random stream derives from it and from its own name; any text. */
  seed: string
  /** Clock at the start, seconds; default 0. */
  startTime?: number
  /** Which future event list; they order events identically. Default `ladder`, the fast one. */
  eventList?: EventListKind
  /** Is told of every event; default: nobody is, which costs nothing. */
  trace?: Trace
  /**
   * Mirror the streams, all or those named: the twin of the run without, for averages that vary less (see
   * `StreamOptions`). Default false.
   */
  antithetic?: boolean | readonly string[]
  /**
   * Seed for a random order among events of one instant and class, in place of the order of insertion: a model whose
   * results change with it depends on an order it does not declare. Uses the reference list. Default: none.
   */
  shuffleTies?: string
  /**
   * Hash the trajectory (see `fingerprint`): `true` for time and order of events, which costs a few nanoseconds an
   * event, or the ingredients by name. Default false.
   */
  fingerprint?: boolean | readonly Ingredient[]
}

/** Why a run ended: the clock reached `until`, nothing was left to happen, or `stop` was called. */
export type StopReason = 'horizon' | 'empty' | 'stopped'

/** Options of `run`. */
export interface RunOptions {
  /** Run events due exactly at `until` as well; default false, so that consecutive runs share no instant. */
  inclusive?: boolean
}
