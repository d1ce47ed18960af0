import { SimulationError } from '../../errors.ts'

/** In place of a constraint: there is no such link. */
const ABSENT = -1

/** Which constraint of a fluid model each link is, and latencies. Two links may be one constraint: a half-duplex link. */
export class LinkTable {
  /** By link; `ABSENT` for a way back that is not there. */
  private readonly constraint: number[] = []
  /** By constraint, seconds. */
  private readonly latencies: number[] = []

  /** Links there are, absent ones included: ids are 0 to `count - 1`. */
  get count(): number {
    return this.constraint.length
  }

  /**
   * Adds a link.
   * @param latency seconds; undefined where the constraint is that of a link before
   * @returns its id
   */
  add(constraint: number, latency?: number): number {
    if (latency !== undefined) this.latencies[constraint] = latency
    return this.constraint.push(constraint) - 1
  }

  /** Uses up the id that the way back of a one-way link would have, which is the link before. */
  addAbsent(): void {
    this.constraint.push(ABSENT)
  }

  has(link: number): boolean {
    return (this.constraint[link] ?? ABSENT) !== ABSENT
  }

  /** @throws SimulationError when there is no such link */
  constraintOf(link: number): number {
    const constraint = this.constraint[link]
    if (constraint !== undefined && constraint !== ABSENT) return constraint
    throw new SimulationError(
      constraint === ABSENT
        ? `Link ${link} is the way back of the one-way link ${link - 1}: it is not there.`
        : `There is no link ${link}: expected 0 to ${this.count - 1}, as addLink returned.`,
    )
  }

  /** Seconds of a constraint that is a link. */
  latencyOf(constraint: number): number {
    return this.latencies[constraint]!
  }

  setLatency(constraint: number, latency: number): void {
    this.latencies[constraint] = latency
  }

  /**
   * Sum of the latencies of a route, seconds.
   * @throws SimulationError when there is no such link
   */
  latency(route: ArrayLike<number>): number {
    let sum = 0
    for (let i = 0; i < route.length; i++) sum += this.latencies[this.constraintOf(route[i]!)]!
    return sum
  }
}
