import type { Schedule } from './schedule.ts'
import type { Discipline } from './wait-queue.ts'

/** Limits of the queue before a resource. */
export interface QueueOptions {
  /** Who is served next; default `fifo`. */
  discipline?: Discipline
  /** How many may wait; one more is rejected. Default: no limit. */
  queueLimit?: number
  /** Whether a request for several servers takes one place in the queue or several; default `requests`. */
  queueCounts?: 'requests' | 'units'
  /** At a full queue, a request pushes out those of worse priority, the last to come first; default false: it is rejected. */
  pushOut?: boolean
  /** Preempted customers count against the limit as well; default false: they keep a place whatever the queue holds. */
  strictLimit?: boolean
  /** Best and worst priority that may wait; others are served at once or rejected. Default: all. */
  queuePriorities?: readonly [best: number, worst: number]
}

interface Named extends QueueOptions {
  /** For reports. */
  name: string
  /** Which of the users of worst priority loses its server first, the last or the first to get it; default `last`. */
  victim?: 'last' | 'first'
  /**
   * Whether the resource keeps `busy`, `queue` and `wait`; default true. Without, a customer costs some 6 % less, and who
   * reads one of them gets an error.
   */
  observe?: boolean
}

interface Staffed extends Named {
  /** Number of identical servers, an integer >= 0, or how it changes over time. */
  capacity: number | Schedule
  slots?: undefined
  capacitated?: undefined
}

interface Slotted extends Named {
  capacity?: undefined
  /**
   * Services begin at the times of this schedule alone, at each as many as its value: a shuttle bus, time-division
   * multiplexing. Who comes at the very instant of a slot has missed it.
   */
  slots: Schedule
  /** Services that last from earlier slots count against the size of a slot; default false. */
  capacitated?: boolean
}

/** Options of a resource. */
export type ResourceOptions = Staffed | Slotted
