import type { Request } from './request.ts'

/** Who holds servers of a resource. Joining and leaving search nothing; who asks for the order of grant has it sorted. */
export class Users implements Iterable<Request> {
  private readonly holders: Request[] = []
  private grants = 0
  private readonly victim: 'last' | 'first'

  /** @param victim which of the users of worst priority is `worst`, the last or the first to get its servers */
  constructor(victim: 'last' | 'first') {
    this.victim = victim
  }

  append(user: Request): void {
    user.turn = this.grants++
    user.place = this.holders.length
    this.holders.push(user)
  }

  remove(user: Request): void {
    const last = this.holders.pop()!
    if (last === user) return
    last.place = user.place
    this.holders[user.place] = last
  }

  /** The same as to remove one and to append the other. */
  replace(user: Request, by: Request): void {
    by.turn = this.grants++
    by.place = user.place
    this.holders[user.place] = by
  }

  /** Servers held by users whose priority is worse. */
  unitsWorseThan(priority: number): number {
    let units = 0
    for (const user of this.holders) if (user.priority > priority) units += user.units
    return units
  }

  /** Who loses its servers first, undefined when nobody holds any. */
  worst(): Request | undefined {
    let worst: Request | undefined
    for (const user of this.holders) {
      if (worst === undefined || user.priority > worst.priority) worst = user
      else if (user.priority === worst.priority && user.turn > worst.turn === (this.victim === 'last')) worst = user
    }
    return worst
  }

  /** In order of grant. */
  [Symbol.iterator](): Iterator<Request> {
    return this.holders.toSorted((a, b) => a.turn - b.turn).values()
  }
}
