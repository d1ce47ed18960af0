import type { PrecisionTarget, ReplicationRule, RunLimits, StudyDescription, WarmUpRule } from '../analysis/record.ts'
import type { Model } from '../models/definition.ts'
import { parseQuantity } from '../models/quantity.ts'
import { windowProblem } from '../models/run-length.ts'
import { didYouMean } from '../models/suggest.ts'
import { ValueProblem } from '../models/value-problem.ts'
import { defaultConfidence, defaultSeed, parseTime } from './run-settings.ts'
import type { SeriesRule } from './series/series-runs.ts'
import type { StudyContent } from './study-schema.ts'
import { checked, pathText, showGiven } from './study-shape.ts'
import type { StudyPath, StudySource } from './study-text.ts'

/** How the runs of a study are made, complete: what the file does not say is filled in. */
export interface StudyRules {
  readonly replications: ReplicationRule
  readonly warmUp: WarmUpRule
  readonly limits: RunLimits
  /** Wall-clock seconds for the whole sweep; undefined: as long as it takes. */
  readonly budget: number | undefined
  /** Runs made once more as time series; undefined: none. */
  readonly series: SeriesRule | undefined
}

type RunDescription = Pick<
  StudyDescription,
  'confidence' | 'replications' | 'replicationRule' | 'seed' | 'warmUp' | 'warmUpRule' | 'horizon' | 'limits' | 'budget'
>

/** Fewest replications under a precision target: below this the estimate of the spread is too rough to stop on. */
const fewestSequential = 10
const mostSequential = 200
/** Share of the horizon above which a warm-up that was found from the data is not to be trusted. */
const mostWarmUp = 0.2

/**
 * Reads what stands under `run`; what is missing comes from the model.
 * @throws {StudyError} for a value that can not be used
 */
export function readRun(
  source: StudySource,
  { run = {} }: StudyContent,
  model: Model,
  metrics: readonly string[],
): { description: RunDescription; rules: StudyRules } {
  const duration = (path: StudyPath, given: string | number): number => checked(source, path, () => parseTime(given))
  const given = readWarmUp(source, run.warmUp)
  const warmUp = given?.rule === 'fixed' ? given.time : (model.run.warmUp ?? 0)
  const horizon = run.horizon === undefined ? model.run.horizon : duration(['run', 'horizon'], run.horizon)
  // A warm-up that is still to be found can not be longer than the horizon.
  const problem = windowProblem(given?.rule === 'mser-5' ? 0 : warmUp, horizon)
  if (problem !== undefined) {
    const key = run.horizon === undefined ? 'warmUp' : 'horizon'
    const advice =
      run.warmUp === undefined ? ' The warm-up is the default of the model; "warmUp" under "run" changes it.' : ''
    throw source.error(['run', key], problem + advice)
  }
  const replications = readReplications(source, run.replications, model, metrics)
  const limits = readLimits(source, run.limits)
  const series = run.series && { intervals: run.series.intervals, replications: run.series.replications ?? 5 }
  if (series !== undefined && horizon === Infinity) {
    throw source.error(
      ['run', 'series'],
      'run.series needs runs with a horizon; these end by themselves. Give a "horizon" under "run"',
    )
  }
  const budget = run.budget === undefined ? undefined : positiveTime(source, ['run', 'budget'], run.budget)
  return {
    description: {
      warmUp,
      horizon,
      replications: replications.min,
      seed: String(run.seed ?? model.run.seed ?? defaultSeed),
      confidence: run.confidence ?? model.run.confidence ?? defaultConfidence,
      ...(Object.keys(replications.until).length > 0 && { replicationRule: replications }),
      ...(given?.rule === 'mser-5' && { warmUpRule: given }),
      ...(Object.keys(limits).length > 0 && { limits }),
      ...(budget !== undefined && { budget }),
    },
    rules: { replications, warmUp: given ?? { rule: 'fixed', time: warmUp }, limits, budget, series },
  }
}

function readWarmUp(source: StudySource, given: NonNullable<StudyContent['run']>['warmUp']): WarmUpRule | undefined {
  if (given === undefined) return undefined
  if (given === 'mser-5') return { rule: 'mser-5', atMost: mostWarmUp }
  if (typeof given !== 'object')
    return { rule: 'fixed', time: checked(source, ['run', 'warmUp'], () => parseTime(given)) }
  const path = ['run', 'warmUp', 'atMost']
  const atMost = given.atMost === undefined ? mostWarmUp : readShare(source, path, given.atMost)
  if (atMost > 0 && atMost <= 0.5) return { rule: 'mser-5', atMost }
  throw source.error(path, `${pathText(path)} is ${showGiven(given.atMost)}; expected a share above 0 and up to 50%`)
}

function readReplications(
  source: StudySource,
  given: NonNullable<StudyContent['run']>['replications'],
  model: Model,
  metrics: readonly string[],
): ReplicationRule {
  if (typeof given !== 'object') {
    const count = given ?? model.run.replications
    return { min: count, max: count, until: {} }
  }
  const path = ['run', 'replications']
  const { min = Math.min(fewestSequential, given.max ?? fewestSequential), max = Math.max(mostSequential, min) } = given
  if (max < min) throw source.error([...path, 'max'], `run.replications.max is ${max}; expected at least min, ${min}`)
  const until = Object.entries(given.until)
  if (until.length === 0)
    throw source.error(
      [...path, 'until'],
      'run.replications.until names no metric; expected one or more, such as { meanWait: 5% }',
    )
  return {
    min,
    max,
    until: Object.fromEntries(
      until.map(([metric, target]) => {
        const at = [...path, 'until', metric]
        if (!metrics.includes(metric)) {
          const reason = Object.hasOwn(model.metrics, metric)
            ? `"${metric}" is a metric that is not under "measure".`
            : `there is no metric "${metric}".${didYouMean(metric, metrics)}`
          throw source.error(at, `${pathText(at)}: ${reason} Expected one of ${metrics.join(', ')}`, 'key')
        }
        return [metric, readTarget(source, at, target, model.metrics[metric]!.unit)]
      }),
    ),
  }
}

function readTarget(
  source: StudySource,
  path: StudyPath,
  given: string | { relative?: string | number | undefined; absolute?: string | number | undefined },
  unit: string,
): PrecisionTarget {
  if (typeof given === 'string') {
    if (!/%\s*$/.test(given))
      throw source.error(
        path,
        `${pathText(path)} is "${given}"; expected a share such as 2%, or { absolute: 5${unit === '1' ? '' : unit} }`,
      )
    return { relative: positive(source, path, given, readShare(source, path, given)) }
  }
  const { relative, absolute } = given
  if (relative === undefined && absolute === undefined)
    throw source.error(path, `${pathText(path)} is empty; expected { relative: 2% }, { absolute: 0.1 } or both`)
  const at = [...path, 'absolute']
  return {
    ...(relative !== undefined && {
      relative: positive(source, [...path, 'relative'], relative, readShare(source, [...path, 'relative'], relative)),
    }),
    ...(absolute !== undefined && {
      absolute: positive(
        source,
        at,
        absolute,
        checked(source, at, () => parseQuantity(String(absolute), unit)),
      ),
    }),
  }
}

function readShare(source: StudySource, path: StudyPath, given: string | number): number {
  return checked(source, path, () => {
    const value = parseQuantity(String(given), '1')
    if (value >= 0 && value < 1) return value
    throw new ValueProblem(given, 'a share below 100%, such as 2%')
  })
}

function readLimits(source: StudySource, given: NonNullable<StudyContent['run']>['limits']): RunLimits {
  const { time, memory } = given ?? {}
  const at = ['run', 'limits', 'memory']
  return {
    ...(time !== undefined && { time: positiveTime(source, ['run', 'limits', 'time'], time) }),
    ...(memory !== undefined && {
      memory: positive(
        source,
        at,
        memory,
        checked(source, at, () => parseQuantity(String(memory), 'B')),
      ),
    }),
  }
}

function positiveTime(source: StudySource, path: StudyPath, given: string | number): number {
  const value = positive(
    source,
    path,
    given,
    checked(source, path, () => parseTime(given)),
  )
  if (Number.isFinite(value)) return value
  throw source.error(path, `${pathText(path)} is ${showGiven(given)}; leave it out for no limit`)
}

function positive(source: StudySource, path: StudyPath, given: unknown, value: number): number {
  if (value > 0) return value
  throw source.error(path, `${pathText(path)} is ${showGiven(given)}; expected a value above 0`)
}
