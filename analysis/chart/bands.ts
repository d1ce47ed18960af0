import type { ChartPoint } from './chart-data.ts'
import type { AxisRange } from './scales.ts'

/** A point of a band, with the number of the band that it belongs to. */
export type BandPoint = ChartPoint & { readonly band: number }

/** Whether an interval has a width, so that something of it can be drawn. */
export function isWide({ hasInterval, low, high }: ChartPoint): boolean {
  return hasInterval && low < high
}

/**
 * The intervals along one line, as bands and as bars where a point is alone. A band narrows to a point where all
 * replications are equal, and ends before a point without an interval: beyond either it would claim what nobody measured.
 * @param points Of one series, in order.
 */
export function bandsOf(points: readonly ChartPoint[]): { readonly bands: BandPoint[]; readonly bars: ChartPoint[] } {
  const runs: ChartPoint[][] = [[]]
  points.forEach((point, index) => {
    const before = points[index - 1]
    if (before === undefined || !before.hasInterval || before.segment !== point.segment) runs.push([])
    if (point.hasInterval) runs.at(-1)?.push(point)
  })
  const wide = runs.filter((run) => run.some(isWide))
  return {
    bands: wide
      .filter((run) => run.length > 1)
      .flatMap((run, band) => run.map((point): BandPoint => ({ ...point, band }))),
    bars: wide.filter((run) => run.length === 1).flat(),
  }
}

/** A distribution function over the whole axis: 0 before its first step, 1 after its last. */
export function overAxis(steps: readonly ChartPoint[], { low, high }: AxisRange): readonly ChartPoint[] {
  const [first] = steps
  const last = steps.at(-1)
  if (first === undefined || last === undefined) return []
  return [{ ...first, x: low }, ...steps, { ...last, x: high }]
}
