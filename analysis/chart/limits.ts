import type { ChartData, ChartPanel, ChartPoint } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'

/** Between which values the quantity of a y axis can lie, as far as its estimates tell. */
export interface Limits {
  /** 0 or -Infinity. */
  readonly low: number
  /** 1 or Infinity. */
  readonly high: number
}

/** How far beyond 1 an interval of a share may reach to be taken for one that is only too wide. */
const overshoot = 0.05

/** All values of some panels but the ends of their intervals. */
export function panelValues(panels: readonly ChartPanel[]): number[] {
  return panels.flatMap(({ points, theory, boxes }) => [
    ...[...points, ...theory].map(({ y }) => y),
    ...boxes.flatMap((box) => [box.lowWhisker, box.highWhisker, ...box.outliers]),
  ])
}

/**
 * Student's interval of a wait of 0.1 s may reach below 0, where no wait is. Where all values are at least 0 the axis
 * ends there, and at 1 where they are ratios up to 1.
 * @param panels Those that share a y axis.
 */
export function limitsOf(panels: readonly ChartPanel[]): Limits {
  const values = panelValues(panels)
  const isPositive = values.every((value) => !(value < 0))
  const highest = panels.flatMap(({ points }) => points).reduce((most, { high }) => Math.max(most, high), 0)
  const isShare =
    isPositive &&
    panels.every(({ unit }) => unit === '1') &&
    values.every((value) => !(value > 1)) &&
    highest <= 1 + overshoot
  return { low: isPositive ? 0 : -Infinity, high: isShare ? 1 : Infinity }
}

/** The ends of an interval within the limits. */
export function within({ low, high }: Limits, point: ChartPoint): [low: number, high: number] {
  return [Math.max(low, point.low), Math.min(high, point.high)]
}

/** The panels that share a y axis, by their group. */
export function axisGroups({ panels }: ChartData): Map<number, ChartPanel[]> {
  const groups = new Map<number, ChartPanel[]>()
  for (const panel of panels) groups.set(panel.group, [...(groups.get(panel.group) ?? []), panel])
  return groups
}

/**
 * Where a chart cuts intervals off, for its caption: `0`, `1`, both, or nothing.
 * @param isLog Whether the y axis is logarithmic.
 */
export function cutsOf(chart: ChartSpec, data: ChartData, isLog: boolean): string[] {
  if (chart.band === 'none') return []
  const cuts = [...axisGroups(data).values()].flatMap((panels) => {
    const limits = limitsOf(panels)
    const points = panels.flatMap((panel) => panel.points)
    // A log axis has no 0.
    const isLow = points.some(({ low }) => (isLog ? low <= 0 : low < limits.low))
    return [...(isLow ? ['0'] : []), ...(points.some(({ high }) => high > limits.high) ? ['1'] : [])]
  })
  return [...new Set(cuts)].toSorted()
}
