import { Line, type Queued } from './line.ts'

export type { Queued } from './line.ts'

/**
 * How a resource picks the next to be served. Priority: lower numbers first, in order of arrival among equals.
 * Preemptive: the same, and a request takes a server from a user of worse priority.
 */
export type Discipline = 'fifo' | 'lifo' | 'priority' | 'preemptive'

/** Waiters in the order of a discipline; all operations O(1), with priorities O(log of the distinct priorities). */
export class WaitQueue<Q extends Queued> {
  length = 0
  private readonly lifo: boolean
  /** The only line, of a discipline that does not look at priorities. */
  private readonly single: Line<Q> | undefined
  /** Lines by ascending priority, of one that does. */
  private readonly lines: { priority: number; line: Line<Q> }[] = []

  constructor(discipline: Discipline) {
    this.lifo = discipline === 'lifo'
    this.single = discipline === 'fifo' || discipline === 'lifo' ? new Line() : undefined
  }

  join(item: Q, priority: number): void {
    const line = this.single ?? this.lineOf(priority)
    line.append(item)
    this.length++
  }

  /** Joins ahead of all of the same priority: who was in service before keeps its turn. */
  rejoin(item: Q, priority: number): void {
    const line = this.single ?? this.lineOf(priority)
    if (this.lifo) line.append(item)
    else line.prepend(item)
    this.length++
  }

  leave(item: Q, priority: number): void {
    const line = this.single ?? this.lineOf(priority)
    line.remove(item)
    this.length--
  }

  /** Who is next, undefined when nobody waits. */
  next(): Q | undefined {
    if (this.length === 0) return undefined
    if (this.single !== undefined) return this.lifo ? this.single.last : this.single.first
    return this.best()
  }

  private best(): Q | undefined {
    for (const { line } of this.lines) if (line.first !== undefined) return line.first
    return undefined
  }

  *[Symbol.iterator](): Generator<Q, void, undefined> {
    if (this.single !== undefined) yield* this.single
    for (const { line } of this.lines) yield* line
  }

  private lineOf(priority: number): Line<Q> {
    let low = 0
    let high = this.lines.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const found = this.lines[middle]!
      if (found.priority === priority) return found.line
      if (found.priority < priority) low = middle + 1
      else high = middle
    }
    const line = new Line<Q>()
    this.lines.splice(low, 0, { priority, line })
    return line
  }
}
