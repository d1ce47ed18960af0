import type { RunRow } from '../analysis/csv/read-runs.ts'
import { csvText, type Cell } from '../analysis/csv/csv-text.ts'
import { meanInterval } from '../analysis/statistics/mean-interval.ts'
import { elementaryEffects } from './design/morris.ts'
import { membersOf, twoLevelEffects } from './design/two-level.ts'
import { pointId } from './plan.ts'
import type { Study } from './study.ts'

/** The effects of the factors that a designed experiment was made to find: `effects.csv`. */
export interface EffectTable {
  readonly header: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  /** Metrics without effects, and why. */
  readonly notes: readonly string[]
}

/**
 * Effects of the factors on each metric: mu, mu* and sigma of a Morris screening; effects with intervals and their share of
 * the variation for a two-level design.
 * @param runs all runs of the study; failed ones have no responses
 * @returns undefined for a design that is not made for effects
 */
export function effectTable(study: Study, runs: readonly RunRow[]): EffectTable | undefined {
  const { rows, twoLevel } = study.design
  if (rows === undefined && twoLevel === undefined) return undefined
  const byPoint = new Map<string, RunRow[]>()
  for (const run of runs) byPoint.set(run.point, [...(byPoint.get(run.point) ?? []), run])
  const responses = (point: number, metric: string): number[] =>
    (byPoint.get(pointId(study.points[point]!)) ?? [])
      .toSorted((a, b) => a.replication - b.replication)
      .map((run) => run.responses[metric] ?? NaN)
      .filter((value) => Number.isFinite(value))
  return twoLevel === undefined ? morrisTable(study, responses) : twoLevelTable(study, responses)
}

/** The table as the text of a CSV file. */
export function effectsCsv({ header, rows }: EffectTable): string {
  return csvText(header, rows)
}

type Responses = (point: number, metric: string) => number[]

function morrisTable({ design, description }: Study, responses: Responses): EffectTable {
  const rows = design.rows ?? []
  const coordinates = rows.map((row) => row.coordinates)
  const table = description.metrics.flatMap(({ name, unit }) => {
    const means = rows.map(({ point }) => {
      const values = responses(point, name)
      return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length
    })
    const effects = elementaryEffects(coordinates, means)
    const ranked = effects.map((effect, i) => ({ ...effect, factor: design.axes[i]!.join('+') }))
    ranked.sort((a, b) => b.muStar - a.muStar)
    return ranked.map(({ factor, mu, muStar, sigma }): Cell[] => [name, unit, factor, mu, muStar, sigma])
  })
  return { header: ['metric', 'unit', 'factor', 'mu', 'mu_star', 'sigma'], rows: table, notes: [] }
}

/**
 * Intervals are over replications, each of which gives an effect of its own: unlike pooled errors, that stays right when
 * the design points share their random numbers.
 */
function twoLevelTable({ design, description }: Study, responses: Responses): EffectTable {
  const twoLevel = design.twoLevel!
  const notes: string[] = []
  const names = design.axes.map((axis) => axis.join('+'))
  const rows = description.metrics.flatMap(({ name, unit }): Cell[][] => {
    const values = twoLevel.signs.map((_, run) => responses(run, name))
    const counts = new Set(values.map(({ length }) => length))
    if (counts.size !== 1 || counts.has(0)) {
      notes.push(`"${name}" has no effects: not every design point has as many responses`)
      return []
    }
    const { effects, errorSquares, totalSquares } = twoLevelEffects(twoLevel, values)
    const single = values[0]!.map(
      (_, i) =>
        twoLevelEffects(
          twoLevel,
          values.map((row) => [row[i]!]),
        ).effects,
    )
    const table = effects.map(({ mask, value, variation }, k): Cell[] => {
      const effect =
        mask === 0
          ? 'mean'
          : membersOf(mask)
              .map((i) => names[i])
              .join('*')
      const { halfWidth } = meanInterval(
        single.map((each) => each[k]!.value),
        description.confidence,
      )
      return [name, unit, effect, value, value - halfWidth, value + halfWidth, variation]
    })
    return [...table, [name, unit, 'error', NaN, NaN, NaN, errorSquares / totalSquares]]
  })
  return { header: ['metric', 'unit', 'effect', 'estimate', 'ci_low', 'ci_high', 'variation'], rows, notes }
}
