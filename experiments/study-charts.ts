import { chartColumns, chartProblem, type ColumnKind, yNames } from '../analysis/chart/check-chart.ts'
import type { ChartSpec, Factor } from '../analysis/record.ts'
import type { Model } from '../models/definition.ts'
import { didYouMean } from '../models/suggest.ts'
import { ValueProblem } from '../models/value-problem.ts'
import type { StudyContent } from './study-schema.ts'
import { pathText, problemText } from './study-shape.ts'
import type { StudyPath, StudySource } from './study-text.ts'

type ChartContent = NonNullable<StudyContent['charts']>[number]

/**
 * Checks that the charts of a study name columns which the study has. Levels under `where` are replaced by what the
 * parameter reads (`10ms` by 0.01).
 * @param metrics the metrics that the study measures
 * @param design kind of the design
 * @throws {StudyError} for the first chart that can not be drawn
 */
export function checkCharts(
  source: StudySource,
  charts: readonly ChartContent[],
  factors: readonly Factor[],
  model: Model,
  metrics: readonly string[],
  design: string,
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
    const { x: onX, y: onY, z: onZ } = chartColumns(chart.kind)
    const check = (at: StudyPath, name: string, what: ColumnKind): void => {
      // What else may stand there, the study does not declare.
      if (what !== 'factor' && what !== 'metric' && what !== 'factor or metric') return
      const columns = what === 'factor' ? factorNames : what === 'metric' ? metrics : [...factorNames, ...metrics]
      knownColumn(source, [...path, ...at], name, columns, what, model)
    }
    check(['x'], chart.x, onX)
    const isList = typeof chart.y === 'object'
    yNames(chart as ChartSpec).forEach((y, j) => check(['y', ...(isList ? [j] : [])], y, onY))
    if (chart.z !== undefined) check(['z'], chart.z, onZ)
    for (const key of ['by', 'facet'] as const) {
      const name = chart[key]
      if (name !== undefined) knownColumn(source, [...path, key], name, factorNames, 'factor', model)
    }
    checkWhere(source, [...path, 'where'], chart, factors, model)
    const study = { factors, design, metrics: metrics.map((name) => ({ name, ...model.metrics[name]! })) }
    const problem = chartProblem(study, chart as ChartSpec)
    if (problem !== undefined) throw source.error(path, problem)
  })
}

function checkWhere(
  source: StudySource,
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
  source: StudySource,
  path: StudyPath,
  name: string,
  columns: readonly string[],
  kind: string,
  model: Model,
): void {
  if (!columns.includes(name)) throw unknownColumn(source, path, name, columns, kind, model)
}

function unknownColumn(
  source: StudySource,
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
