import type { SeriesRow } from '../../analysis/csv/series-file.ts'
import type { RunRecord, StudyDescription } from '../../analysis/record.ts'

/** Which runs are made once more as time series, from the very start, besides those that make the estimates. */
export interface SeriesRule {
  /** Equal intervals of [0, horizon] in which the metrics are observed. */
  readonly intervals: number
  /** The first so many replications of each design point. */
  readonly replications: number
}

/**
 * Rows of `series.csv`: each measured metric in each interval, at the time when the interval ends. The window of the
 * description does not matter, the series begins at 0.
 * @param records of runs made as time series (`pilotSpecs`); those that failed have no rows
 */
export function seriesRows(study: StudyDescription, records: readonly RunRecord[]): SeriesRow[] {
  return records.flatMap(({ point, parameters, replication, horizon, series = {} }) =>
    study.metrics.flatMap(({ name, unit }) => {
      const values = series[name] ?? []
      const factors = Object.fromEntries(study.factors.map((factor) => [factor.name, parameters[factor.name]!]))
      return values.map((value, i) => ({
        point,
        factors,
        replication,
        series: name,
        unit,
        time: (horizon * (i + 1)) / values.length,
        value: value ?? NaN,
      }))
    }),
  )
}
