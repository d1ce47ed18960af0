import type { Quantiles, Simulation } from '../engine/index.ts'
import { lawProblems, type Laws } from './laws.ts'
import type { Metric, Metrics } from './metric.ts'
import type { Parameter, Parameters } from './parameter.ts'
import { baseUnitInsteadOf } from './quantity.ts'
import { type RunLength, runLengthProblem } from './run-length.ts'
import { ValueProblem, show } from './value-problem.ts'

export type { Claim, RunLength, Tolerance, Verdict } from './claim.ts'
export type { Laws } from './laws.ts'
export type { Metric, Metrics } from './metric.ts'
export { type Parameter, type Parameters, type PlainValue, boolean, choice, integer, law, real } from './parameter.ts'
export { ParameterError, resolveParameters } from './resolve.ts'

/** The parameters as `build` receives them, each with the type of its declaration. */
export type Resolved<P extends Parameters> = { readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never }

/**
 * The responses of one run by metric; undefined or NaN where the run has none (nobody arrived). That of a metric with a
 * `quantile` is the `Quantiles` that its observations were recorded in.
 */
export type Responses<M extends Metrics> = { readonly [K in keyof M]: number | Quantiles | undefined }

/** A system as it is declared: what goes in, what comes out, and how it is wired. */
export interface Model<P extends Parameters = Parameters, M extends Metrics = Metrics> {
  /** `area/name`, equal to the folder of the model below models/. */
  readonly name: string
  /** What readers call it, used as a heading. */
  readonly title: string
  /** The publication that defines the system. */
  readonly source: string
  readonly parameters: P
  readonly metrics: M
  /** Default run length: long enough to be meaningful, short enough to wait for. */
  readonly run: RunLength
  /** Closed forms by metric: the long-run mean, or undefined where the formula does not apply. Charts draw them. */
  readonly theory?: Theory<P, M>
  /** Relations that the responses of every run must fulfil; a run that does not is remarked on. */
  readonly laws?: Laws<Resolved<P>, keyof M & string>
  /** A sentence saying what is wrong with this combination of parameters, or undefined when it is sound. */
  check?(p: Resolved<P>): string | undefined
  /**
   * Wires one run and returns the function that reads its responses at the horizon.
   * Everything random comes from `sim.stream`. A model that ends by itself calls `sim.stop()` or runs dry.
   */
  build(sim: Simulation, p: Resolved<P>): () => Responses<M>
}

/** See `Model.theory`. Written with method types so that a precise model can be used wherever any model can. */
export type Theory<P extends Parameters, M extends Metrics> = {
  readonly [K in keyof M]?: { formula(p: Resolved<P>): number | undefined }['formula'] | undefined
}

/**
 * Declares a model and checks the declaration, so that mistakes show when the file is loaded and not in a study.
 * @throws {DefinitionError} listing everything that is wrong.
 */
export function defineModel<const P extends Parameters, const M extends Metrics>(model: Model<P, M>): Model<P, M> {
  const problems = [...nameProblems(model), ...parameterProblems(model.parameters), ...metricProblems(model)]
  const wrongRun = runLengthProblem(model.run)
  if (wrongRun !== undefined) problems.push(`run: ${wrongRun}`)
  if (problems.length > 0) throw new DefinitionError(model.name, problems)
  return model
}

/** A model that is declared wrongly: the message lists every problem. */
export class DefinitionError extends Error {
  constructor(model: string, problems: readonly string[]) {
    super(`Model "${model}" is declared wrongly:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'DefinitionError'
  }
}

/** Column names of the result files (runs.csv and summary.csv) that are not parameters or metrics. */
export const reservedColumns: ReadonlySet<string> = new Set(
  'id study model point replication seed events stop fingerprint metric unit estimate ci_low ci_high confidence method replications flags'.split(
    ' ',
  ),
)

function nameProblems({ name, title, source }: Model): string[] {
  const problems = []
  if (!/^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    problems.push(`name ${show(name)}: expected area/name in lower case with hyphens, such as "queueing/mmc".`)
  }
  if (title.trim() === '') problems.push('title is empty: say what readers call the system.')
  if (source.trim() === '') problems.push('source is empty: name the publication that defines the system.')
  return problems
}

function parameterProblems(parameters: Parameters): string[] {
  return Object.entries(parameters).flatMap(([name, parameter]) => {
    const where = `parameter "${name}"`
    const problems = columnProblems(name, where, parameter.doc)
    const unitless = ['boolean', 'choice', 'faults'].includes(parameter.kind)
    if (!unitless) problems.push(...unitProblems(where, parameter.unit))
    try {
      parameter.parse(parameter.default)
    } catch (problem) {
      if (!(problem instanceof ValueProblem)) throw problem
      problems.push(`${where}: its default is not acceptable: ${problem.message}.`)
    }
    return problems
  })
}

function metricProblems({ metrics, parameters, theory = {}, laws = {} }: Model): string[] {
  const problems = Object.entries(metrics).flatMap(([name, { unit, doc }]) => {
    const where = `metric "${name}"`
    const clash = Object.hasOwn(parameters, name)
      ? [`${where}: a parameter has this name too; both are CSV columns.`]
      : []
    const noUnit = unit.trim() === '' ? [`${where}: unit is empty; use "1" for ratios.`] : []
    return [
      ...columnProblems(name, where, doc),
      ...noUnit,
      ...clash,
      ...estimateProblems(where, metrics[name]!, metrics),
    ]
  })
  if (Object.keys(metrics).length === 0) problems.push('metrics are empty: a model without output can not be studied.')
  for (const name of Object.keys(theory)) {
    if (!Object.hasOwn(metrics, name)) problems.push(`theory "${name}": there is no metric of this name.`)
  }
  return [...problems, ...lawProblems(laws, metrics)]
}

function estimateProblems(where: string, { quantile, proportion, ratio }: Metric, metrics: Metrics): string[] {
  const problems = []
  if ([quantile, proportion, ratio].filter((given) => given !== undefined).length > 1)
    problems.push(`${where}: quantile, proportion and ratio exclude one another.`)
  if (quantile !== undefined && !(quantile > 0 && quantile < 1))
    problems.push(`${where}: quantile is ${quantile}; expected a number between 0 and 1, such as 0.99.`)
  for (const name of ratio ?? [])
    if (!Object.hasOwn(metrics, name)) problems.push(`${where}: ratio names "${name}", which is not a metric.`)
  return problems
}

function columnProblems(name: string, where: string, doc: string): string[] {
  const problems = []
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) problems.push(`${where}: expected a camelCase name of letters and digits.`)
  if (reservedColumns.has(name)) problems.push(`${where}: the result files have a column of this name; choose another.`)
  if (doc.trim() === '') problems.push(`${where}: doc is empty; say in one sentence what it is.`)
  return problems
}

function unitProblems(where: string, unit: string): string[] {
  if (unit.trim() === '') return [`${where}: unit is empty; use "1" for ratios or a noun for counts.`]
  const base = baseUnitInsteadOf(unit)
  return base === undefined
    ? []
    : [`${where}: unit "${unit}" is not a base unit; use "${base}" (users may still write ${unit}).`]
}
