import type { TheoryRow } from '../analysis/csv/theory-file.ts'
import type { ChartSpec, StudyDescription, TheoryValue } from '../analysis/record.ts'
import type { Model } from '../models/definition.ts'
import { ParameterError, resolveParameters } from '../models/resolve.ts'
import type { DesignPoint } from './plan.ts'
import { theoryValues } from './theory.ts'

/** Values of a closed form between two neighbouring design points: enough for a curve without corners. */
const between = 12

/**
 * Closed forms between the design points, along the numeric x axis of each line chart, so that the curve of the theory
 * need not be a polygon through the design points. Only where all other parameters are equal and the formula has a value
 * at both neighbours: nothing is drawn where theory ends. Whole numbers where the parameter takes no others.
 */
export function theoryGrid(model: Model, study: StudyDescription, points: readonly DesignPoint[]): TheoryRow[] {
  if (Object.keys(model.theory ?? {}).length === 0) return []
  const byFactor = new Map<string, Set<string>>()
  for (const chart of study.charts) {
    if (!wantsTheory(chart) || !study.factors.some(({ name }) => name === chart.x)) continue
    const metrics = byFactor.get(chart.x) ?? new Set()
    byFactor.set(chart.x, metrics)
    for (const name of typeof chart.y === 'string' ? [chart.y] : (chart.y ?? [])) metrics.add(name)
  }
  return [...byFactor].flatMap(([factor, metrics]) => {
    const rows = neighbours(points, factor).flatMap((pair) => rowsBetween(model, study, pair, factor))
    return rows.filter(({ metric }) => metrics.has(metric))
  })
}

function wantsTheory({ kind, overlay }: ChartSpec): boolean {
  return kind === 'line' && overlay !== 'none'
}

type Pair = readonly [left: DesignPoint, right: DesignPoint]

/** Points that differ in one numeric parameter only, each with the next one. */
function neighbours(points: readonly DesignPoint[], factor: string): Pair[] {
  const groups = new Map<string, DesignPoint[]>()
  for (const point of points) {
    const { [factor]: level, ...others } = point.parameters
    if (typeof level !== 'number' || !Number.isFinite(level)) continue
    const key = JSON.stringify(others)
    const group = groups.get(key) ?? []
    groups.set(key, group)
    group.push(point)
  }
  return [...groups.values()].flatMap((group) => {
    const sorted = group.toSorted((a, b) => levelOf(a, factor) - levelOf(b, factor))
    return sorted.slice(1).map((right, index): Pair => [sorted[index] ?? right, right])
  })
}

function levelOf({ parameters }: DesignPoint, factor: string): number {
  return Number(parameters[factor])
}

function rowsBetween(model: Model, study: StudyDescription, [left, right]: Pair, factor: string): TheoryRow[] {
  const ends = theoryValues(model, [left, right]).map(({ metric }) => metric)
  const atBoth = new Set(ends.filter((metric, index) => ends.indexOf(metric) !== index))
  if (atBoth.size === 0) return []
  const [low, high] = [levelOf(left, factor), levelOf(right, factor)]
  const found = steps(low, high).flatMap((level) => accepted(model, left, factor, level))
  // Rounding may reach a neighbour, or the same number twice.
  const inside = [...new Map(found.map((point) => [point.id, point])).values()].filter((point) => {
    const level = levelOf(point, factor)
    return level > low && level < high
  })
  const factors = new Map(
    inside.map(({ id, parameters }) => [
      id,
      Object.fromEntries(study.factors.map(({ name }) => [name, parameters[name] ?? ''])),
    ]),
  )
  return curve(model, inside)
    .filter(({ metric }) => atBoth.has(metric))
    .map(({ point, metric, value }) => ({ factors: factors.get(point) ?? {}, metric, value }))
}

/** No curve where a formula fails between points at which it does not: the runs are done, and must not be lost for it. */
function curve(model: Model, points: readonly DesignPoint[]): TheoryValue[] {
  try {
    return theoryValues(model, points)
  } catch {
    return []
  }
}

/** Values between two, at equal distances or, far apart, at equal ratios; with few digits, as they go into a file. */
function steps(left: number, right: number): number[] {
  const isWide = left > 0 && right / left > 1.8
  const all = Array.from({ length: between - 1 }, (_, index) => {
    const share = (index + 1) / between
    const value = isWide ? left * Math.exp(share * Math.log(right / left)) : left + share * (right - left)
    return Number(value.toPrecision(6))
  })
  return [...new Set(all)].filter((value) => value > left && value < right)
}

/** The point with another level, rounded where the model takes whole numbers only; nothing where it takes neither. */
function accepted(model: Model, point: DesignPoint, factor: string, level: number): DesignPoint[] {
  for (const candidate of [level, Math.round(level)]) {
    try {
      const { values } = resolveParameters(model, { ...point.parameters, [factor]: candidate })
      return [{ id: String(candidate), parameters: values }]
    } catch (problem) {
      if (!(problem instanceof ParameterError)) throw problem
    }
  }
  return []
}
