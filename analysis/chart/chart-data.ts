import type { SummaryRow } from '../summary.ts'

/** One estimate as it is drawn, in the shown units. A gap between two points starts a new segment. */
export interface ChartPoint {
  /** Number or, on an axis of words, the label. */
  readonly x: number | string
  readonly y: number
  /** Ends of the interval; equal to y where there is none. */
  readonly low: number
  readonly high: number
  readonly series: string
  readonly segment: number
  /** Whether its segment has no other point, so that no line or band shows it. */
  readonly alone: boolean
}

/** One panel: a metric (or several of one unit) at one level of the facet. */
export interface ChartPanel {
  /** Level of the facet; absent without one. */
  readonly title?: string
  readonly yTitle: string
  /** Panels of one group share their y axis. */
  readonly group: number
  readonly points: readonly ChartPoint[]
  readonly theory: readonly ChartPoint[]
}

/** A chart as data, ready to be drawn. */
export interface ChartData {
  readonly panels: readonly ChartPanel[]
  /** Labels of the series in order; one empty label when there is only one. */
  readonly series: readonly string[]
  /** What the series are levels of; empty when they are metrics or there is only one. */
  readonly seriesTitle: string
  /** Labels of an axis of words, in order; absent on a numeric axis. */
  readonly xLabels?: readonly string[]
  /** Ticks that belong on a numeric axis, with their texts: the levels of a factor. Absent for a metric. */
  readonly xTicks?: readonly { readonly value: number; readonly text: string }[]
  readonly xTitle: string
  /** Rows behind the drawn points, for the caption. */
  readonly rows: readonly SummaryRow[]
  readonly warnings: readonly string[]
}
