import { type ChartSpec, chartBands, chartKinds, chartOverlays, chartScales, chartSizes } from '../record.ts'
import type { PlainValue, StudyDescription } from '../record.ts'

/** What a chart may refer to. */
export type ChartableStudy = Pick<StudyDescription, 'factors' | 'metrics'>

/** The metrics on the y axis, as a list. */
export function yMetrics(chart: ChartSpec): readonly string[] {
  return typeof chart.y === 'string' ? [chart.y] : chart.y
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
    ['band', chartBands],
    ['overlay', chartOverlays],
    ['size', Object.keys(chartSizes)],
  ]
  for (const [key, words] of allowed) {
    const given = chart[key]
    if (given !== undefined && !words.includes(given as string)) {
      return `${key} is ${JSON.stringify(given)}; expected one of ${words.join(', ')}.`
    }
  }
  if (yMetrics(chart).length === 0) return 'y names no metric.'
  return undefined
}

function nameProblem(study: ChartableStudy, chart: ChartSpec): string | undefined {
  const factors = study.factors.map(({ name }) => name)
  const metrics = study.metrics.map(({ name }) => name)
  const xNames = chart.kind === 'bar' ? factors : [...factors, ...metrics]
  const uses: [key: string, name: string, known: readonly string[], what: string][] = [
    ['x', chart.x, xNames, chart.kind === 'bar' ? 'a factor' : 'a factor or metric'],
    ...yMetrics(chart).map((name): [string, string, string[], string] => ['y', name, metrics, 'a metric']),
  ]
  if (chart.by !== undefined) uses.push(['by', chart.by, factors, 'a factor'])
  if (chart.facet !== undefined) uses.push(['facet', chart.facet, factors, 'a factor'])
  for (const name of Object.keys(chart.where ?? {})) uses.push(['where', name, factors, 'a factor'])
  for (const [key, name, known, what] of uses) {
    if (!known.includes(name))
      return `${key} is "${name}"; expected ${what} of the study: ${known.join(', ') || 'none'}.`
  }
  return undefined
}

function mappingProblem(study: ChartableStudy, chart: ChartSpec): string | undefined {
  const mapped = [chart.x, chart.by, chart.facet].filter((name) => name !== undefined)
  const twice = mapped.find((name, index) => mapped.indexOf(name) !== index)
  if (twice !== undefined) return `"${twice}" is used twice among x, by and facet.`
  for (const { name, levels } of study.factors) {
    const kept = levels.filter((level) => keepsLevel(chart, name, level))
    if (kept.length === 0) return `where keeps no level of "${name}"; it has ${levels.join(', ')}.`
    const isFree = !mapped.includes(name) && kept.length > 1
    if (isFree && study.factors.some((factor) => factor.name === chart.x)) {
      return (
        `the factor "${name}" has ${kept.length} levels, which would all be drawn over one another. ` +
        `Map it with by or facet, or keep one level with where.`
      )
    }
  }
  return undefined
}
