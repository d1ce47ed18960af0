import { AnalysisError } from '../errors.ts'
import type { SeriesRow } from '../csv/series-file.ts'
import type { TheoryRow } from '../csv/theory-file.ts'
import type { RunRow } from '../csv/read-runs.ts'
import type { StudyDescription } from '../record.ts'
import type { SummaryRow } from '../summary.ts'
import type { ChartData } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'
import { chartMetrics, chartProblem } from './check-chart.ts'
import { missingGlyphs } from './font.ts'
import { readDistribution } from './read-distribution.ts'
import { readEstimates } from './read-estimates.ts'
import { readHeatMap } from './read-heat-map.ts'
import { readTimeSeries } from './read-time-series.ts'
import { keptRows } from './study-columns.ts'

/** What charts other than those of estimates are drawn from; each is read only when a chart needs it. */
export interface ChartSources {
  /** Rows of `runs.csv`. */
  readonly runs?: () => readonly RunRow[]
  /** Rows of `series.csv`. */
  readonly series?: () => readonly SeriesRow[]
  /** Rows of `theory.csv`, which need not be there. */
  readonly theory?: () => readonly TheoryRow[]
}

/**
 * What a chart shows: estimates from the rows of `summary.csv` alone, distributions from those of `runs.csv`, time
 * series from those of `series.csv`.
 * @throws AnalysisError when the chart names something that the study does not have, nothing is left to draw, or a
 * design point stands twice in the summary.
 */
export function readChart(
  study: StudyDescription,
  chart: ChartSpec,
  summary: readonly SummaryRow[],
  sources: ChartSources = {},
): ChartData {
  const problem = chartProblem(study, chart)
  if (problem !== undefined) throw new AnalysisError(problem)
  checkTwice(summary)
  const data = read(study, chart, keptRows(study, chart, summary), sources)
  return { ...data, warnings: [...data.warnings, ...letterWarnings(chart, data)] }
}

function read(
  study: StudyDescription,
  chart: ChartSpec,
  rows: readonly SummaryRow[],
  { runs, series, theory }: ChartSources,
): ChartData {
  const metrics = chartMetrics(chart)
  const drawn = rows.filter((row) => metrics.includes(row.metric))
  if (chart.kind === 'timeseries') return readTimeSeries(study, chart, needed(chart, series, 'series.csv')())
  if (drawn.length === 0) throw new AnalysisError(`Chart "${chart.id}": summary.csv has no row for it.`)
  if (chart.kind === 'ecdf' || chart.kind === 'histogram' || chart.kind === 'box') {
    return readDistribution(study, chart, needed(chart, runs, 'runs.csv')(), drawn)
  }
  if (chart.kind === 'heatmap') return readHeatMap(study, chart, drawn)
  return readEstimates(study, chart, rows, theory?.() ?? [])
}

function needed<T>(chart: ChartSpec, source: T | undefined, file: string): T {
  if (source !== undefined) return source
  throw new AnalysisError(
    `Chart "${chart.id}": a chart of kind ${chart.kind} is drawn from ${file}, which is not there.`,
  )
}

/** Two estimates of one metric at one point can not both be right: which one would be drawn is chance. */
function checkTwice(summary: readonly SummaryRow[]): void {
  const seen = new Set<string>()
  for (const { point, metric, method } of summary) {
    const key = `${point} ${metric} ${method === 'theory'}`
    if (seen.has(key)) {
      throw new AnalysisError(
        `summary.csv has two rows for ${metric} at point ${point}. Rows of two versions of the code must not be mixed; ` +
          `run the study again to rewrite the file.`,
      )
    }
    seen.add(key)
  }
}

/** Letters that the font of the charts does not have. */
function letterWarnings(chart: ChartSpec, data: ChartData): string[] {
  const texts = [data.xTitle, data.seriesTitle, ...data.series, ...(data.xLabels ?? []), ...(data.yLabels ?? [])]
  texts.push(...data.panels.flatMap(({ yTitle, title = '' }) => [yTitle, title]), data.colors?.title ?? '')
  const missing = missingGlyphs(texts.join(''))
  if (missing.length === 0) return []
  const shown = `${missing.slice(0, 8).join(' ')}${missing.length > 8 ? ' …' : ''}`
  return [
    `Chart "${chart.id}": the chart font has no ${shown}; PNG and PDF show boxes in their place, the SVG what the ` +
      `viewer has. Use xLabel, yLabel or other level names.`,
  ]
}
