import type { Tally } from '../monitor/tally.ts'
import type { Waiter } from '../process/waitable.ts'
import type { Request } from './request.ts'

/** Servers that a process which has ended never gave back. */
export interface Leak {
  readonly resource: string
  readonly process: string
  readonly units: number
  /** Since when it holds them, seconds. */
  readonly since: number
}

/** Servers in use when nothing is left to happen: nobody will ever release them. */
export interface Stuck {
  readonly resource: string
  readonly process: string
  readonly units: number
}

/** A statistic of waits that misses customers who still wait: its mean is too low. */
export interface Censored {
  /** Name of the statistic, such as `servers.wait`. */
  readonly statistic: string
  /** How many still wait. */
  readonly waiting: number
  /** How many have waited since the end of warm-up, which the statistic is of. */
  readonly observed: number
  /** How long the first of them has waited, seconds. */
  readonly longest: number
}

/** What a look around at the end of a run finds. */
export interface ClosingReport {
  readonly leaks: Leak[]
  readonly stuck: Stuck[]
  readonly censored: Censored[]
}

/** Somebody who waits. */
interface Waits {
  /** Start of the wait, seconds. */
  readonly since: number
  readonly waiter?: Waiter | undefined
}

/** Whatever adds to the report. @param ended nothing is left to happen */
export interface Inspected {
  inspect(report: ClosingReport, ended: boolean): void
}

/** Adds who holds servers and has ended, or holds them though nothing is left to happen. */
export function reportUsers(report: ClosingReport, resource: string, users: Iterable<Request>, ended: boolean): void {
  for (const { waiter, units, since } of users) {
    const process = waiter?.owner?.name ?? 'unknown'
    if (waiter?.owner?.done) report.leaks.push({ resource, process, units, since })
    else if (ended) report.stuck.push({ resource, process, units })
  }
}

/** Adds the statistic of waits if somebody still waits. @param now the end of the run, seconds */
export function reportWaits(report: ClosingReport, wait: Tally, waits: Iterable<Waits>, now: number): void {
  let waiting = 0
  let first = now
  for (const { since } of waits) {
    waiting++
    if (since < first) first = since
  }
  if (waiting > 0) report.censored.push({ statistic: wait.name, waiting, observed: wait.count, longest: now - first })
}

/** Those who wait for something that a daemon may wait for for ever: a server loop without work is idle, not waiting. */
export function* withoutDaemons<W extends Waits>(waits: Iterable<W>): Generator<W> {
  for (const each of waits) if (each.waiter?.owner?.daemon !== true) yield each
}
