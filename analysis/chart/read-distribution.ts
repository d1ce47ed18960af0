import { AnalysisError } from '../errors.ts'
import type { RunRow } from '../csv/read-runs.ts'
import type { MetricDescription, StudyDescription } from '../record.ts'
import type { SummaryRow } from '../summary.ts'
import type { ChartBox, ChartData, ChartPanel, ChartPoint } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'
import { yMetrics } from './check-chart.ts'
import { Gaps } from './gaps.ts'
import { bandOf, binCounts, binEdges, boxOf, stepsOf } from './spread.ts'
import { keptRows, levelText, type Selection, StudyColumns } from './study-columns.ts'
import { inWords, sharedTitle, withUnit } from './text.ts'
import { shownUnit } from './units.ts'

/** Fewest runs behind a band, as behind any interval. */
const fewestForBand = 3

/** The runs of one curve, box or group of bars. */
interface Sample {
  readonly selection: Selection
  readonly values: readonly number[]
}

const nothing = { points: [], theory: [], arrows: [], boxes: [], cells: [] } as const

/**
 * A chart of how runs spread, from the rows of `runs.csv`: failed runs and missing values are left out and counted.
 * @param rows The rows of the summary behind it, whose flags go into the caption.
 */
export function readDistribution(
  study: StudyDescription,
  chart: ChartSpec,
  runs: readonly RunRow[],
  rows: readonly SummaryRow[],
): ChartData {
  const kept = keptRows(study, chart, runs)
  if (kept.length === 0) throw new AnalysisError(`Chart "${chart.id}": runs.csv has no run for it.`)
  const columns = new StudyColumns(study, chart, kept)
  const data = chart.kind === 'box' ? readBoxes(columns, kept) : readValues(columns, kept)
  return { ...data, seriesTitle: columns.seriesTitle(), rows }
}

type WithoutRest = Omit<ChartData, 'seriesTitle' | 'rows'>

/** Distribution functions and histograms: the metric is on the x axis, which all panels share. */
function readValues(columns: StudyColumns, runs: readonly RunRow[]): WithoutRest {
  const { chart, study } = columns
  const metric = columns.metric(chart.x)
  const gaps = new Gaps(chart)
  const usable = runs.filter(
    (run) => run.stop !== 'error' && gaps.canDraw(metric.name, run.responses[metric.name] ?? NaN, 1),
  )
  const all = usable.map((run) => run.responses[metric.name] ?? NaN)
  const unit = shownUnit(metric.unit, all)
  const shown = (run: RunRow): number => (run.responses[metric.name] ?? NaN) * unit.factor
  const isLog = chart.xScale === 'log'
  const edges = all.length === 0 ? [0, 1] : binEdges(usable.map(shown), chart.bins, isLog)
  const selections = columns.selections([metric.name])
  const samples: Sample[] = []
  const panels = columns.facets().map((facet): ChartPanel => {
    const here = usable.filter((run) => columns.isInPanel(run, facet))
    const points = selections.flatMap((selection) => {
      const values = here.filter((run) => columns.isInSeries(run, selection)).map(shown)
      samples.push({ selection, values })
      if (chart.kind === 'histogram') return bins(values, edges, selection.label)
      return steps(values, selection.label, chart.band === 'none' ? NaN : study.confidence)
    })
    const yTitle = chart.yLabel ?? (chart.kind === 'histogram' ? 'Runs' : 'Fraction of runs')
    return { ...nothing, ...columns.panelTitle(facet), yTitle, unit: '', group: 0, points }
  })
  return {
    panels,
    series: selections.map(({ label }) => label),
    xTitle: chart.xLabel ?? withUnit(inWords(chart.x), unit.unit),
    runs: samples.map(({ values }) => values.length),
    warnings: gaps.warnings(),
  }
}

/** @param confidence NaN for no band. */
function steps(values: readonly number[], series: string, confidence: number): ChartPoint[] {
  const half = values.length < fewestForBand || Number.isNaN(confidence) ? 0 : bandOf(values.length, confidence)
  return stepsOf(values).map(([x, y]) => {
    const low = half === 0 ? y : Math.max(0, y - half)
    const high = half === 0 ? y : Math.min(1, y + half)
    return { x, y, low, high, hasInterval: half > 0, series, segment: 0, alone: false }
  })
}

function bins(values: readonly number[], edges: readonly number[], series: string): ChartPoint[] {
  if (values.length === 0) return []
  return binCounts(values, edges).map((y, bin) => {
    const place = { x: edges[bin] ?? NaN, x2: edges[bin + 1] ?? NaN }
    return { ...place, y, low: y, high: y, hasInterval: false, series, segment: 0, alone: false }
  })
}

function readBoxes(columns: StudyColumns, runs: readonly RunRow[]): WithoutRest {
  const { chart } = columns
  const gaps = new Gaps(chart)
  const groups = columns.groups(yMetrics(chart).map((name) => columns.metric(name)))
  const panels = groups.flatMap((metrics, group) => boxPanels(columns, runs, metrics, group, gaps))
  const selections = groups.flatMap((metrics) => columns.selections(metrics.map(({ name }) => name)))
  return {
    panels,
    series: [...new Set(selections.map(({ label }) => label))],
    xLabels: columns.labels(chart.x),
    xTitle: chart.xLabel ?? columns.factorTitle(chart.x),
    runs: panels.flatMap(({ boxes }) => boxes.map((box) => box.runs)),
    warnings: gaps.warnings(),
  }
}

function boxPanels(
  columns: StudyColumns,
  runs: readonly RunRow[],
  metrics: readonly MetricDescription[],
  group: number,
  gaps: Gaps,
): ChartPanel[] {
  const { chart } = columns
  const names = metrics.map(({ name }) => name)
  const finished = runs.filter((run) => run.stop !== 'error')
  const unit = shownUnit(
    metrics[0]?.unit ?? '',
    finished.flatMap((run) => names.map((name) => run.responses[name] ?? NaN)),
  )
  const levelsUnit = columns.levelUnit(chart.x)
  return columns.facets().map((facet) => {
    const here = finished.filter((run) => columns.isInPanel(run, facet))
    const boxes = columns.selections(names).flatMap((selection) =>
      columns.levels(chart.x).flatMap((level): ChartBox[] => {
        const values = here
          .filter((run) => columns.isInSeries(run, selection) && String(run.factors[chart.x]) === String(level))
          .map((run) => run.responses[selection.metric] ?? NaN)
          .filter((value) => gaps.canDraw(selection.metric, '', value))
        const box = boxOf(values.map((value) => value * unit.factor))
        return box === undefined ? [] : [{ ...box, x: levelText(level, levelsUnit), series: selection.label }]
      }),
    )
    return {
      ...nothing,
      ...columns.panelTitle(facet),
      yTitle: chart.yLabel ?? sharedTitle(metrics, unit),
      unit: unit.unit,
      group,
      boxes,
    }
  })
}
