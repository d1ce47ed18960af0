import type { SeriesRow } from '../csv/series-file.ts'
import { AnalysisError } from '../errors.ts'
import type { PlainValue, Quantity, StudyDescription } from '../record.ts'
import { meanInterval } from '../statistics/mean-interval.ts'
import { type ChartData, type ChartPanel, type ChartPoint, segmented } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'
import { yNames } from './check-chart.ts'
import { Gaps } from './gaps.ts'
import { keptRows, type Selection, StudyColumns } from './study-columns.ts'
import { sharedTitle, withUnit } from './text.ts'
import { type ShownUnit, shownUnit } from './units.ts'

/**
 * A chart over simulated time, from the samples of `series.csv`: at each time the mean over the replications that have a
 * value there.
 * @throws AnalysisError when the file has no series of a name that the chart uses.
 */
export function readTimeSeries(study: StudyDescription, chart: ChartSpec, samples: readonly SeriesRow[]): ChartData {
  const wanted = yNames(chart)
  const found = new Set(samples.map(({ series }) => series))
  const missing = wanted.find((name) => !found.has(name))
  if (missing !== undefined) {
    throw new AnalysisError(
      `Chart "${chart.id}": y is "${missing}"; expected a series of series.csv: ${[...found].join(', ') || 'none'}.`,
    )
  }
  const rows = keptRows(study, chart, samples).filter(({ series }) => wanted.includes(series))
  if (rows.length === 0) throw new AnalysisError(`Chart "${chart.id}": series.csv has no row for it.`)
  return new TimeSeriesReader(study, chart, rows).read()
}

class TimeSeriesReader {
  readonly #columns: StudyColumns
  readonly #rows: readonly SeriesRow[]
  readonly #time: ShownUnit
  readonly #gaps: Gaps
  readonly #runs: number[] = []
  #thinned = 0

  constructor(study: StudyDescription, chart: ChartSpec, rows: readonly SeriesRow[]) {
    this.#columns = new StudyColumns(study, chart, rows)
    this.#rows = rows
    this.#time = shownUnit(
      's',
      rows.map(({ time }) => time),
    )
    this.#gaps = new Gaps(chart)
  }

  read(): ChartData {
    const { chart } = this.#columns
    const quantities = yNames(chart).map((name): Quantity => {
      return { name, unit: this.#rows.find(({ series }) => series === name)?.unit ?? '' }
    })
    const groups = this.#columns.groups(quantities)
    const selections = groups.map((group) => this.#columns.selections(group.map(({ name }) => name)))
    const panels = groups.flatMap((group, index) =>
      this.#columns.facets().map((facet) => this.#panel(group, selections[index] ?? [], index, facet)),
    )
    const thinned = `Chart "${chart.id}": times at which some replications have no value, so that the mean is over fewer`
    return {
      panels,
      series: [...new Set(selections.flat().map(({ label }) => label))],
      seriesTitle: this.#columns.seriesTitle(),
      xTitle: chart.xLabel ?? withUnit('Time', this.#time.unit),
      rows: [],
      runs: this.#runs,
      warnings: [...this.#gaps.warnings(), ...(this.#thinned === 0 ? [] : [`${thinned}: ${this.#thinned}.`])],
    }
  }

  #panel(
    quantities: readonly Quantity[],
    selections: readonly Selection[],
    group: number,
    facet: PlainValue | undefined,
  ): ChartPanel {
    const names = quantities.map(({ name }) => name)
    const values = this.#rows.filter(({ series }) => names.includes(series)).map(({ value }) => value)
    const unit = shownUnit(quantities[0]?.unit ?? '', values)
    const here = this.#rows.filter((row) => this.#columns.isInPanel(row, facet))
    return {
      ...this.#columns.panelTitle(facet),
      yTitle: this.#columns.chart.yLabel ?? sharedTitle(quantities, unit),
      unit: unit.unit,
      group,
      points: selections.flatMap((selection) => this.#line(here, selection, unit)),
      theory: [],
      arrows: [],
      boxes: [],
      cells: [],
    }
  }

  #line(rows: readonly SeriesRow[], selection: Selection, unit: ShownUnit): ChartPoint[] {
    const mine = rows.filter((row) => row.series === selection.metric && this.#columns.isInSeries(row, selection))
    const runs = new Set(mine.map(({ point, replication }) => `${point} ${replication}`)).size
    this.#runs.push(runs)
    const byTime = new Map<number, number[]>()
    for (const { time, value } of mine) {
      const values = byTime.get(time) ?? []
      byTime.set(time, values)
      if (Number.isFinite(value)) values.push(value)
    }
    const times = [...byTime.keys()].toSorted((a, b) => a - b)
    return segmented(
      times.map((time) => {
        const values = byTime.get(time) ?? []
        if (values.length < runs) this.#thinned++
        return this.#point(time, values, selection, unit)
      }),
    )
  }

  #point(
    time: number,
    values: readonly number[],
    { label, metric }: Selection,
    unit: ShownUnit,
  ): Omit<ChartPoint, 'segment' | 'alone'> | undefined {
    const { mean, halfWidth } = meanInterval(values, this.#columns.study.confidence)
    const x = time * this.#time.factor
    if (!this.#gaps.canDraw(metric, x, mean)) return undefined
    const hasInterval = Number.isFinite(halfWidth)
    const half = hasInterval ? halfWidth : 0
    const [y, low, high] = [mean, mean - half, mean + half].map((value) => value * unit.factor) as [
      number,
      number,
      number,
    ]
    return { x, y, low, high, hasInterval, series: label }
  }
}
