import type { PlainValue, StudyDescription } from '../../analysis/record.ts'
import type { RunRow } from '../../analysis/csv/read-runs.ts'
import type { SummaryRow } from '../../analysis/summary.ts'
import type { Resolved } from '../../models/definition.ts'
import type { Parameters } from '../../models/parameter.ts'
import { resolveParameters } from '../../models/resolve.ts'
import type { Study } from '../study.ts'

/** `error`: the numbers of the study would mislead; `warning`: they could be better, or read wrongly. */
export type Severity = 'error' | 'warning'

/** What an earlier sweep of the study left in its results folder. */
export interface StudyResults {
  readonly folder: string
  /** The study as it was when the results were made. */
  readonly description: StudyDescription
  readonly summary: readonly SummaryRow[]
  readonly runs: readonly RunRow[]
}

/** What a rule looks at. */
export interface LintSubject {
  readonly study: Study
  /** Undefined when there are none. */
  readonly results: StudyResults | undefined
}

/** One thing found: where it stands in the study file, and a sentence with its figures and what to do. */
export interface Remark {
  readonly path: readonly (string | number)[]
  readonly text: string
}

/** A mistake that studies make. */
export interface LintRule {
  /** Its name, in lower case with hyphens; what `accept` in a study file refers to. */
  readonly code: string
  readonly severity: Severity
  /** Why it matters, in one sentence. */
  readonly why: string
  find(subject: LintSubject): readonly Remark[]
}

/** Place of a key of `run`; of the whole file when the study does not say it. */
export function runPath({ content }: Study, key: string): (string | number)[] {
  return content.run !== undefined && key in content.run ? ['run', key] : content.run === undefined ? [] : ['run']
}

/** The parameters of a design point as the model's own functions take them. */
export function resolvedPoint(study: Study, point: Readonly<Record<string, PlainValue>>): Resolved<Parameters> {
  return resolveParameters(study.model, point).resolved
}

/** Seconds that a run measures. */
export function measuredTime({ description: { warmUp, horizon } }: Study): number {
  return horizon - warmUp
}

/** Customers that a run measures at a design point, as far as the model or its parameters tell; undefined when they do not. */
export function expectedCustomers(study: Study, point: Readonly<Record<string, PlainValue>>): number | undefined {
  const window = measuredTime(study)
  const p = resolvedPoint(study, point)
  const { laws, theory } = study.model
  const rates = [...(laws?.flow ?? []).map(({ arrivals }) => arrivals(p)), theory?.['throughput']?.(p)]
  const rate = rates.find((value) => value !== undefined && Number.isFinite(value) && value > 0)
  if (rate !== undefined) return Number.isFinite(window) ? rate * window : undefined
  // A run that ends by itself often says after how many customers.
  const count = ['customers', 'jobs', 'requests', 'lookups', 'calls'].map((name) => point[name])
  return count.find((value): value is number => typeof value === 'number' && value > 0)
}

/** A list of at most three texts, and how many more there are. */
export function fewOf(texts: readonly string[]): string {
  return texts.length <= 3 ? texts.join(', ') : `${texts.slice(0, 3).join(', ')} and ${texts.length - 3} more`
}

/** The factor levels of a design point, as they could be typed. */
export function pointText({ description, model }: Study, point: Readonly<Record<string, PlainValue>>): string {
  const words = description.factors.map(({ name }) => `${name}=${model.parameters[name]!.format(point[name]!)}`)
  return words.join(' ') || 'the only design point'
}
