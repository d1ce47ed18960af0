import type { MetricDescription, ReplicationRule, RunRecord, WarmUpRule } from '../../analysis/record.ts'
import type { PointNote } from '../../analysis/summary.ts'
import type { DesignPoint, PlanSettings, RunSpec } from '../plan.ts'
import { chooseWarmUp, type WarmUpChoice } from '../warm-up/choose.ts'
import { pilotSpecs } from '../warm-up/pilot.ts'
import { BudgetAllocation } from './budget.ts'
import { FixedAllocation } from './fixed.ts'
import { SequentialAllocation } from './sequential.ts'
import { specOf } from './spec.ts'

/** Decides from the records so far which runs are still wanted; a pure function of them, so that any executor and any resume gives the same runs. */
export interface Sampler {
  /**
   * Runs of the present stage that have no record yet; none when the study is finished. The next stage is decided when
   * this one is complete, and never sooner, so that the order in which runs finish does not matter.
   * @param records every record there is, of whatever runs, failed ones included
   */
  more(records: readonly RunRecord[]): readonly RunSpec[]
}

/** What a sampler needs to know of a study. */
export interface Sampling {
  /** `replications` is not looked at, and `warmUp` only when the rule does not say otherwise. */
  readonly settings: PlanSettings
  readonly points: readonly DesignPoint[]
  readonly metrics: readonly MetricDescription[]
  /** Above 0 and below 1. */
  readonly confidence: number
  readonly replications: ReplicationRule
  readonly warmUp: WarmUpRule
  /**
   * Present where time decides how many replications there are: tells whether it is over. Looked at between two rounds.
   */
  readonly timeIsOver?: () => boolean
  /** Replications of each design point, by its id, as an earlier sampler has allocated them: they are repeated. */
  readonly allocation?: Readonly<Record<string, number>>
}

/** How many replications each design point is to have, by the records of those that it has. */
export interface Allocation {
  /**
   * Number of replications of each design point, in their order, in the stage after those that are complete; equal to
   * the present numbers when the allocation has come to its end.
   * @param recordsOf records of the first n replications of a design point
   */
  next(counts: readonly number[], recordsOf: (point: number, replications: number) => readonly RunRecord[]): number[]
}

/**
 * The sampler of a study: pilot runs where the warm-up is to be found, then replications by a fixed number, until a
 * precision is reached, or as long as there is time.
 */
export class StudySampler implements Sampler {
  readonly #sampling: Sampling
  readonly #allocation: Allocation
  readonly #pilots: readonly RunSpec[]
  #choice: WarmUpChoice | undefined
  /** Replications of each design point that are complete or under way: what is decided stays decided. */
  #counts: number[]
  /** Of each design point as many as were ever asked for: each has a hash in it. */
  readonly #specs: RunSpec[][]

  /** @throws when a warm-up is to be found in runs without a finite horizon */
  constructor(sampling: Sampling) {
    this.#sampling = sampling
    const { settings, points, warmUp } = sampling
    this.#pilots = warmUp.rule === 'fixed' ? [] : pilotSpecs(settings, points)
    if (warmUp.rule === 'fixed') this.#choice = { warmUp: warmUp.time, notes: [] }
    this.#counts = points.map(() => 0)
    this.#specs = points.map(() => [])
    this.#allocation = allocationFor(sampling, () => this.#choice?.notes ?? [])
  }

  more(records: readonly RunRecord[]): readonly RunSpec[] {
    const byId = new Map(records.map((record) => [record.id, record]))
    const pilots = this.#pilots.filter(({ id }) => !byId.has(id))
    if (pilots.length > 0) return pilots
    this.#choice ??= chooseWarmUp(
      this.#sampling,
      this.#pilots.map(({ id }) => byId.get(id)!),
    )
    for (;;) {
      const missing = this.chosen().filter(({ id }) => !byId.has(id))
      if (missing.length > 0) return missing
      const next = this.#allocation.next(this.#counts, (point, replications) =>
        this.#specsOf(point, replications).map(({ id }) => byId.get(id)!),
      )
      if (next.every((count, point) => count === this.#counts[point])) return []
      this.#counts = next
    }
  }

  /** The runs that the result is made of, as far as they are decided, in the order of the plan; no pilot runs. */
  chosen(): RunSpec[] {
    return this.#counts.flatMap((count, point) => this.#specsOf(point, count))
  }

  /** The warm-up of the runs and what was found out on the way; undefined before the pilot runs are complete. */
  get choice(): WarmUpChoice | undefined {
    return this.#choice
  }

  /** Replications of each design point by its id: what `Sampling.allocation` repeats. */
  get allocation(): Record<string, number> {
    return Object.fromEntries(this.#sampling.points.map(({ id }, point) => [id, this.#counts[point]!]))
  }

  #specsOf(point: number, replications: number): RunSpec[] {
    const { settings, points } = this.#sampling
    const settled = { ...settings, warmUp: this.#choice?.warmUp ?? settings.warmUp }
    const specs = this.#specs[point]!
    while (specs.length < replications) specs.push(specOf(settled, points[point]!, specs.length))
    return specs.slice(0, replications)
  }
}

function allocationFor(sampling: Sampling, notes: () => readonly PointNote[]): Allocation {
  const { allocation, points, replications, timeIsOver } = sampling
  if (allocation !== undefined) return new FixedAllocation(points.map(({ id }) => allocation[id] ?? 0))
  if (timeIsOver !== undefined) return new BudgetAllocation(sampling, notes, timeIsOver)
  if (replications.min === replications.max) return new FixedAllocation(points.map(() => replications.min))
  return new SequentialAllocation(sampling, notes)
}
