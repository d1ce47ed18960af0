import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { writeWholeFile } from '../atomic-file.ts'
import { readRuns } from '../csv/read-runs.ts'
import { readSeries } from '../csv/series-file.ts'
import { readSummary } from '../csv/read-summary.ts'
import { readTheory } from '../csv/theory-file.ts'
import { AnalysisError } from '../errors.ts'
import { type ChartFiles, chartFiles, readManifest } from '../manifest.ts'
import type { StudyDescription } from '../record.ts'
import type { SummaryRow } from '../summary.ts'
import { chartCaption } from './caption.ts'
import type { ChartData } from './chart-data.ts'
import type { ChartSize, ChartSpec, ChartTheme } from './chart-spec.ts'
import { lookOf } from './look.ts'
import { mostSeries } from './palette.ts'
import { renderPdf } from './pdf.ts'
import { renderPng } from './png.ts'
import { drawnCsv } from './drawn-csv.ts'
import { type ChartSources, readChart } from './read-chart.ts'
import { renderSvg } from './render.ts'
import { screenSpec } from './screen-spec.ts'

/** Which files of a chart there are: drawings, its Vega-Lite specification, and the CSV of exactly what is drawn. */
export const chartFormats = ['svg', 'pdf', 'png', 'spec', 'data'] as const
export type ChartFormat = (typeof chartFormats)[number]

/** A chart that was drawn: its files and what a reader should know. Only `files` were written. */
export interface DrawnChart extends ChartFiles {
  /** Relative to the output folder. */
  readonly files: readonly string[]
  readonly text: string
  readonly warnings: readonly string[]
}

/** How charts are to be drawn where that differs from what the study declares. */
export interface DrawOptions {
  /** Which charts; all of them when left out. */
  readonly ids?: readonly string[]
  readonly theme?: ChartTheme
  readonly size?: ChartSize
  /** Default: all. The caption is always written. */
  readonly formats?: readonly ChartFormat[]
  /** Folder that gets the folder `charts`; default the results folder. */
  readonly out?: string
}

/** Fewest replications behind an interval that is drawn without a warning. */
const fewestBehindInterval = 5

/**
 * Draws the charts that a study declares into `<resultsDir>/charts`: `<id>.svg`, `.pdf`, `.png`, `.vl.json`, `.csv` and
 * the caption `.txt`. With another theme or size than the study declares they go into a folder of that name:
 * `charts/print/wait.svg`. Only
 * `manifest.json` (what to draw) and the CSV files (the numbers) are read, so the charts can be drawn again at any time,
 * with the same bytes.
 * @param resultsDir Folder of the results of one study.
 * @throws AnalysisError when the folder has no results, an id is not declared, or a chart can not be drawn.
 */
export async function drawCharts(resultsDir: string, options: DrawOptions = {}): Promise<DrawnChart[]> {
  const { study } = readManifest(resultsDir)
  const charts = chosenCharts(study, options)
  const summary = charts.length === 0 ? [] : readSummary(join(resultsDir, 'summary.csv'))
  const sources = chartSources(resultsDir, study)
  const drawn: DrawnChart[] = []
  for (const chart of charts) drawn.push(await drawChart(resultsDir, study, chart, summary, sources, options))
  return drawn
}

function chosenCharts(study: StudyDescription, { ids }: DrawOptions): ChartSpec[] {
  const declared = study.charts.map(({ id }) => id)
  const unknown = ids?.find((id) => !declared.includes(id))
  if (unknown !== undefined) {
    throw new AnalysisError(`Study ${study.name} has no chart "${unknown}". It has: ${declared.join(', ') || 'none'}.`)
  }
  return study.charts.filter(({ id }) => ids === undefined || ids.includes(id))
}

/** A chart in the theme and size that is asked for, and the folder for it. */
function asWanted(chart: ChartSpec, { theme, size }: DrawOptions): { chart: ChartSpec; folder: string } {
  const otherTheme = theme === undefined || theme === (chart.theme ?? 'light') ? {} : { theme }
  const otherSize = size === undefined || size === (chart.size ?? 'acm-column') ? {} : { size }
  const name = [...Object.values(otherTheme), ...Object.values(otherSize)].join('-')
  return { chart: { ...chart, ...otherTheme, ...otherSize }, folder: name === '' ? 'charts' : `charts/${name}` }
}

/** Readers of the files beside the summary, each read at most once and only when a chart needs it. */
export function chartSources(resultsDir: string, study: StudyDescription): ChartSources {
  const once = <T>(name: string, read: (path: string) => T): (() => T) | undefined => {
    const path = join(resultsDir, name)
    let content: { readonly value: T } | undefined
    return existsSync(path) ? () => (content ??= { value: read(path) }).value : undefined
  }
  const runs = once('runs.csv', (path) => readRuns(path, study))
  const series = once('series.csv', readSeries)
  const theory = once('theory.csv', readTheory)
  return { ...(runs && { runs }), ...(series && { series }), ...(theory && { theory }) }
}

async function drawChart(
  resultsDir: string,
  study: StudyDescription,
  declared: ChartSpec,
  summary: readonly SummaryRow[],
  sources: ChartSources,
  options: DrawOptions,
): Promise<DrawnChart> {
  const { formats = chartFormats, out = resultsDir } = options
  const { chart, folder } = asWanted(declared, options)
  const data = readChart(study, chart, summary, sources)
  const text = chartCaption(study, chart, data)
  const title = chart.title ?? study.title
  const names = chartFiles(chart.id, folder)
  const svg = await renderSvg(chart, data, title, text)
  const contents: Record<ChartFormat, () => string | Uint8Array | Promise<Uint8Array>> = {
    svg: () => svg,
    pdf: () => renderPdf(svg, title, text),
    png: () => renderPng(svg),
    spec: () => `${JSON.stringify(screenSpec(chart, data, text, lookOf(chart)), null, 1)}\n`,
    data: () => drawnCsv(chart, data),
  }
  const files: string[] = []
  for (const format of chartFormats) {
    if (!formats.includes(format)) continue
    writeWholeFile(join(out, names[format]), await contents[format]())
    files.push(names[format])
  }
  writeWholeFile(join(out, names.caption), `${text}\n`)
  files.push(names.caption)
  return { ...names, files, text, warnings: [...data.warnings, ...habits(chart, data)] }
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
  if (data.runs === undefined && chart.kind !== 'heatmap' && chart.band !== 'none' && thin.length > 0) {
    warnings.push(`${thin.length} intervals rest on fewer than ${fewestBehindInterval} replications.`)
  }
  const few = data.runs?.filter((runs) => runs < fewestBehindInterval).length ?? 0
  if (few > 0 && chart.kind !== 'timeseries') {
    warnings.push(`${few} of its distributions rest on fewer than ${fewestBehindInterval} runs.`)
  }
  return warnings.map((warning) => `Chart "${chart.id}": ${warning}`)
}
