import { readFileSync } from 'node:fs'
import { claimProblem } from '../analysis/claims/check-claims.ts'
import type { ChartSpec, StudyDescription } from '../analysis/record.ts'
import type { Model, PlainValue } from '../models/definition.ts'
import { listModels, loadModel } from '../models/registry.ts'
import { didYouMean } from '../models/suggest.ts'
import { findStudy, type StudyFile } from './bundled.ts'
import { checkCharts } from './study-charts.ts'
import type { StudyDesign } from './study-design.ts'
import { isModule, readModule } from './study-module.ts'
import { makePoints } from './study-points.ts'
import { readRun, type StudyRules } from './study-run.ts'
import type { StudyContent } from './study-schema.ts'
import { checkShape } from './study-shape.ts'
import { StudyError, StudyText, type StudySource } from './study-text.ts'

export type { StudyRules } from './study-run.ts'

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
  /** Replications, warm-up and limits, complete. */
  readonly rules: StudyRules
  /** Every parameter of the model at each design point, in factor order. */
  readonly points: readonly Readonly<Record<string, PlainValue>>[]
  /** How the design points came about. */
  readonly design: StudyDesign
  /** The study as it was written, and where each key stands. */
  readonly content: StudyContent
  readonly source: StudySource
}

/**
 * Reads a study by the path of its file (YAML, or a module whose default export is made by `defineStudy`) or by the name
 * of a bundled one.
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
  return isModule(found.file) ? readStudy(found, await readModule(found.file, text)) : parseStudy(found, text)
}

/**
 * Reads the text of a study file.
 * @throws {StudyError} for the first problem, with its place
 */
export async function parseStudy(found: StudyFile, text: string): Promise<Study> {
  return readStudy(found, new StudyText(found.file, text))
}

async function readStudy({ name, file }: StudyFile, source: StudySource): Promise<Study> {
  const content = checkShape(source)
  const model = await findModel(source, content.model)
  const metrics = readMeasure(source, content, model)
  const { description: run, rules } = readRun(source, content, model, metrics)
  const { points, factors, design } = makePoints(source, content, model, run.seed)
  checkCharts(source, content.charts ?? [], factors, model, metrics, design.kind)
  const parameters = Object.entries(model.parameters)
  const description: StudyDescription = {
    name,
    title: content.title,
    model: model.name,
    parameters: parameters.map(([parameter, { unit }]) => ({ name: parameter, unit })),
    factors,
    metrics: metrics.map((metric) => ({ name: metric, ...model.metrics[metric]! })),
    ...run,
    ...(design.kind !== 'full' && { design: design.kind }),
    // The schema and checkCharts have made sure of it; the schema's type has its optional keys as "| undefined".
    charts: (content.charts ?? []) as ChartSpec[],
    ...(content.claims !== undefined && { claims: content.claims }),
    factorDocs: Object.fromEntries(factors.map((factor) => [factor.name, model.parameters[factor.name]!.doc])),
  }
  for (const [index, claim] of (content.claims ?? []).entries()) {
    const problem = claimProblem(description, claim)
    if (problem !== undefined) {
      throw source.error(['claims', index, 'expect'], `claims[${index}]: ${problem.replace(/\.$/, '')}`)
    }
  }
  const question = content.question ?? content.description
  return { name, file, model, question, description, rules, points, design, content, source }
}

async function findModel(source: StudySource, name: string): Promise<Model> {
  const names = (await listModels()).map((entry) => entry.name)
  if (!names.includes(name)) {
    throw source.error(['model'], `there is no model "${name}".${didYouMean(name, names)} Models: ${names.join(', ')}`)
  }
  return await loadModel(name)
}

function readMeasure(source: StudySource, { measure }: StudyContent, model: Model): string[] {
  const names = Object.keys(model.metrics)
  const unknown = measure?.findIndex((name) => !names.includes(name)) ?? -1
  if (unknown >= 0) {
    const name = measure![unknown]!
    throw source.error(
      ['measure', unknown],
      `model "${model.name}" has no metric "${name}".${didYouMean(name, names)} It has: ${names.join(', ')}`,
    )
  }
  if (measure === undefined) return names
  // Without its parts a ratio of totals could not be estimated again from runs.csv.
  const parts = measure.flatMap((name) => model.metrics[name]!.ratio ?? [])
  return names.filter((name) => measure.includes(name) || parts.includes(name))
}
