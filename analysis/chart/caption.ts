import type { ChartSpec, PlainValue, StudyDescription } from '../record.ts'
import type { ChartData } from './chart-data.ts'
import { yMetrics } from './check-chart.ts'
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
    ...theorySentence(data),
  ]
    .concat(runSentence(study), qualitySentences(data))
    .join(' ')
}

function defaultTitle(chart: ChartSpec): string {
  const metrics = yMetrics(chart).map(inWords).join(', ')
  const by = chart.by === undefined ? '' : `, by ${lower(inWords(chart.by))}`
  const facet = chart.facet === undefined ? '' : `, one panel for each value of ${lower(inWords(chart.facet))}`
  return `${metrics} against ${lower(inWords(chart.x))}${by}${facet}`
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
  const simulated = data.rows.filter((row) => row.method === 'replication-t' && Number.isFinite(row.estimate))
  const counts = simulated.map((row) => row.replications)
  const fewest = counts.reduce((a, b) => Math.min(a, b), Infinity)
  const most = counts.reduce((a, b) => Math.max(a, b), 0)
  const n = fewest >= most ? `${most}` : `${fewest} to ${most}`
  const what = chart.kind === 'bar' ? 'Bars' : 'Markers'
  const means = `${what} are means of ${n} independent replication${most === 1 ? '' : 's'}`
  const hasIntervals = chart.band !== 'none' && simulated.some((row) => Number.isFinite(row.low))
  if (!hasIntervals) return `${means}; no confidence intervals are drawn.`
  const isBand = chart.kind === 'line' && data.xLabels === undefined
  const percent = Number((100 * study.confidence).toPrecision(6))
  return `${means}; ${isBand ? 'bands' : 'error bars'} are ${percent} % confidence intervals (Student t over replications).`
}

function theorySentence(data: ChartData): string[] {
  const hasTheory = data.panels.some((panel) => panel.theory.length > 0)
  return hasTheory ? ['Theory: the closed form of the model, where there is one.'] : []
}

function runSentence(study: StudyDescription): string {
  const start = study.warmUp > 0 ? `from ${study.warmUp} s` : 'from the start'
  const end = Number.isFinite(study.horizon)
    ? `to ${study.horizon} s of simulated time`
    : 'to the natural end of the run'
  return `Model ${study.model}; each run is measured ${start} ${end}; seed ${study.seed}.`
}

function qualitySentences(data: ChartData): string[] {
  const flagged = (flag: string): number => data.rows.filter((row) => row.flags.some((f) => f.startsWith(flag))).length
  const sentences: string[] = []
  const few = flagged('FEW-REPLICATIONS')
  if (few > 0) sentences.push(`${few} of ${data.rows.length} values have no interval, for want of replications.`)
  const failed = flagged('FAILED=')
  if (failed > 0) sentences.push(`${failed} values leave out runs that failed (see manifest.json).`)
  const censored = flagged('CENSORED=')
  if (censored > 0)
    sentences.push(
      `${censored} of ${data.rows.length} values leave out waits that went on at the end of a run: they are too low.`,
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
