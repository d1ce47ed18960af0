import { writeWholeFile } from '../atomic-file.ts'
import { AnalysisError } from '../errors.ts'
import type { PlainValue, StudyDescription } from '../record.ts'
import { csvText } from './csv-text.ts'
import { csvLines, numberCell, plainValue } from './csv-lines.ts'

/** One sample of a quantity over time in one run. A row of `series.csv`. */
export interface SeriesRow {
  readonly point: string
  /** Level of each factor of the study. */
  readonly factors: Readonly<Record<string, PlainValue>>
  readonly replication: number
  /** What was sampled, such as `queueLength`. */
  readonly series: string
  readonly unit: string
  /** In simulated seconds. */
  readonly time: number
  /** NaN where the run has no value at that time. */
  readonly value: number
}

const before = ['study', 'point']
const after = ['replication', 'series', 'unit', 'time', 'value']

/**
 * Writes `series.csv`: one row per sample, in the given order, with the columns
 * `study,point,<factors...>,replication,series,unit,time,value`. Charts of kind `timeseries` average over the replications
 * that have a sample at the same time, so the samples should be taken on a common grid.
 * @throws AnalysisError when the file cannot be written, or when a column name would appear twice.
 */
export function writeSeries(path: string, study: StudyDescription, rows: readonly SeriesRow[]): void {
  const factors = study.factors.map(({ name }) => name)
  const cells = rows.map((row) => [
    study.name,
    row.point,
    ...factors.map((name) => row.factors[name] ?? null),
    row.replication,
    row.series,
    row.unit,
    row.time,
    row.value,
  ])
  writeWholeFile(path, csvText([...before, ...factors, ...after], cells))
}

/**
 * The samples of a `series.csv` that `writeSeries` wrote.
 * @throws AnalysisError naming file and line when the file cannot be read, is cut off or is no such file.
 */
export function readSeries(path: string): SeriesRow[] {
  const [header, ...lines] = csvLines(path)
  const names = header?.record ?? []
  const factors = names.slice(before.length, names.length - after.length)
  if (names.join(',') !== [...before, ...factors, ...after].join(',')) {
    throw new AnalysisError(
      `${path}, line 1: these are no time series of Meanwhile. Expected the columns ${before.join(',')},<factors>,` +
        `${after.join(',')}; found ${names.join(',') || 'nothing'}.`,
    )
  }
  return lines.map(({ record, info }) => {
    const where = `${path}, line ${info.lines}`
    const [replication = '', series = '', unit = '', time = '', value = ''] = record.slice(-after.length)
    return {
      point: record[1] ?? '',
      factors: Object.fromEntries(
        factors.map((name, index) => [name, plainValue(record[before.length + index] ?? '')]),
      ),
      replication: numberCell(where, 'replication', replication),
      series,
      unit,
      time: numberCell(where, 'time', time),
      value: numberCell(where, 'value', value),
    }
  })
}
