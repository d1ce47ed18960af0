import { chartProblem } from '../analysis/chart/check-chart.ts'
import type { ChartSpec, Factor } from '../analysis/record.ts'
import type { Model } from '../models/definition.ts'
import { didYouMean } from '../models/suggest.ts'
import { ValueProblem } from '../models/value-problem.ts'
import { pathText, problemText, type StudyContent } from './study-schema.ts'
import type { StudyPath, StudyText } from './study-text.ts'

type ChartContent = NonNullable<StudyContent['charts']>[number]

/**
 * Checks that the charts of a study name columns which the study has. Levels under `where` are replaced by what the
 * parameter reads (`10ms` by 0.01).
 * @param metrics the metrics that the study measures
 * @throws {StudyError} for the first chart that can not be drawn
 */
export function checkCharts(
  source: StudyText,
  charts: readonly ChartContent[],
  factors: readonly Factor[],
  model: Model,
  metrics: readonly string[],
): void {
  const factorNames = factors.map(({ name }) => name)
  charts.forEach((chart, i) => {
    const path = ['charts', i] as const
    const same = charts.findIndex(({ id }) => id === chart.id)
    if (same < i)
      throw source.error(
        [...path, 'id'],
        `charts[${same}] has the id "${chart.id}" too; the files of one would overwrite the other`,
      )
    const forX = chart.kind === 'bar' ? factorNames : [...factorNames, ...metrics]
    knownColumn(source, [...path, 'x'], chart.x, forX, chart.kind === 'bar' ? 'factor' : 'factor or metric', model)
    const ys = typeof chart.y === 'string' ? [chart.y] : chart.y
    ys.forEach((y, j) =>
      knownColumn(source, [...path, 'y', ...(typeof chart.y === 'string' ? [] : [j])], y, metrics, 'metric', model),
    )
    for (const key of ['by', 'facet'] as const) {
      const name = chart[key]
      if (name !== undefined) knownColumn(source, [...path, key], name, factorNames, 'factor', model)
    }
    checkWhere(source, [...path, 'where'], chart, factors, model)
    const study = { factors, metrics: metrics.map((name) => ({ name, ...model.metrics[name]! })) }
    const problem = chartProblem(study, chart as ChartSpec)
    if (problem !== undefined) throw source.error(path, problem)
  })
}

function checkWhere(
  source: StudyText,
  path: StudyPath,
  chart: ChartContent,
  factors: readonly Factor[],
  model: Model,
): void {
  for (const [name, given] of Object.entries(chart.where ?? {})) {
    const at = [...path, name]
    const factor = factors.find((candidate) => candidate.name === name)
    if (factor === undefined)
      throw unknownColumn(
        source,
        at,
        name,
        factors.map((candidate) => candidate.name),
        'factor',
        model,
        'key',
      )
    const read = (level: unknown): (typeof factor.levels)[number] => {
      try {
        const value = model.parameters[name]!.parse(level)
        if (factor.levels.includes(value)) return value
        throw new ValueProblem(level, `one of the levels ${factor.levels.join(', ')}`)
      } catch (problem) {
        if (!(problem instanceof ValueProblem)) throw problem
        throw source.error(at, problemText(at, problem))
      }
    }
    chart.where![name] = Array.isArray(given) ? given.map(read) : read(given)
  }
}

function knownColumn(
  source: StudyText,
  path: StudyPath,
  name: string,
  columns: readonly string[],
  kind: string,
  model: Model,
): void {
  if (!columns.includes(name)) throw unknownColumn(source, path, name, columns, kind, model)
}

function unknownColumn(
  source: StudyText,
  path: StudyPath,
  name: string,
  columns: readonly string[],
  kind: string,
  model: Model,
  at: 'key' | 'value' = 'value',
): Error {
  const reason = Object.hasOwn(model.parameters, name)
    ? `"${name}" is a parameter that this study does not vary`
    : Object.hasOwn(model.metrics, name)
      ? `"${name}" is a metric${kind.includes('metric') ? ' that is not under "measure"' : ''}`
      : `the study has no column "${name}".${didYouMean(name, columns)}`
  const choice = columns.length === 0 ? `there is none: the study varies nothing` : columns.join(', ')
  return source.error(
    path,
    `${pathText(path)}: ${reason.replace(/\.?$/, reason.endsWith('?') ? '' : '.')} Expected a ${kind}: ${choice}`,
    at,
  )
}
