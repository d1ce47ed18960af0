import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { writeWholeFile } from '../atomic-file.ts'
import { chartCaption } from '../chart/caption.ts'
import { chartSources } from '../chart/draw-charts.ts'
import { drawnCsv } from '../chart/drawn-csv.ts'
import { readChart } from '../chart/read-chart.ts'
import { renderSvg } from '../chart/render.ts'
import { screenSpec } from '../chart/screen-spec.ts'
import { readSummary } from '../csv/read-summary.ts'
import { AnalysisError } from '../errors.ts'
import { chartFiles, readManifest } from '../manifest.ts'
import type { ChartSpec, StudyDescription } from '../record.ts'
import { methodsText } from '../methods/describe-methods.ts'
import type { SummaryRow } from '../summary.ts'
import { page, type PageChart } from './page.ts'
import { csvTable, failuresTable, provenanceTable, summaryTable } from './tables.ts'

/** A report that was written. */
export interface WrittenReport {
  /** Path of the page. */
  readonly path: string
  /** Size of the page. */
  readonly bytes: number
  /** What could not be shown. */
  readonly warnings: readonly string[]
  /** Charts that are left out because they can not be drawn. */
  readonly missing: number
}

/** How charts look on a screen. */
const screen = { width: 680, titleSize: 13, labelSize: 12, theme: 'light' } as const

/** Larger specifications are left out, and the chart is shown as a drawing. */
const largestSpec = 400_000
/** Of all specifications together, so that the page stays under 3 MB with libraries and tables. */
const largestSpecs = 1_200_000

/**
 * Writes `report.html` into a folder of results: its charts, which can be hovered, the paragraph for the methods section,
 * all estimates, and how they came about, in one file that needs no network. The same results give the same bytes. A
 * chart that can not be drawn is left out, with a warning in its place.
 * @param resultsDir Folder of the results of one study.
 * @param file Default `<resultsDir>/report.html`.
 * @throws AnalysisError when the folder has no results, or they are broken.
 */
export async function writeReport(resultsDir: string, file = join(resultsDir, 'report.html')): Promise<WrittenReport> {
  const manifest = readManifest(resultsDir)
  const { study } = manifest
  const summary = readSummary(join(resultsDir, 'summary.csv'))
  const warnings: string[] = []
  const charts = await pageCharts(resultsDir, study, summary, warnings)
  const text = page({
    title: study.title,
    subtitle: `Study ${study.name}, model ${study.model}`,
    charts,
    summary: summaryTable(study.factors, summary),
    methods: methodsText(manifest, summary),
    provenance: provenanceTable(manifest),
    failures: failuresTable(manifest),
  })
  writeWholeFile(file, text)
  return { path: file, bytes: Buffer.byteLength(text), warnings, missing: study.charts.length - charts.length }
}

async function pageCharts(
  resultsDir: string,
  study: StudyDescription,
  summary: readonly SummaryRow[],
  warnings: string[],
): Promise<PageChart[]> {
  const sources = chartSources(resultsDir, study)
  const charts: PageChart[] = []
  let room = largestSpecs
  for (const chart of study.charts) {
    try {
      const data = readChart(study, chart, summary, sources)
      warnings.push(...data.warnings)
      const entry = await pageChart(study, chart, data, room)
      room -= entry.spec === undefined ? 0 : JSON.stringify(entry.spec).length
      if (entry.spec === undefined)
        warnings.push(`Chart "${chart.id}": too much data to be hovered; it is shown as a drawing.`)
      charts.push(entry)
    } catch (problem) {
      // The other charts and the tables are worth having.
      if (!(problem instanceof AnalysisError)) throw problem
      warnings.push(problem.message)
    }
  }
  return charts
}

async function pageChart(
  study: StudyDescription,
  chart: ChartSpec,
  data: ReturnType<typeof readChart>,
  room: number,
): Promise<PageChart> {
  const caption = chartCaption(study, chart, data)
  const spec = screenSpec(chart, data, caption, screen)
  const fits = JSON.stringify(spec).length <= Math.min(largestSpec, room)
  return {
    id: chart.id,
    title: chart.title === undefined ? '' : `${chart.title}.`,
    caption: chart.caption === undefined && chart.title !== undefined ? caption.slice(chart.title.length + 2) : caption,
    svg: await renderSvg({ ...chart, size: 'lncs', theme: 'light' }, data, chart.title ?? study.title, caption),
    ...(fits ? { spec } : {}),
    data: csvTable(parse(drawnCsv(chart, data)), chartFiles(chart.id).data),
  }
}
