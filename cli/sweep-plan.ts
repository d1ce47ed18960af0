import { Journal } from '../experiments/journal.ts'
import { planOf } from '../experiments/runner.ts'
import type { Study } from '../experiments/study.ts'
import { formatQuantity } from '../models/quantity.ts'
import { table } from './table.ts'

/** What a sweep would do, in words: factors and levels, number of runs, run length, and what is already there. */
export function describePlan(study: Study, out: string): string {
  const { description, model, question } = study
  const { points, specs } = planOf(study)
  const saved = Journal.savedIds(out)
  const reused = specs.filter(({ id }) => saved.has(id)).length
  const fixed = Object.entries(points[0]?.parameters ?? {}).filter(
    ([name]) => !description.factors.some((factor) => factor.name === name),
  )
  const format = (name: string, value: string | number | boolean): string => model.parameters[name]!.format(value)
  const rows = description.factors.map(({ name, levels }) => [
    name,
    String(levels.length),
    levels.map((level) => format(name, level)).join(', '),
  ])
  const { replications, seed, warmUp, horizon, confidence } = description
  const until = horizon === Infinity ? 'until the model ends' : formatQuantity(horizon, 's')
  return [
    `${study.name}: ${description.title}`,
    ...(question === undefined ? [] : [question.trim()]),
    `Model: ${model.name} (${model.title})`,
    '',
    rows.length === 0
      ? 'No factors.'
      : table([{ heading: 'Factor' }, { heading: 'Levels', align: 'right' }, { heading: '' }], rows),
    ...(fixed.length === 0
      ? []
      : ['', `Fixed: ${fixed.map(([name, value]) => `${name}=${format(name, value)}`).join(', ')}`]),
    '',
    `Runs: ${points.length} design points x ${replications} replications = ${specs.length}; ${reused} saved, ${specs.length - reused} to do`,
    `Each run: warm-up ${formatQuantity(warmUp, 's')}, horizon ${until}; seed ${seed}; intervals at ${Number((confidence * 100).toPrecision(6))} %`,
    `Charts: ${description.charts.map(({ id }) => id).join(', ') || 'none'}`,
    `Results: ${out}`,
  ].join('\n')
}
