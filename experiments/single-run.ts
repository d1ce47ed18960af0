import type { StudyDescription } from '../analysis/record.ts'
import type { Model, PlainValue } from '../models/definition.ts'
import { loadModel } from '../models/registry.ts'
import { resolveParameters } from '../models/resolve.ts'
import { windowProblem } from '../models/run-length.ts'
import { ValueProblem } from '../models/value-problem.ts'
import { runCodeHash } from './code-hash.ts'
import { makePlan, type Plan } from './plan.ts'
import { defaultConfidence, defaultSeed, parseTime } from './run-settings.ts'

/** What may differ from the defaults of the model. */
export interface SingleRunOptions {
  /** Values as text, with or without units. */
  readonly parameters: Readonly<Record<string, string>>
  readonly seed?: string
  /** An integer >= 1. */
  readonly replications?: number
  /** A duration such as `10min`. */
  readonly warmUp?: string
  /** A duration such as `2h`. */
  readonly horizon?: string
}

/** One setting of a model, ready to be run. */
export interface SingleRunStudy {
  readonly model: Model
  /** Every parameter. */
  readonly values: Readonly<Record<string, PlainValue>>
  readonly description: StudyDescription
  readonly plan: Plan
}

/**
 * Prepares the replications of one setting of a model.
 * @throws when the model, a parameter or the run length can not be used
 */
export async function singleRun(name: string, options: SingleRunOptions): Promise<SingleRunStudy> {
  const model = await loadModel(name)
  const { values } = resolveParameters(model, options.parameters)
  const warmUp = time('warm-up', options.warmUp) ?? model.run.warmUp ?? 0
  const horizon = time('horizon', options.horizon) ?? model.run.horizon
  const problem = windowProblem(warmUp, horizon)
  if (problem !== undefined) {
    const advice = options.warmUp === undefined ? ' The warm-up is the default of the model; --warm-up changes it.' : ''
    throw new Error(problem + advice)
  }
  const description: StudyDescription = {
    name: 'run',
    title: model.title,
    model: model.name,
    parameters: Object.entries(model.parameters).map(([parameter, { unit }]) => ({ name: parameter, unit })),
    factors: [],
    metrics: Object.entries(model.metrics).map(([metric, declared]) => ({ name: metric, ...declared })),
    confidence: model.run.confidence ?? defaultConfidence,
    replications: options.replications ?? model.run.replications,
    seed: options.seed ?? model.run.seed ?? defaultSeed,
    warmUp,
    horizon,
    charts: [],
    factorDocs: {},
  }
  if (description.seed === '') throw new Error('The seed is empty: expected some text.')
  const { replications, seed } = description
  const settings = {
    study: description.name,
    model: model.name,
    codeHash: runCodeHash(model.name),
    seed,
    replications,
    warmUp,
    horizon,
  }
  return { model, values, description, plan: makePlan(settings, [values]) }
}

function time(option: string, given: string | undefined): number | undefined {
  try {
    return given === undefined ? undefined : parseTime(given)
  } catch (problem) {
    if (!(problem instanceof ValueProblem)) throw problem
    throw new Error(`--${option} ${problem.message}.`, { cause: problem })
  }
}
