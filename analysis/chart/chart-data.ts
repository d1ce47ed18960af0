import type { SummaryRow } from '../summary.ts'

/** One estimate as it is drawn, in the shown units. A gap between two points starts a new segment. */
export interface ChartPoint {
  /** Number or, on an axis of words, the label. */
  readonly x: number | string
  /** Right end of a bin of a histogram, whose left end is x. */
  readonly x2?: number
  readonly y: number
  /** Ends of the interval; equal to y where there is none. */
  readonly low: number
  readonly high: number
  /** Whether there is an interval, if only one without width. */
  readonly hasInterval: boolean
  readonly series: string
  readonly segment: number
  /** Whether its segment has no other point, so that no line or band shows it. */
  readonly alone: boolean
}

/** A box: half of the runs lie between its quartiles, and the whiskers reach the last runs within 1.5 of its heights. */
export interface ChartBox {
  readonly x: string
  readonly series: string
  readonly lowWhisker: number
  readonly lowQuartile: number
  readonly median: number
  readonly highQuartile: number
  readonly highWhisker: number
  readonly outliers: readonly number[]
  /** Number of runs. */
  readonly runs: number
}

/** One cell of a heat map, in the shown unit. */
export interface ChartCell {
  readonly x: string
  readonly y: string
  readonly z: number
}

/** One panel: a metric (or several of one unit) at one level of the facet. */
export interface ChartPanel {
  /** Level of the facet; absent without one. */
  readonly title?: string
  readonly yTitle: string
  /** Shown unit of the y axis. */
  readonly unit: string
  /** Panels of one group share their y axis. */
  readonly group: number
  readonly points: readonly ChartPoint[]
  readonly theory: readonly ChartPoint[]
  /** Where a value is too high for any axis: it grows without bound. Their y means nothing. */
  readonly arrows: readonly ChartPoint[]
  readonly boxes: readonly ChartBox[]
  readonly cells: readonly ChartCell[]
}

/** What the colours of a heat map stand for. */
export interface ColorScale {
  readonly title: string
  readonly low: number
  readonly high: number
  readonly isLog: boolean
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
  /** The same of the y axis, which only a heat map has. */
  readonly yLabels?: readonly string[]
  /** Ticks that belong on a numeric axis, with their texts: the levels of a factor. Absent for a metric. */
  readonly xTicks?: readonly { readonly value: number; readonly text: string }[]
  readonly xTitle: string
  readonly colors?: ColorScale
  /** Rows behind what is drawn, for the caption. */
  readonly rows: readonly SummaryRow[]
  /** Of a distribution or a time series: number of runs behind each curve, box or group of bars. */
  readonly runs?: readonly number[]
  readonly warnings: readonly string[]
}

/** Puts what can be drawn into segments, a new one after each gap. */
export function segmented(placed: readonly (Omit<ChartPoint, 'segment' | 'alone'> | undefined)[]): ChartPoint[] {
  const segments: Omit<ChartPoint, 'segment' | 'alone'>[][] = [[]]
  for (const point of placed) {
    if (point === undefined) segments.push([])
    else segments.at(-1)?.push(point)
  }
  return segments.flatMap((points, segment) =>
    points.map((point) => ({ ...point, segment, alone: points.length === 1 })),
  )
}
