import { AnalysisError } from '../errors.ts'
import type { ChartSpec, MetricDescription, PlainValue, StudyDescription } from '../record.ts'
import type { SummaryRow } from '../summary.ts'
import type { ChartData, ChartPanel, ChartPoint } from './chart-data.ts'
import { chartProblem, keepsLevel, yMetrics } from './check-chart.ts'
import { inWords, withUnit } from './text.ts'
import { levelUnit, type ShownUnit, shownUnit } from './units.ts'

/** A series of one panel: which rows belong to it. */
interface Selection {
  readonly label: string
  readonly metric: string
  readonly by?: PlainValue
}

/** How x values are found and shown. */
interface XAxis {
  readonly isMetric: boolean
  readonly unit: ShownUnit
  /** Levels in order, when x is a factor. */
  readonly levels: readonly PlainValue[]
  readonly isText: boolean
}

/**
 * What a chart shows, computed from the rows of `summary.csv` alone.
 * @throws AnalysisError when the chart names something that the study does not have, or nothing is left to draw.
 */
export function readChart(study: StudyDescription, chart: ChartSpec, summary: readonly SummaryRow[]): ChartData {
  const problem = chartProblem(study, chart)
  if (problem !== undefined) throw new AnalysisError(problem)
  const rows = summary.filter((row) =>
    study.factors.every(({ name }) => keepsLevel(chart, name, row.factors[name] ?? '')),
  )
  const drawn = rows.filter((row) => yMetrics(chart).includes(row.metric))
  if (drawn.length === 0) throw new AnalysisError(`Chart "${chart.id}": summary.csv has no row for it.`)
  return new ChartReader(study, chart, rows).read()
}

/** Text of a level, in the unit that fits all levels of its factor. */
function levelText(level: PlainValue, unit: ShownUnit): string {
  if (level === Infinity) return '∞'
  if (typeof level !== 'number' || !Number.isFinite(level)) return String(level)
  if (unit.text !== undefined) return unit.text(level)
  return String(Number((level * unit.factor).toPrecision(12)))
}

/** The labels or ticks of an x axis. */
function xMarks(x: XAxis): Pick<ChartData, 'xLabels' | 'xTicks'> {
  if (x.isMetric) return {}
  if (x.isText) return { xLabels: x.levels.map((level) => levelText(level, x.unit)) }
  const levels = numbers(x.levels).toSorted((a, b) => a - b)
  return { xTicks: levels.map((level) => ({ value: level * x.unit.factor, text: levelText(level, x.unit) })) }
}

function numbers(values: readonly unknown[]): number[] {
  return values.filter((value) => typeof value === 'number')
}

class ChartReader {
  readonly #study: StudyDescription
  readonly #chart: ChartSpec
  readonly #rows: readonly SummaryRow[]
  readonly #gaps = new Map<string, number>()
  readonly #metrics: readonly MetricDescription[]

  constructor(study: StudyDescription, chart: ChartSpec, rows: readonly SummaryRow[]) {
    this.#study = study
    this.#chart = chart
    this.#rows = rows
    const byName = new Map(study.metrics.map((metric) => [metric.name, metric]))
    this.#metrics = yMetrics(chart).flatMap((name) => byName.get(name) ?? [])
  }

  read(): ChartData {
    const x = this.#xAxis()
    const groups = this.#metricGroups()
    const facets = this.#facets()
    const panels = groups.flatMap((metrics, group) => {
      const unit = this.#yUnit(metrics)
      return facets.map((facet) => this.#panel(x, metrics, group, unit, facet))
    })
    const selections = groups.flatMap((metrics) => this.#selections(metrics))
    const by = this.#chart.by
    return {
      panels,
      series: [...new Set(selections.map(({ label }) => label))],
      seriesTitle: by === undefined ? '' : this.#factorTitle(by),
      ...xMarks(x),
      xTitle: this.#chart.xLabel ?? withUnit(inWords(this.#chart.x), x.unit.unit),
      rows: this.#rows.filter((row) => this.#metrics.some(({ name }) => name === row.metric)),
      warnings: [...this.#gaps].map(([what, n]) => `Chart "${this.#chart.id}": ${what}, left as gaps: ${n}.`),
    }
  }

  /** Metrics that share a panel: those of one unit, when the series are free to tell them apart. */
  #metricGroups(): MetricDescription[][] {
    const [first] = this.#metrics
    const together = this.#chart.by === undefined && this.#metrics.every(({ unit }) => unit === first?.unit)
    return together ? [[...this.#metrics]] : this.#metrics.map((metric) => [metric])
  }

  #levels(name: string): PlainValue[] {
    const declared = this.#study.factors.find((factor) => factor.name === name)?.levels ?? []
    const found = this.#rows.map((row) => row.factors[name] ?? '')
    const present = new Set(found.map(String))
    const known = new Set(declared.map(String))
    return [
      ...declared.filter((level) => present.has(String(level))),
      ...new Set(found.filter((l) => !known.has(String(l)))),
    ]
  }

  #factorUnit(name: string): string {
    return this.#study.factors.find((factor) => factor.name === name)?.unit ?? ''
  }

  #levelUnit(name: string): ShownUnit {
    return levelUnit(this.#factorUnit(name), numbers(this.#levels(name)))
  }

  #factorTitle(name: string): string {
    return withUnit(inWords(name), this.#levelUnit(name).unit)
  }

  #xAxis(): XAxis {
    const { x, kind, xScale } = this.#chart
    if (this.#study.factors.some((factor) => factor.name === x)) {
      const levels = this.#levels(x)
      const isText = kind === 'bar' || levels.some((level) => typeof level !== 'number' || !Number.isFinite(level))
      // A linear axis has ticks between the levels, which need a unit that all of them share.
      const unit = isText || xScale === 'log' ? this.#levelUnit(x) : shownUnit(this.#factorUnit(x), numbers(levels))
      return { isMetric: false, levels, isText, unit }
    }
    const rows = this.#rows.filter((row) => row.metric === x && row.method !== 'theory')
    const unit = this.#study.metrics.find((metric) => metric.name === x)?.unit ?? ''
    const shown = shownUnit(
      unit,
      rows.map((row) => row.estimate),
    )
    return { isMetric: true, levels: [], isText: false, unit: shown }
  }

  #yUnit(metrics: readonly MetricDescription[]): ShownUnit {
    const names = metrics.map(({ name }) => name)
    const values = this.#rows.filter((row) => names.includes(row.metric)).map((row) => row.estimate)
    return shownUnit(metrics[0]?.unit ?? '', values)
  }

  #facets(): (PlainValue | undefined)[] {
    return this.#chart.facet === undefined ? [undefined] : this.#levels(this.#chart.facet)
  }

  #selections(metrics: readonly MetricDescription[]): Selection[] {
    const by = this.#chart.by
    if (by !== undefined) {
      const unit = this.#levelUnit(by)
      const metric = metrics[0]?.name ?? ''
      return this.#levels(by).map((level) => ({ label: levelText(level, unit), metric, by: level }))
    }
    if (metrics.length === 1) return [{ label: '', metric: metrics[0]?.name ?? '' }]
    return metrics.map(({ name }) => ({ label: inWords(name), metric: name }))
  }

  #panel(
    x: XAxis,
    metrics: readonly MetricDescription[],
    group: number,
    unit: ShownUnit,
    facet: PlainValue | undefined,
  ): ChartPanel {
    const selections = this.#selections(metrics)
    const { facet: facetName, overlay } = this.#chart
    const isHere = (row: SummaryRow): boolean =>
      facetName === undefined || String(row.factors[facetName]) === String(facet)
    const here = this.#rows.filter(isHere)
    const theory =
      overlay === 'none' || x.isMetric ? [] : selections.flatMap((s) => this.#series(x, here, s, unit, 'theory'))
    const words = metrics.length === 1 ? inWords(metrics[0]?.name ?? '') : ''
    const yTitle = this.#chart.yLabel ?? (words === '' ? sharedTitle(metrics, unit) : withUnit(words, unit.unit))
    const title = facetName === undefined ? undefined : this.#facetTitle(facetName, facet ?? '')
    return {
      ...(title === undefined ? {} : { title }),
      yTitle,
      group,
      points: selections.flatMap((selection) => this.#series(x, here, selection, unit, 'replication-t')),
      theory,
    }
  }

  #facetTitle(name: string, level: PlainValue): string {
    const unit = this.#levelUnit(name)
    const text = levelText(level, unit)
    const isPlain = withUnit(inWords(name), unit.unit) === inWords(name)
    return `${inWords(name)}: ${text}${isPlain ? '' : ` ${unit.unit}`}`
  }

  #series(
    x: XAxis,
    rows: readonly SummaryRow[],
    selection: Selection,
    unit: ShownUnit,
    method: SummaryRow['method'],
  ): ChartPoint[] {
    const { by } = this.#chart
    const mine = rows.filter(
      (row) =>
        row.metric === selection.metric &&
        row.method === method &&
        (by === undefined || String(row.factors[by]) === String(selection.by)),
    )
    const placed = x.isMetric ? this.#placedByMetric(x, rows, mine) : this.#placedByFactor(x, mine)
    return this.#segments(placed, selection.label, unit, method)
  }

  /** One place for each level of x, in the order of the axis; no row at it is a gap. */
  #placedByFactor(x: XAxis, rows: readonly SummaryRow[]): [number | string, SummaryRow | undefined][] {
    const byLevel = new Map(rows.map((row) => [String(row.factors[this.#chart.x]), row]))
    const levels = x.isText ? x.levels : numbers(x.levels).toSorted((a, b) => a - b)
    return levels.map((level) => {
      const place = x.isText ? levelText(level, x.unit) : Number(level) * x.unit.factor
      return [place, byLevel.get(String(level))]
    })
  }

  /** In the order of the design: the curve follows the factor that moves both metrics. */
  #placedByMetric(
    x: XAxis,
    rows: readonly SummaryRow[],
    mine: readonly SummaryRow[],
  ): [number | string, SummaryRow | undefined][] {
    const xRows = rows.filter((row) => row.metric === this.#chart.x && row.method === 'replication-t')
    const byPoint = new Map(xRows.map((row) => [row.point, row.estimate]))
    return mine.map((row) => [(byPoint.get(row.point) ?? NaN) * x.unit.factor, row])
  }

  #segments(
    placed: readonly [number | string, SummaryRow | undefined][],
    series: string,
    unit: ShownUnit,
    method: SummaryRow['method'],
  ): ChartPoint[] {
    const segments: Omit<ChartPoint, 'segment' | 'alone'>[][] = [[]]
    for (const [x, row] of placed) {
      if (row === undefined || !this.#canDraw(x, row, method)) {
        segments.push([])
        continue
      }
      const y = row.estimate * unit.factor
      const hasInterval = Number.isFinite(row.low) && Number.isFinite(row.high)
      const low = hasInterval ? row.low * unit.factor : y
      segments.at(-1)?.push({ x, y, low, high: hasInterval ? row.high * unit.factor : y, series })
    }
    return segments.flatMap((points, segment) =>
      points.map((point) => ({ ...point, segment, alone: points.length === 1 })),
    )
  }

  #canDraw(x: number | string, row: SummaryRow, method: SummaryRow['method']): boolean {
    const { kind, xScale, yScale } = this.#chart
    const reason =
      gapReason(row.metric, row.estimate, yScale === 'log' && kind !== 'bar') ??
      (typeof x === 'number' ? gapReason(this.#chart.x, x, xScale === 'log') : undefined)
    if (reason === undefined) return true
    if (method !== 'theory') this.#gaps.set(reason, (this.#gaps.get(reason) ?? 0) + 1)
    return false
  }
}

/** Why a value can not be drawn; nothing when it can. */
function gapReason(name: string, value: number, isLog: boolean): string | undefined {
  if (!Number.isFinite(value)) return `missing values of ${name}`
  if (isLog && value <= 0) return `values of ${name} that are not above 0, as a log axis needs`
  return undefined
}

/** Axis title of metrics that share a panel: the words that all their names share, or only the unit. */
function sharedTitle(metrics: readonly MetricDescription[], unit: ShownUnit): string {
  const [first = [], ...others] = metrics.map(({ name }) => inWords(name).toLowerCase().split(' '))
  const shared = first.filter((word) => others.every((words) => words.includes(word))).join(' ')
  const words = shared === '' ? 'Value' : shared.charAt(0).toUpperCase() + shared.slice(1)
  return withUnit(words, unit.unit)
}
