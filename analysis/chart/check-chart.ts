import type { PlainValue, StudyDescription } from '../record.ts'
import {
  chartBands,
  type ChartKind,
  chartKinds,
  chartLabels,
  chartOverlays,
  chartScales,
  type ChartSpec,
  chartThemes,
  paperSizes,
} from './chart-spec.ts'

/** What a chart may refer to. */
export type ChartableStudy = Pick<StudyDescription, 'factors' | 'metrics' | 'design'>

/** Designs whose points are no grid: a factor that a chart does not show does not multiply its points. */
const withoutGrid: readonly string[] = ['2k-p', 'lhs', 'sobol', 'morris', 'file']

/** What may stand on an axis of a chart. `series`: a name in `series.csv`, which the study does not declare. */
export type ColumnKind = 'factor' | 'metric' | 'factor or metric' | 'time' | 'series' | 'nothing'

/** What each channel of a kind of chart shows. */
export interface ChartColumns {
  readonly x: ColumnKind
  readonly y: ColumnKind
  readonly z: ColumnKind
}

const columnsOfKind: Readonly<Record<ChartKind, ChartColumns>> = {
  line: { x: 'factor or metric', y: 'metric', z: 'nothing' },
  scatter: { x: 'factor or metric', y: 'metric', z: 'nothing' },
  bar: { x: 'factor', y: 'metric', z: 'nothing' },
  box: { x: 'factor', y: 'metric', z: 'nothing' },
  ecdf: { x: 'metric', y: 'nothing', z: 'nothing' },
  histogram: { x: 'metric', y: 'nothing', z: 'nothing' },
  heatmap: { x: 'factor', y: 'factor', z: 'metric' },
  timeseries: { x: 'time', y: 'series', z: 'nothing' },
}

/** What `x`, `y` and `z` of a kind of chart may name. */
export function chartColumns(kind: ChartKind): ChartColumns {
  return columnsOfKind[kind]
}

/** What `y` names, as a list; empty when it is absent. */
export function yNames(chart: ChartSpec): readonly string[] {
  return chart.y === undefined ? [] : typeof chart.y === 'string' ? [chart.y] : chart.y
}

/** The metrics on the y axis; none where it shows something else. */
export function yMetrics(chart: ChartSpec): readonly string[] {
  return chartColumns(chart.kind).y === 'metric' ? yNames(chart) : []
}

/** The metrics whose values a chart shows: on its y axis, as its colours or, of a distribution, on its x axis. */
export function chartMetrics(chart: ChartSpec): readonly string[] {
  const columns = chartColumns(chart.kind)
  if (columns.z === 'metric') return chart.z === undefined ? [] : [chart.z]
  return columns.x === 'metric' ? [chart.x] : yMetrics(chart)
}

/** Whether a factor level is kept by `where`. */
export function keepsLevel(chart: ChartSpec, factor: string, level: PlainValue): boolean {
  const kept = chart.where?.[factor]
  if (kept === undefined) return true
  const levels: readonly PlainValue[] = Array.isArray(kept) ? (kept as readonly PlainValue[]) : [kept as PlainValue]
  return levels.some((other) => String(other) === String(level))
}

/**
 * What is wrong with a declared chart, as one sentence; nothing when it can be drawn. Meant for the moment a study
 * file is read, so that a typing error does not show after hours of runs.
 */
export function chartProblem(study: ChartableStudy, chart: ChartSpec): string | undefined {
  const problem = wordProblem(chart) ?? nameProblem(study, chart) ?? mappingProblem(study, chart)
  return problem === undefined ? undefined : `Chart "${chart.id}": ${problem}`
}

function wordProblem(chart: ChartSpec): string | undefined {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(chart.id)) {
    return 'the id names its files; expected letters, digits, "-", "_" and ".", with a letter or digit first.'
  }
  const allowed: [key: keyof ChartSpec, words: readonly string[]][] = [
    ['kind', chartKinds],
    ['xScale', chartScales],
    ['yScale', chartScales],
    ['zScale', chartScales],
    ['band', chartBands],
    ['overlay', chartOverlays],
    ['labels', chartLabels],
    ['size', Object.keys(paperSizes)],
    ['theme', chartThemes],
  ]
  for (const [key, words] of allowed) {
    const given = chart[key]
    if (given !== undefined && !words.includes(given as string)) {
      return `${key} is ${JSON.stringify(given)}; expected one of ${words.join(', ')}.`
    }
  }
  const { bins } = chart
  if (bins !== undefined && !(Number.isInteger(bins) && bins >= 2 && bins <= 200)) {
    return `bins is ${JSON.stringify(bins)}; expected an integer from 2 to 200.`
  }
  return undefined
}

/** One name that a chart uses, and what it may be. */
type Use = readonly [key: string, name: string | undefined, kind: ColumnKind]

function nameProblem(study: ChartableStudy, chart: ChartSpec): string | undefined {
  const factors = study.factors.map(({ name }) => name)
  const metrics = study.metrics.map(({ name }) => name)
  const columns = chartColumns(chart.kind)
  const ys = yNames(chart)
  if (columns.y === 'factor' && ys.length > 1) return `y names ${ys.length} factors; a ${chart.kind} has one.`
  if (columns.y === 'metric' && ys.length === 0) return 'y names no metric.'
  const uses: Use[] = [
    ['x', chart.x, columns.x],
    ...(ys.length === 0 ? [undefined] : ys).map((name): Use => ['y', name, columns.y]),
    ['z', chart.z, columns.z],
  ]
  for (const [key, name, kind] of uses) {
    const problem = columnProblem(chart, key, name, kind, { factors, metrics })
    if (problem !== undefined) return problem
  }
  const groupings: [string, string | undefined][] = [
    ['by', chart.by],
    ['facet', chart.facet],
  ]
  for (const name of Object.keys(chart.where ?? {})) groupings.push(['where', name])
  for (const [key, name] of groupings) {
    if (name !== undefined && !factors.includes(name)) return unknown(key, name, 'a factor', factors)
  }
  if (chart.by !== undefined && chart.kind === 'heatmap') return 'a heatmap has no series; use facet in place of by.'
  return undefined
}

function columnProblem(
  chart: ChartSpec,
  key: string,
  name: string | undefined,
  kind: ColumnKind,
  { factors, metrics }: { factors: readonly string[]; metrics: readonly string[] },
): string | undefined {
  if (kind === 'nothing') {
    return name === undefined ? undefined : `a chart of kind ${chart.kind} has no ${key}; it is "${name}".`
  }
  const what = kind === 'series' ? 'a series of series.csv' : kind === 'time' ? 'the word "time"' : `a ${kind}`
  if (name === undefined) return `${key} is missing; expected ${what}.`
  if (kind === 'series') return undefined
  if (kind === 'time') return name === 'time' ? undefined : `${key} is "${name}"; expected ${what}.`
  const known = kind === 'factor' ? factors : kind === 'metric' ? metrics : [...factors, ...metrics]
  return known.includes(name) ? undefined : unknown(key, name, what, known)
}

function unknown(key: string, name: string, what: string, known: readonly string[]): string {
  return `${key} is "${name}"; expected ${what} of the study: ${known.join(', ') || 'none'}.`
}

function mappingProblem(study: ChartableStudy, chart: ChartSpec): string | undefined {
  const onY = chart.kind === 'heatmap' ? yNames(chart) : []
  const mapped = [chart.x, ...onY, chart.by, chart.facet].filter((name) => name !== undefined)
  const twice = mapped.find((name, index) => mapped.indexOf(name) !== index)
  if (twice !== undefined) return `"${twice}" is used twice among x, y, by and facet.`
  // Factors that move in lockstep are told apart by any one of them.
  const group = (name: string): string => study.factors.find((factor) => factor.name === name)?.follows ?? name
  const groups = new Set(mapped.map(group))
  const isGrid = !withoutGrid.includes(study.design ?? 'full')
  const isScatter = !study.factors.some((factor) => factor.name === chart.x) && chartColumns(chart.kind).y === 'metric'
  for (const { name, levels } of study.factors) {
    const kept = levels.filter((level) => keepsLevel(chart, name, level))
    if (kept.length === 0) return `where keeps no level of "${name}"; it has ${levels.join(', ')}.`
    if (!groups.has(group(name)) && kept.length > 1 && isGrid && !isScatter) {
      return (
        `the factor "${name}" has ${kept.length} levels, which would all be drawn over one another. ` +
        `Map it with ${chart.kind === 'heatmap' ? 'facet' : 'by or facet'}, or keep one level with where.`
      )
    }
  }
  return undefined
}
