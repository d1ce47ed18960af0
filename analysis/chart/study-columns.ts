import type { MetricDescription, PlainValue, Quantity, StudyDescription } from '../record.ts'
import type { ChartSpec } from './chart-spec.ts'
import { keepsLevel } from './check-chart.ts'
import { inWords, withUnit } from './text.ts'
import { lawOf, lawUnit, levelUnit, type ShownUnit } from './units.ts'

/** Anything that belongs to a design point. */
export interface AtFactors {
  readonly factors: Readonly<Record<string, PlainValue>>
}

/** A series of one panel: which rows belong to it. */
export interface Selection {
  readonly label: string
  readonly metric: string
  readonly by?: PlainValue
}

/** Text of a level, in the unit that fits all levels of its factor. */
export function levelText(level: PlainValue, unit: ShownUnit): string {
  if (level === Infinity) return '∞'
  const [law, argument = NaN] = unit.law === undefined ? [] : (lawOf(level) ?? [])
  if (law !== undefined) return levelText(argument, { unit: unit.unit, factor: unit.factor })
  if (typeof level !== 'number' || !Number.isFinite(level)) return String(level)
  if (unit.text !== undefined) return unit.text(level)
  return String(Number((level * unit.factor).toPrecision(12)))
}

/** A declared name in words with its unit, and with the law whose means its levels are. */
export function titleIn(name: string, { unit, law }: ShownUnit): string {
  return withUnit(law === undefined ? inWords(name) : `${inWords(name)}, ${law}`, unit)
}

export function numbers(values: readonly unknown[]): number[] {
  return values.filter((value) => typeof value === 'number')
}

/** What a chart takes from its study: the levels that its rows have, in order, and how they are written. */
export class StudyColumns {
  readonly study: StudyDescription
  readonly chart: ChartSpec
  readonly #rows: readonly AtFactors[]

  /** @param rows All rows that `where` keeps. */
  constructor(study: StudyDescription, chart: ChartSpec, rows: readonly AtFactors[]) {
    this.study = study
    this.chart = chart
    this.#rows = rows
  }

  /** Levels of a factor that occur: the declared ones in their order, then any others. */
  levels(name: string): PlainValue[] {
    const declared = this.study.factors.find((factor) => factor.name === name)?.levels ?? []
    const found = this.#rows.map((row) => row.factors[name] ?? '')
    const present = new Set(found.map(String))
    const known = new Set(declared.map(String))
    return [
      ...declared.filter((level) => present.has(String(level))),
      ...new Set(found.filter((level) => !known.has(String(level)))),
    ]
  }

  factorUnit(name: string): string {
    return this.study.factors.find((factor) => factor.name === name)?.unit ?? ''
  }

  levelUnit(name: string): ShownUnit {
    const levels = this.levels(name)
    return lawUnit(this.factorUnit(name), levels) ?? levelUnit(this.factorUnit(name), numbers(levels))
  }

  /** The levels of a factor as the labels of an axis of words. */
  labels(name: string): string[] {
    const unit = this.levelUnit(name)
    return this.levels(name).map((level) => levelText(level, unit))
  }

  factorTitle(name: string): string {
    return titleIn(name, this.levelUnit(name))
  }

  metric(name: string): MetricDescription {
    return this.study.metrics.find((metric) => metric.name === name) ?? { name, unit: '', doc: '' }
  }

  /** Quantities that share a panel: those of one unit, when the series are free to tell them apart. */
  groups<T extends Quantity>(quantities: readonly T[]): T[][] {
    const [first] = quantities
    const together = this.chart.by === undefined && quantities.every(({ unit }) => unit === first?.unit)
    return together ? [[...quantities]] : quantities.map((quantity) => [quantity])
  }

  /** Levels of the facet; one that is nothing without a facet. */
  facets(): (PlainValue | undefined)[] {
    return this.chart.facet === undefined ? [undefined] : this.levels(this.chart.facet)
  }

  /** Title of the panel of a level; absent without a facet. */
  panelTitle(level: PlainValue | undefined): { title?: string } {
    const name = this.chart.facet
    if (name === undefined || level === undefined) return {}
    const unit = this.levelUnit(name)
    const text = levelText(level, unit)
    const isPlain = withUnit(inWords(name), unit.unit) === inWords(name)
    const what = unit.law === undefined ? inWords(name) : `${inWords(name)}, ${unit.law}`
    return { title: `${what}: ${text}${isPlain ? '' : ` ${unit.unit}`}` }
  }

  /** Whether a row belongs to the panel of a level. */
  isInPanel(row: AtFactors, level: PlainValue | undefined): boolean {
    const name = this.chart.facet
    return name === undefined || String(row.factors[name]) === String(level)
  }

  /** The series of some metrics that share a panel: levels of `by`, or the metrics themselves. */
  selections(metrics: readonly string[]): Selection[] {
    const by = this.chart.by
    const [first = ''] = metrics
    if (by !== undefined) {
      const unit = this.levelUnit(by)
      return this.levels(by).map((level) => ({ label: levelText(level, unit), metric: first, by: level }))
    }
    if (metrics.length < 2) return [{ label: '', metric: first }]
    return metrics.map((name) => ({ label: inWords(name), metric: name }))
  }

  /** Whether a row is at the level of `by` that a series stands for. */
  isInSeries(row: AtFactors, selection: Selection): boolean {
    const { by } = this.chart
    return by === undefined || String(row.factors[by]) === String(selection.by)
  }

  seriesTitle(): string {
    return this.chart.by === undefined ? '' : this.factorTitle(this.chart.by)
  }
}

/** The rows whose levels `where` keeps. */
export function keptRows<T extends AtFactors>(study: StudyDescription, chart: ChartSpec, rows: readonly T[]): T[] {
  return rows.filter((row) => study.factors.every(({ name }) => keepsLevel(chart, name, row.factors[name] ?? '')))
}
