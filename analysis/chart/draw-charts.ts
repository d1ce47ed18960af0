import { join } from 'node:path'
import { writeWholeFile } from '../atomic-file.ts'
import { AnalysisError } from '../errors.ts'
import { readSummary } from '../csv/read-summary.ts'
import { type ChartFiles, chartFiles, readManifest } from '../manifest.ts'
import type { ChartSpec, StudyDescription } from '../record.ts'
import type { SummaryRow } from '../summary.ts'
import { chartCaption } from './caption.ts'
import type { ChartData } from './chart-data.ts'
import { mostSeries } from './palette.ts'
import { readChart } from './read-chart.ts'
import { renderPng } from './png.ts'
import { renderSvg } from './render.ts'

/** A chart that was drawn: its files, relative to the results folder, and what a reader should know. */
export interface DrawnChart extends ChartFiles {
  readonly text: string
  readonly warnings: readonly string[]
}

/** Fewest replications behind an interval that is drawn without a warning. */
const fewestBehindInterval = 5

/**
 * Draws the charts that a study declares into `<resultsDir>/charts`, each as `<id>.svg`, `<id>.png` and its caption
 * `<id>.txt`. Only `manifest.json` (what to draw) and `summary.csv` (the numbers) are read, so the charts can be drawn
 * again at any time, with the same bytes.
 * @param resultsDir Folder of the results of one study.
 * @param ids Which charts to draw; all of them when left out.
 * @throws AnalysisError when the folder has no results, an id is not declared, or a chart can not be drawn.
 */
export async function drawCharts(resultsDir: string, ids?: readonly string[]): Promise<DrawnChart[]> {
  const { study } = readManifest(resultsDir)
  const declared = study.charts.map(({ id }) => id)
  const unknown = ids?.find((id) => !declared.includes(id))
  if (unknown !== undefined) {
    throw new AnalysisError(`Study ${study.name} has no chart "${unknown}". It has: ${declared.join(', ') || 'none'}.`)
  }
  const charts = study.charts.filter(({ id }) => ids === undefined || ids.includes(id))
  const summary = charts.length === 0 ? [] : readSummary(join(resultsDir, 'summary.csv'))
  const drawn: DrawnChart[] = []
  for (const chart of charts) drawn.push(await drawChart(resultsDir, study, chart, summary))
  return drawn
}

async function drawChart(
  resultsDir: string,
  study: StudyDescription,
  chart: ChartSpec,
  summary: readonly SummaryRow[],
): Promise<DrawnChart> {
  const data = readChart(study, chart, summary)
  const text = chartCaption(study, chart, data)
  const svg = await renderSvg(chart, data, chart.title ?? study.title, text)
  const files = chartFiles(chart.id)
  writeWholeFile(join(resultsDir, files.svg), svg)
  writeWholeFile(join(resultsDir, files.png), await renderPng(svg))
  writeWholeFile(join(resultsDir, files.caption), `${text}\n`)
  return { ...files, text, warnings: [...data.warnings, ...habits(chart, data)] }
}

/** Warnings of what would make the chart hard to read, or easy to misread. */
function habits(chart: ChartSpec, data: ChartData): string[] {
  const warnings: string[] = []
  if (data.series.length > mostSeries) {
    warnings.push(
      `${data.series.length} series are hard to tell apart; use facet, or keep at most ${mostSeries} with where.`,
    )
  }
  if (chart.kind === 'bar' && chart.yScale === 'log') {
    warnings.push('the y axis is linear, because bars on a log axis have no bottom; use kind: scatter for a log axis.')
  }
  const thin = data.rows.filter((row) => Number.isFinite(row.low) && row.replications < fewestBehindInterval)
  if (chart.band !== 'none' && thin.length > 0) {
    warnings.push(`${thin.length} intervals rest on fewer than ${fewestBehindInterval} replications.`)
  }
  return warnings.map((warning) => `Chart "${chart.id}": ${warning}`)
}
