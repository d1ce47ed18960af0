import type { PlainValue, StudyDescription } from '../record.ts'
import { intervalWords } from '../interval-words.ts'
import type { SummaryRow } from '../summary.ts'
import { hasLogY } from './axes.ts'
import type { ChartData } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'
import { yNames } from './check-chart.ts'
import { drawsTheoryAsLine } from './layers.ts'
import { cutsOf } from './limits.ts'
import { inWords } from './text.ts'
import { shownUnit } from './units.ts'

/**
 * Caption of a chart: what it shows, then how each number was made, so that the figure can be judged and made again.
 */
export function chartCaption(study: StudyDescription, chart: ChartSpec, data: ChartData): string {
  const title = chart.caption ?? chart.title ?? defaultTitle(chart)
  return [
    sentence(title),
    ...whereSentence(study, chart),
    replicationSentence(study, chart, data),
    ...cutSentence(chart, data),
    ...theorySentence(chart, data),
  ]
    .concat(runSentence(study), qualitySentences(data))
    .join(' ')
}

function defaultTitle(chart: ChartSpec): string {
  const by = chart.by === undefined ? '' : `, by ${lower(inWords(chart.by))}`
  const facet = chart.facet === undefined ? '' : `, one panel for each value of ${lower(inWords(chart.facet))}`
  return `${shown(chart)}${by}${facet}`
}

function shown(chart: ChartSpec): string {
  const x = lower(inWords(chart.x))
  const y = yNames(chart).map(inWords).join(', ')
  if (chart.kind === 'ecdf') return `Empirical distribution of ${x} over the runs`
  if (chart.kind === 'histogram') return `Histogram of ${x} over the runs`
  if (chart.kind === 'heatmap') return `${inWords(chart.z ?? '')} against ${x} and ${lower(y)}`
  return chart.kind === 'timeseries' ? `${y} over time` : `${y} against ${x}`
}

function whereSentence(study: StudyDescription, chart: ChartSpec): string[] {
  const parts = Object.entries(chart.where ?? {}).map(([name, level]) => {
    const unit = study.factors.find((factor) => factor.name === name)?.unit ?? ''
    const levels = [level].flat().map((value) => levelText(value, unit))
    return `${lower(inWords(name))} = ${levels.join(' or ')}`
  })
  return parts.length === 0 ? [] : [`Only ${parts.join(' and ')}.`]
}

/** A level as a person writes it: 0.2 ms for 0.0002 s. Counts, ratios and rates stand without unit. */
function levelText(level: PlainValue, base: string): string {
  if (typeof level !== 'number' || level === 0) return String(level)
  const { unit, factor } = shownUnit(base, [level])
  return unit === base && base !== 's' ? String(level) : `${Number((level * factor).toPrecision(12))} ${unit}`
}

function replicationSentence(study: StudyDescription, chart: ChartSpec, data: ChartData): string {
  if (data.runs !== undefined) return runsSentence(study, chart, data, data.runs)
  const simulated = data.rows.filter((row) => row.method !== 'theory' && Number.isFinite(row.estimate))
  const n = range(simulated.map((row) => row.replications))
  const what = chart.kind === 'bar' ? 'Bars' : chart.kind === 'heatmap' ? 'Cells' : 'Markers'
  const means = `${what} are ${estimateWords(simulated)} ${n} independent replication${n === '1' ? '' : 's'}`
  const isWithout = chart.kind === 'heatmap' || chart.band === 'none'
  const hasIntervals = !isWithout && simulated.some((row) => Number.isFinite(row.low))
  if (!hasIntervals) return `${means}; no confidence intervals are drawn.`
  const isBand = chart.kind === 'line' && data.xLabels === undefined
  return `${means}; ${isBand ? 'bands' : 'error bars'} are ${percent(study)} confidence intervals (${methodWords(simulated)}).`
}

/** Where the axis ends before an interval does: no wait is below 0, though the interval of its mean may reach there. */
function cutSentence(chart: ChartSpec, data: ChartData): string[] {
  const cuts = cutsOf(chart, data, hasLogY(chart))
  return cuts.length === 0 ? [] : [`Intervals are cut off at ${cuts.join(' and ')}.`]
}

/** How the drawn estimates were made of the replications. */
function estimateWords(rows: readonly SummaryRow[]): string {
  return rows.every((row) => row.method === 'replication-t') ? 'means of' : 'estimates from'
}

function methodWords(rows: readonly SummaryRow[]): string {
  return [...new Set(rows.map((row) => row.method))].map((method) => intervalWords[method]).join('; ')
}

function runsSentence(study: StudyDescription, chart: ChartSpec, data: ChartData, runs: readonly number[]): string {
  const n = range(runs)
  const of = `${n} independent run${n === '1' ? '' : 's'}`
  const hasBand = chart.band !== 'none' && data.panels.some(({ points }) => points.some(({ low, high }) => low < high))
  if (chart.kind === 'timeseries') {
    return `Lines are means of ${of}${hasBand ? `; bands are ${percent(study)} confidence intervals at each time (Student t over replications)` : ''}.`
  }
  if (chart.kind === 'box') {
    return `Each box is of ${of}: quartiles and median, whiskers to the last run within 1.5 box heights, rings beyond.`
  }
  if (chart.kind === 'histogram') return `Each histogram is of ${of}.`
  return `Each curve is of ${of}${hasBand ? `; bands are ${percent(study)} confidence bands (Dvoretzky-Kiefer-Wolfowitz)` : ''}.`
}

/** A count, or from which to which. */
function range(counts: readonly number[]): string {
  const fewest = counts.reduce((a, b) => Math.min(a, b), Infinity)
  const most = counts.reduce((a, b) => Math.max(a, b), 0)
  return fewest >= most ? `${most}` : `${fewest} to ${most}`
}

function percent({ confidence }: StudyDescription): string {
  return `${Number((100 * confidence).toPrecision(6))} %`
}

function theorySentence(chart: ChartSpec, data: ChartData): string[] {
  const hasTheory = data.panels.some((panel) => panel.theory.length > 0)
  const lines = drawsTheoryAsLine(chart, data) ? 'Thin dashed lines' : 'Short level lines'
  return hasTheory ? [`${lines}: theory, the closed form of the model where there is one.`] : []
}

function runSentence(study: StudyDescription): string {
  const { warmUpRule } = study
  if (warmUpRule?.rule === 'mser-5')
    return `Model ${study.model}; the start of each run is cut off by MSER-5; seed ${study.seed}.`
  const start = study.warmUp > 0 ? `from ${study.warmUp} s` : 'from the start'
  const end = Number.isFinite(study.horizon)
    ? `to ${study.horizon} s of simulated time`
    : 'to the natural end of the run'
  return `Model ${study.model}; each run is measured ${start} ${end}; seed ${study.seed}.`
}

function qualitySentences(data: ChartData): string[] {
  const rows = data.rows.filter((row) => row.method !== 'theory')
  const flagged = (flag: string): number => rows.filter((row) => row.flags.some((f) => f.startsWith(flag))).length
  const sentences: string[] = []
  const few = flagged('FEW-REPLICATIONS')
  if (few > 0) sentences.push(`No interval for ${few} of ${rows.length} values, for want of replications.`)
  const failed = flagged('FAILED=')
  if (failed > 0)
    sentences.push(`Runs that failed are left out of ${failed} of ${rows.length} values (see manifest.json).`)
  const arrows = data.panels.some(({ arrows, cells }) => arrows.length > 0 || cells.some(({ z }) => z === Infinity))
  if (arrows) sentences.push('An arrow stands for a value that grows without bound.')
  const mixed = flagged('MIXED-CODE')
  if (mixed > 0) sentences.push(`${mixed} of ${rows.length} values mix runs of several versions of the code.`)
  const censored = flagged('CENSORED=')
  if (censored > 0)
    sentences.push(
      `${censored} of ${rows.length} values leave out waits that went on at the end of a run: they are too low.`,
    )
  return sentences
}

function sentence(text: string): string {
  const trimmed = text.trim()
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`
}

function lower(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
