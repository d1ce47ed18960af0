import type { RunRecord } from '../../analysis/record.ts'
import type { PointNote } from '../../analysis/summary.ts'
import { anyTarget, distanceToTargets } from './certainty.ts'
import type { Allocation, Sampling } from './sampler.ts'

/** Replications that a round adds to the design points that it picks. */
const increment = 5
/** Share of the design points that get more in one round. */
const share = 0.1

/**
 * Replications for as long as there is time, where they are needed most: first the fewest for every point, one
 * replication of each after the other, so that a short time gives a whole if rough picture; then rounds, each of which
 * adds five to that tenth of the points whose intervals are widest against what is asked for (where a study asks for
 * nothing, relative to the estimate). A round that has begun is finished: to break it off would keep the runs that
 * were quick, which are not a fair sample. It ends early when all points are good enough or have all they may.
 */
export class BudgetAllocation implements Allocation {
  readonly #sampling: Sampling
  readonly #notes: () => readonly PointNote[]
  readonly #timeIsOver: () => boolean

  constructor(sampling: Sampling, notes: () => readonly PointNote[], timeIsOver: () => boolean) {
    this.#sampling = sampling
    this.#notes = notes
    this.#timeIsOver = timeIsOver
  }

  next(counts: readonly number[], recordsOf: (point: number, replications: number) => readonly RunRecord[]): number[] {
    const { min, max, until } = this.#sampling.replications
    const fewest = Math.min(...counts)
    // One replication of each there must be, whatever the time.
    if (fewest > 0 && this.#timeIsOver()) return [...counts]
    if (fewest < min) return counts.map((count) => Math.max(count, fewest + 1))
    const { metrics, confidence, points } = this.#sampling
    const hasTargets = Object.keys(until).length > 0
    const targets = hasTargets ? until : anyTarget(metrics)
    // A fixed number is the fewest here: time decides about the rest.
    const most = hasTargets ? max : Infinity
    const notes = this.#notes()
    const candidates = counts
      .map((count, point) => {
        const mine = notes.filter((note) => note.point === points[point]!.id)
        const distance = distanceToTargets(recordsOf(point, count), { metrics, targets, confidence }, mine)
        return { point, count, distance: count >= most ? 0 : distance }
      })
      .filter(({ distance }) => distance > 1)
      .sort((a, b) => b.distance - a.distance || a.point - b.point)
    const next = [...counts]
    for (const { point, count } of candidates.slice(0, Math.ceil(share * counts.length))) {
      next[point] = Math.min(most, count + increment)
    }
    return next
  }
}
