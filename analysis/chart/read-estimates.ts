import type { TheoryRow } from '../csv/theory-file.ts'
import type { MetricDescription, PlainValue, StudyDescription } from '../record.ts'
import type { SummaryRow } from '../summary.ts'
import { type ChartData, type ChartPanel, type ChartPoint, segmented } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'
import { yMetrics } from './check-chart.ts'
import { isUnbounded } from './flags.ts'
import { Gaps } from './gaps.ts'
import { keptRows, levelText, numbers, type Selection, StudyColumns, titleIn } from './study-columns.ts'
import { sharedTitle } from './text.ts'
import { type ShownUnit, shownUnit } from './units.ts'

/** How x values are found and shown. */
interface XAxis {
  readonly isMetric: boolean
  readonly unit: ShownUnit
  /** Levels in order, when x is a factor. */
  readonly levels: readonly PlainValue[]
  readonly isText: boolean
}

/** A place on the x axis with the row that belongs there; no row is a gap. */
type Placed = readonly [x: number | string, row: SummaryRow | undefined]

/**
 * A chart of estimates, from the rows of `summary.csv` alone.
 * @param rows Those that `where` keeps.
 * @param between Closed forms between the design points.
 */
export function readEstimates(
  study: StudyDescription,
  chart: ChartSpec,
  rows: readonly SummaryRow[],
  between: readonly TheoryRow[],
): ChartData {
  return new EstimateReader(study, chart, rows, between).read()
}

/** The labels or ticks of an x axis. */
function xMarks(x: XAxis): Pick<ChartData, 'xLabels' | 'xTicks'> {
  if (x.isMetric) return {}
  if (x.isText) return { xLabels: x.levels.map((level) => levelText(level, x.unit)) }
  const levels = numbers(x.levels).toSorted((a, b) => a - b)
  return { xTicks: levels.map((level) => ({ value: level * x.unit.factor, text: levelText(level, x.unit) })) }
}

class EstimateReader {
  readonly #study: StudyDescription
  readonly #chart: ChartSpec
  readonly #columns: StudyColumns
  readonly #rows: readonly SummaryRow[]
  readonly #between: readonly TheoryRow[]
  readonly #gaps: Gaps
  readonly #metrics: readonly MetricDescription[]

  constructor(study: StudyDescription, chart: ChartSpec, rows: readonly SummaryRow[], between: readonly TheoryRow[]) {
    this.#study = study
    this.#chart = chart
    this.#columns = new StudyColumns(study, chart, rows)
    this.#rows = rows
    const { where, ...others } = chart
    const { [chart.x]: _, ...elsewhere } = where ?? {}
    this.#between = keptRows(study, { ...others, where: elsewhere }, between)
    this.#gaps = new Gaps(chart)
    this.#metrics = yMetrics(chart).map((name) => this.#columns.metric(name))
  }

  read(): ChartData {
    const x = this.#xAxis()
    const groups = this.#columns.groups(this.#metrics)
    const panels = groups.flatMap((metrics, group) => {
      const unit = this.#yUnit(metrics)
      return this.#columns.facets().map((facet) => this.#panel(x, metrics, group, unit, facet))
    })
    const selections = groups.flatMap((metrics) => this.#selections(metrics))
    return {
      panels,
      series: [...new Set(selections.map(({ label }) => label))],
      seriesTitle: this.#columns.seriesTitle(),
      ...xMarks(x),
      xTitle: this.#chart.xLabel ?? titleIn(this.#chart.x, x.unit),
      rows: this.#rows.filter((row) => this.#metrics.some(({ name }) => name === row.metric)),
      warnings: this.#gaps.warnings(),
    }
  }

  #xAxis(): XAxis {
    const { x, kind, xScale } = this.#chart
    if (this.#study.factors.some((factor) => factor.name === x)) {
      const levels = this.#columns.levels(x)
      const isText = kind === 'bar' || levels.some((level) => typeof level !== 'number' || !Number.isFinite(level))
      // A linear axis has ticks between the levels, which need a unit that all of them share.
      const unit =
        isText || xScale === 'log'
          ? this.#columns.levelUnit(x)
          : shownUnit(this.#columns.factorUnit(x), numbers(levels))
      return { isMetric: false, levels, isText, unit }
    }
    const values = this.#rows.filter((row) => row.metric === x && row.method !== 'theory').map((row) => row.estimate)
    return { isMetric: true, levels: [], isText: false, unit: shownUnit(this.#columns.metric(x).unit, values) }
  }

  #yUnit(metrics: readonly MetricDescription[]): ShownUnit {
    const names = metrics.map(({ name }) => name)
    const values = this.#rows.filter((row) => names.includes(row.metric)).map((row) => row.estimate)
    return shownUnit(metrics[0]?.unit ?? '', values)
  }

  #selections(metrics: readonly MetricDescription[]): Selection[] {
    return this.#columns.selections(metrics.map(({ name }) => name))
  }

  #panel(
    x: XAxis,
    metrics: readonly MetricDescription[],
    group: number,
    unit: ShownUnit,
    facet: PlainValue | undefined,
  ): ChartPanel {
    const selections = this.#selections(metrics)
    const here = this.#rows.filter((row) => this.#columns.isInPanel(row, facet))
    const between = this.#between.filter((row) => this.#columns.isInPanel(row, facet))
    const theory =
      this.#chart.overlay === 'none' || x.isMetric
        ? []
        : selections.flatMap((selection) => this.#theory(x, here, between, selection, unit))
    const placed = selections.map((selection) => ({ selection, places: this.#simulated(x, here, selection) }))
    return {
      ...this.#columns.panelTitle(facet),
      yTitle: this.#chart.yLabel ?? sharedTitle(metrics, unit),
      unit: unit.unit,
      group,
      points: placed.flatMap(({ selection, places }) =>
        segmented(places.map(([at, row]) => this.#point(at, row, selection.label, unit))),
      ),
      theory,
      arrows: placed.flatMap(({ selection, places }) => arrows(places, selection.label)),
      boxes: [],
      cells: [],
    }
  }

  #mine<T extends Pick<TheoryRow, 'metric' | 'factors'>>(rows: readonly T[], selection: Selection): T[] {
    return rows.filter((row) => row.metric === selection.metric && this.#columns.isInSeries(row, selection))
  }

  #simulated(x: XAxis, rows: readonly SummaryRow[], selection: Selection): Placed[] {
    const mine = this.#mine(rows, selection).filter((row) => row.method !== 'theory')
    return x.isMetric ? this.#placedByMetric(x, rows, mine) : this.#placedByFactor(x, mine)
  }

  /** Closed forms at the design points and, on a numeric axis, between them. */
  #theory(
    x: XAxis,
    rows: readonly SummaryRow[],
    between: readonly TheoryRow[],
    selection: Selection,
    unit: ShownUnit,
  ): ChartPoint[] {
    const mine = this.#mine(rows, selection).filter((row) => row.method === 'theory')
    const places = this.#placedByFactor(x, mine)
    const point = (at: number | string, value: number): Omit<ChartPoint, 'segment' | 'alone'> | undefined => {
      const y = value * unit.factor
      const canDraw = this.#gaps.reason(at, value) === undefined
      return canDraw ? { x: at, y, low: y, high: y, hasInterval: false, series: selection.label } : undefined
    }
    const extra = this.#mine(between, selection).flatMap((row) => {
      const at = row.factors[this.#chart.x]
      return x.isText || typeof at !== 'number' ? [] : [{ at: at * x.unit.factor, value: row.value }]
    })
    extra.sort((a, b) => a.at - b.at)
    return segmented(
      places.flatMap(([at, row], index) => {
        const next = places[index + 1]?.[0]
        const inside = extra.filter((row) => typeof next === 'number' && row.at > Number(at) && row.at < next)
        return [point(at, row?.estimate ?? NaN), ...inside.map((row) => point(row.at, row.value))]
      }),
    )
  }

  /** One place for each level of x, in the order of the axis; no row at it is a gap. */
  #placedByFactor(x: XAxis, rows: readonly SummaryRow[]): Placed[] {
    const byLevel = new Map(rows.map((row) => [String(row.factors[this.#chart.x]), row]))
    const levels = x.isText ? x.levels : numbers(x.levels).toSorted((a, b) => a - b)
    return levels.map((level) => {
      const place = x.isText ? levelText(level, x.unit) : Number(level) * x.unit.factor
      return [place, byLevel.get(String(level))]
    })
  }

  /** In the order of the design: the curve follows the factor that moves both metrics. */
  #placedByMetric(x: XAxis, rows: readonly SummaryRow[], mine: readonly SummaryRow[]): Placed[] {
    const xRows = rows.filter((row) => row.metric === this.#chart.x && row.method !== 'theory')
    const byPoint = new Map(xRows.map((row) => [row.point, row.estimate]))
    return mine.map((row) => [(byPoint.get(row.point) ?? NaN) * x.unit.factor, row])
  }

  #point(
    x: number | string,
    row: SummaryRow | undefined,
    series: string,
    unit: ShownUnit,
  ): Omit<ChartPoint, 'segment' | 'alone'> | undefined {
    if (row === undefined || isUnbounded(row) || !this.#gaps.canDraw(row.metric, x, row.estimate)) return undefined
    const y = row.estimate * unit.factor
    const hasInterval = Number.isFinite(row.low) && Number.isFinite(row.high)
    const [low, high] = hasInterval ? [row.low * unit.factor, row.high * unit.factor] : [y, y]
    return { x, y, low, high, hasInterval, series }
  }
}

/** Where a value grows without bound, an arrow points out of the panel: a number would be made up. */
function arrows(places: readonly Placed[], series: string): ChartPoint[] {
  return places.flatMap(([x, row]) =>
    row !== undefined && isUnbounded(row) && (typeof x === 'string' || Number.isFinite(x))
      ? [{ x, y: NaN, low: NaN, high: NaN, hasInterval: false, series, segment: 0, alone: true }]
      : [],
  )
}
