/** What stands in a wait queue: carries its own links, so that joining and leaving allocate and search nothing. */
export interface Queued {
  previous: Queued | undefined
  following: Queued | undefined
}

/**
 * How a resource picks the next to be served. Priority: lower numbers first, in order of arrival among equals.
 * Preemptive: the same, and a request takes a server from a user of worse priority.
 */
export type Discipline = 'fifo' | 'lifo' | 'priority' | 'preemptive'

/** One line of waiters in order of arrival. */
class Line<Q extends Queued> {
  first: Q | undefined
  last: Q | undefined

  append(item: Q): void {
    item.previous = this.last
    item.following = undefined
    if (this.last === undefined) this.first = item
    else this.last.following = item
    this.last = item
  }

  prepend(item: Q): void {
    item.previous = undefined
    item.following = this.first
    if (this.first === undefined) this.last = item
    else this.first.previous = item
    this.first = item
  }

  remove(item: Q): void {
    if (item.previous === undefined) this.first = item.following as Q | undefined
    else item.previous.following = item.following
    if (item.following === undefined) this.last = item.previous as Q | undefined
    else item.following.previous = item.previous
    item.previous = item.following = undefined
  }
}

/** Waiters in the order of a discipline; all operations O(1), with priorities O(log of the distinct priorities). */
export class WaitQueue<Q extends Queued> {
  length = 0
  private readonly discipline: Discipline
  /** Lines by ascending priority; a single one unless the discipline is `priority`. */
  private readonly lines: { priority: number; line: Line<Q> }[] = []

  constructor(discipline: Discipline) {
    this.discipline = discipline
  }

  join(item: Q, priority: number): void {
    this.lineOf(priority).append(item)
    this.length++
  }

  /** Joins ahead of all of the same priority: who was in service before keeps its turn. */
  rejoin(item: Q, priority: number): void {
    this.lineOf(priority).prepend(item)
    this.length++
  }

  leave(item: Q, priority: number): void {
    this.lineOf(priority).remove(item)
    this.length--
  }

  /** Who is next, undefined when nobody waits. */
  next(): Q | undefined {
    if (this.length === 0) return undefined
    for (const { line } of this.lines) {
      if (line.first !== undefined) return this.discipline === 'lifo' ? line.last : line.first
    }
    return undefined
  }

  *[Symbol.iterator](): Generator<Q, void, undefined> {
    for (const { line } of this.lines) {
      let item = line.first
      while (item !== undefined) {
        // Read first: the consumer may take the item out.
        const following = item.following as Q | undefined
        yield item
        item = following
      }
    }
  }

  private lineOf(priority: number): Line<Q> {
    const sought = this.discipline === 'priority' || this.discipline === 'preemptive' ? priority : 0
    let low = 0
    let high = this.lines.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const found = this.lines[middle]!
      if (found.priority === sought) return found.line
      if (found.priority < sought) low = middle + 1
      else high = middle
    }
    const line = new Line<Q>()
    this.lines.splice(low, 0, { priority: sought, line })
    return line
  }
}
