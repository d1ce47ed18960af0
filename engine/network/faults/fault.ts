import type { Law } from '../../random/law.ts'

/** Which hosts or links a fault is about: their numbers, or all there are. */
export type Targets = 'all' | readonly number[]

/** Seconds, >= 0, or a law of seconds. */
export type Duration = number | Law

/**
 * When a fault happens. By schedule: once, from `at` (default 0) for a time `for` (default: for ever). By law, when
 * `every` is given: from `at` on, again and again, a time `every` without the fault and then a time `for` with it.
 * A window is half-open: the fault holds at its first instant and no longer at its last.
 */
export interface When {
  /** Absolute time, seconds, >= 0. Default 0. */
  readonly at?: number
  /** Length of each window, > 0; Infinity (the default by schedule) for ever. Needed with `every`. */
  readonly for?: Duration
  /** Time from the end of one window to the begin of the next, > 0. */
  readonly every?: Duration
  /** Names the random streams of this entry; default: its kind, numbered from the second entry of a kind on. */
  readonly name?: string
}

/** Hosts crash, and restart at the end of the window. */
export interface CrashFault extends When {
  readonly kind: 'crash'
  readonly hosts: Targets
  /** How many of `hosts`, drawn anew for each window; default all of them. */
  readonly pick?: number
}

/** Links go down, and up at the end of the window. */
export interface LinkFault extends When {
  readonly kind: 'link'
  readonly links: Targets
  /** How many of `links`, drawn anew for each window; default all of them. */
  readonly pick?: number
}

/** Each host for itself is up for a time, then down for a time, and so on; all are up at `at`. */
export interface ChurnFault {
  readonly kind: 'churn'
  readonly hosts: Targets
  /** Session: time that a host is up. Any law of positive times: exponential, Weibull, Pareto... */
  readonly up: Duration
  /** Time that a host is down. */
  readonly down: Duration
  /** When churn begins, seconds. Default 0. */
  readonly at?: number
  /** How long it lasts, seconds; then all its hosts are up. Default: for ever. */
  readonly for?: number
  /** Names the random streams of this entry, `<name>.<host>`; default `churn`. */
  readonly name?: string
}

/** Outages as recorded: the host, when it went down and when it came up (Infinity: never), seconds. */
export interface TraceFault {
  readonly kind: 'trace'
  readonly outages: readonly (readonly [host: number, down: number, up: number])[]
}

/** Messages between hosts of different groups do not pass; hosts in no group reach everybody. */
export interface PartitionFault extends When {
  readonly kind: 'partition'
  /** Two or more groups of hosts; one of them may be `'rest'`, the hosts of no other group. */
  readonly groups: readonly (readonly number[] | 'rest')[]
  /** Only messages from the first of two groups to the second are held up. Default false. */
  readonly oneWay?: boolean
}

/** Which messages a fault is about: those with an end in `hosts`, and from `from` and to `to`. Default: all. */
interface Traffic {
  readonly hosts?: Targets
  readonly from?: Targets
  readonly to?: Targets
}

/** Messages sent in the window get lost, each with a probability and independently of the others. */
export interface LossFault extends When, Traffic {
  readonly kind: 'loss'
  /** In [0, 1]. */
  readonly probability: number
}

/** Messages sent in the window arrive later. */
export interface DelayFault extends When, Traffic {
  readonly kind: 'delay'
  /** Added to the time of arrival; a law is drawn from for each message, which may make messages overtake. */
  readonly by: Duration
}

/** One entry of a list of faults: plain data, in seconds. */
export type Fault = CrashFault | LinkFault | ChurnFault | TraceFault | PartitionFault | LossFault | DelayFault

/** The kinds of faults. */
export const faultKinds = ['crash', 'link', 'churn', 'trace', 'partition', 'loss', 'delay'] as const

/** The fields of each kind, in the order in which they are written. */
export const faultFields: { readonly [K in Fault['kind']]: readonly string[] } = {
  crash: ['hosts', 'pick', 'at', 'for', 'every', 'name'],
  link: ['links', 'pick', 'at', 'for', 'every', 'name'],
  churn: ['hosts', 'up', 'down', 'at', 'for', 'name'],
  trace: ['outages'],
  partition: ['groups', 'oneWay', 'at', 'for', 'every', 'name'],
  loss: ['probability', 'hosts', 'from', 'to', 'at', 'for', 'every', 'name'],
  delay: ['by', 'hosts', 'from', 'to', 'at', 'for', 'every', 'name'],
}
