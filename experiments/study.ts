import { readFileSync } from 'node:fs'
import type { ChartSpec, Factor, StudyDescription } from '../analysis/record.ts'
import type { Model, PlainValue } from '../models/definition.ts'
import { listModels, loadModel } from '../models/registry.ts'
import { resolveParameters } from '../models/resolve.ts'
import { windowProblem } from '../models/run-length.ts'
import { didYouMean } from '../models/suggest.ts'
import { ValueProblem } from '../models/value-problem.ts'
import { findStudy, type StudyFile } from './bundled.ts'
import { checkCharts } from './study-charts.ts'
import { fullFactorial } from './design/factorial.ts'
import { defaultConfidence, defaultSeed, parseTime } from './run-settings.ts'
import { largestPlan } from './plan.ts'
import { factorLevels } from './study-factors.ts'
import { checkShape, problemText, type StudyContent } from './study-schema.ts'
import { StudyError, StudyText, type StudyPath } from './study-text.ts'

/** A study, ready to be planned: everything in its file has been checked against the model. */
export interface Study {
  /** `area/name` for a bundled study, the file name without its extension for any other. */
  readonly name: string
  /** Path of the study file, for messages. */
  readonly file: string
  readonly model: Model
  /** What the study wants to find out, where the file says. */
  readonly question: string | undefined
  readonly description: StudyDescription
  /** Every parameter of the model at each design point, in factor order. */
  readonly points: readonly Readonly<Record<string, PlainValue>>[]
}

/**
 * Reads a study by the path of its file or by the name of a bundled one.
 * @throws {StudyError} for a problem in the file, with its place
 */
export async function loadStudy(nameOrFile: string): Promise<Study> {
  const found = findStudy(nameOrFile)
  let text: string
  try {
    text = readFileSync(found.file, 'utf8')
  } catch (error) {
    throw new StudyError(`The study file "${found.file}" can not be read: ${(error as Error).message}`, found.file)
  }
  return parseStudy(found, text)
}

/**
 * Reads the text of a study file.
 * @throws {StudyError} for the first problem, with its place
 */
export async function parseStudy({ name, file }: StudyFile, text: string): Promise<Study> {
  const source = new StudyText(file, text)
  const content = checkShape(source)
  const model = await findModel(source, content.model)
  const fixed = readFixed(source, content, model)
  const factors = readFactors(source, content, model)
  const run = readRun(source, content, model)
  const metrics = readMeasure(source, content, model)
  checkCharts(source, content.charts ?? [], factors, model, metrics)
  const parameters = Object.entries(model.parameters)
  const description: StudyDescription = {
    name,
    title: content.title,
    model: model.name,
    parameters: parameters.map(([parameter, { unit }]) => ({ name: parameter, unit })),
    factors,
    metrics: metrics.map((metric) => ({ name: metric, ...model.metrics[metric]! })),
    ...run,
    // The schema and checkCharts have made sure of it; the schema's type has its optional keys as "| undefined".
    charts: (content.charts ?? []) as ChartSpec[],
    factorDocs: Object.fromEntries(factors.map((factor) => [factor.name, model.parameters[factor.name]!.doc])),
  }
  const points = designPoints(source, model, fixed, factors)
  return { name, file, model, question: content.question ?? content.description, description, points }
}

async function findModel(source: StudyText, name: string): Promise<Model> {
  const names = (await listModels()).map((entry) => entry.name)
  if (!names.includes(name)) {
    throw source.error(['model'], `there is no model "${name}".${didYouMean(name, names)} Models: ${names.join(', ')}`)
  }
  return await loadModel(name)
}

function readFixed(source: StudyText, { fix = {} }: StudyContent, model: Model): Record<string, PlainValue> {
  return Object.fromEntries(
    Object.entries(fix).map(([name, given]) => {
      const path = ['fix', name]
      knownParameter(source, path, model)
      return [name, checked(source, path, () => model.parameters[name]!.parse(given))]
    }),
  )
}

function readFactors(source: StudyText, { fix = {}, vary = {} }: StudyContent, model: Model): Factor[] {
  return Object.entries(vary).map(([name, given]) => {
    const path = ['vary', name]
    knownParameter(source, path, model)
    if (Object.hasOwn(fix, name)) {
      throw source.error(path, `"${name}" is varied here and also fixed under "fix"; remove one of the two`, 'key')
    }
    const parameter = model.parameters[name]!
    return { name, unit: parameter.unit, levels: factorLevels(source, path, parameter, given) }
  })
}

function readRun(
  source: StudyText,
  { run = {} }: StudyContent,
  model: Model,
): Pick<StudyDescription, 'confidence' | 'replications' | 'seed' | 'warmUp' | 'horizon'> {
  const time = (key: 'warmUp' | 'horizon', fallback: number): number => {
    const given = run[key]
    return given === undefined ? fallback : checked(source, ['run', key], () => parseTime(given))
  }
  const warmUp = time('warmUp', model.run.warmUp ?? 0)
  const horizon = time('horizon', model.run.horizon)
  const problem = windowProblem(warmUp, horizon)
  if (problem !== undefined) {
    const given = run.horizon === undefined ? 'warmUp' : 'horizon'
    const advice =
      run.warmUp === undefined ? ' The warm-up is the default of the model; "warmUp" under "run" changes it.' : ''
    throw source.error(['run', given], problem + advice)
  }
  return {
    warmUp,
    horizon,
    replications: run.replications ?? model.run.replications,
    seed: String(run.seed ?? model.run.seed ?? defaultSeed),
    confidence: run.confidence ?? model.run.confidence ?? defaultConfidence,
  }
}

function readMeasure(source: StudyText, { measure }: StudyContent, model: Model): string[] {
  const names = Object.keys(model.metrics)
  const unknown = measure?.findIndex((name) => !names.includes(name)) ?? -1
  if (unknown >= 0) {
    const name = measure![unknown]!
    throw source.error(
      ['measure', unknown],
      `model "${model.name}" has no metric "${name}".${didYouMean(name, names)} It has: ${names.join(', ')}`,
    )
  }
  return measure === undefined ? names : names.filter((name) => measure.includes(name))
}

function designPoints(
  source: StudyText,
  model: Model,
  fixed: Readonly<Record<string, PlainValue>>,
  factors: readonly Factor[],
): Record<string, PlainValue>[] {
  const count = factors.reduce((product, { levels }) => product * levels.length, 1)
  if (count > largestPlan) {
    const message = `the factors have ${count} combinations; expected at most ${largestPlan}. Take fewer levels or split the study`
    throw source.error(['vary'], message, 'key')
  }
  return fullFactorial(factors).map((levels) => {
    try {
      return resolveParameters(model, { ...fixed, ...levels }).values
    } catch (error) {
      // Each value is sound by itself, so the model rejects the combination.
      const point = Object.entries(levels).map(([name, level]) => `${name}=${model.parameters[name]!.format(level)}`)
      const where = point.length === 0 ? 'these parameters' : `the design point ${point.join(', ')}`
      throw source.error(
        [factors.length > 0 ? 'vary' : 'fix'],
        `${where} can not be run. ${(error as Error).message}`,
        'key',
      )
    }
  })
}

function knownParameter(source: StudyText, path: StudyPath, model: Model): void {
  const name = String(path.at(-1))
  if (Object.hasOwn(model.parameters, name)) return
  const names = Object.keys(model.parameters)
  throw source.error(
    path,
    `model "${model.name}" has no parameter "${name}".${didYouMean(name, names)} It has: ${names.join(', ')}`,
    'key',
  )
}

/** Does the reading and puts the place in front of a problem with the value. */
function checked<T>(source: StudyText, path: StudyPath, read: () => T): T {
  try {
    return read()
  } catch (problem) {
    if (!(problem instanceof ValueProblem)) throw problem
    const place = [...path, ...problem.at]
    throw source.error(place, problemText(place, problem))
  }
}
