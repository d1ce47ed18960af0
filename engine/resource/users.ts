import { Line } from './line.ts'
import type { Request } from './request.ts'

/** Who holds servers of a resource, in order of grant. */
export class Users extends Line<Request> {
  private readonly victim: 'last' | 'first'

  /** @param victim which of the users of worst priority is `worst`, the last or the first to get its servers */
  constructor(victim: 'last' | 'first') {
    super()
    this.victim = victim
  }

  /** Servers held by users whose priority is worse. */
  unitsWorseThan(priority: number): number {
    let units = 0
    for (let user = this.first; user !== undefined; user = user.following as Request | undefined) {
      if (user.priority > priority) units += user.units
    }
    return units
  }

  /** Who loses its servers first, undefined when nobody holds any. */
  worst(): Request | undefined {
    let worst: Request | undefined
    for (const user of this) {
      if (worst === undefined || user.priority > worst.priority) worst = user
      else if (user.priority === worst.priority && this.victim === 'last') worst = user
    }
    return worst
  }
}
