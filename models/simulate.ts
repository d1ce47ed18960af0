import {
  type EventListKind,
  type Ingredient,
  Quantiles,
  Simulation,
  Stalled,
  type StopReason,
  type Trace,
} from '../engine/index.ts'
import type { Model } from './definition.ts'
import { brokenLaws } from './laws.ts'
import type { PlainValue } from './parameter.ts'
import { remarksOn, type Remark } from './remarks.ts'
import { describeParameters, resolveParameters } from './resolve.ts'
import { windowProblem } from './run-length.ts'
import { sketchText } from './sketch.ts'
import { didYouMean } from './suggest.ts'

/** All that determines one run, as plain data: equal runs give equal bytes on every machine. */
export interface Run {
  /** Those that differ from the defaults of the model; text with units is accepted. */
  readonly parameters: Readonly<Record<string, PlainValue>>
  /** Root of all random numbers of a study. */
  readonly seed: string
  /** Which independent repetition, counted from 0. */
  readonly replication: number
  /** Deleted start, s. */
  readonly warmUp: number
  /** End time of the clock counted from 0, s; Infinity: until the model ends by itself. */
  readonly horizon: number
  /** Which future event list; never changes the outcome. */
  readonly eventList?: EventListKind
  /** What the fingerprint is made of; default: time and order of events. */
  readonly fingerprint?: readonly Ingredient[]
  /** Observe the metrics in this many equal intervals of [warmUp, horizon], an integer >= 1, instead of as a whole. */
  readonly intervals?: number
}

/** Looks on while a run is made, and changes nothing of it. */
export interface Onlooker {
  /** Is told of every event. */
  readonly trace?: Trace
  /** Is given the simulation before the model is built into it. */
  readonly begins?: (sim: Simulation) => void
}

/** What one run has to tell. */
export interface RunResult {
  /** By metric, in the order of the model; null where the run has no value. */
  readonly responses: Record<string, number | null>
  /** Number of events executed, warm-up included. */
  readonly events: number
  /** Why it ended; `empty` and `stopped`: by itself, before the horizon. */
  readonly stop: StopReason
  /** Hash of the event trajectory. */
  readonly fingerprint: string
  /** What a reader of the responses must know; absent when there is nothing. */
  readonly remarks?: readonly Remark[]
  /** Observations of each metric that has a `quantile`, as `sketchText` writes them; absent when none has. */
  readonly sketches?: Readonly<Record<string, string>>
  /** Only of a run that was asked for a series, which has null for every response: each metric in each interval. */
  readonly series?: Readonly<Record<string, readonly (number | null)[]>>
}

/** A run that broke off; the message says which run, when and why, and `cause` is the original error. */
export class RunFailed extends Error {
  constructor(place: string, cause: unknown) {
    super(`${place} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.name = 'RunFailed'
  }
}

/**
 * Executes one run of a model: a pure function of model and run.
 * @throws {ParameterError} when the parameters do not suit the model.
 * @throws {RangeError} when warm-up, horizon, seed or replication are unsound.
 * @throws {Stalled} when nothing is left to happen while processes still wait.
 * @throws {RunFailed} when the model throws or its responses are not those it declares.
 */
export function simulate(model: Model, run: Run, { trace, begins }: Onlooker = {}): RunResult {
  const { seed, replication, warmUp, horizon, eventList = 'ladder', fingerprint = true } = run
  const { values, resolved } = resolveParameters(model, run.parameters)
  checkRun(model, run)
  const sim = new Simulation({ seed: `${seed}/${replication}`, eventList, fingerprint, ...(trace && { trace }) })
  begins?.(sim)
  try {
    const read = model.build(sim, resolved)
    if (warmUp > 0) {
      if (sim.run(warmUp) !== 'horizon') throw new Error(endedInWarmUp(warmUp))
      sim.endWarmUp()
    }
    const { intervals } = run
    if (intervals !== undefined) {
      const observed = observeSeries(model, sim, read, { warmUp, horizon, intervals })
      // Without responses only the load can be remarked on.
      const remarks = model.laws === undefined ? [] : brokenLaws(model.laws, resolved, {}, horizon - warmUp)
      return remarks.length === 0 ? observed : { ...observed, remarks }
    }
    const stop = sim.run(horizon)
    const { responses, sketches } = checkResponses(model, read())
    sim.addResponses(responses)
    const broken = model.laws === undefined ? [] : brokenLaws(model.laws, resolved, responses, sim.now - warmUp)
    const remarks = [...remarksOn(sim), ...broken]
    return {
      responses,
      events: sim.executed,
      stop,
      fingerprint: sim.fingerprint,
      ...(remarks.length > 0 && { remarks }),
      ...(Object.keys(sketches).length > 0 && { sketches }),
    }
  } catch (error) {
    const described = describeParameters(model, values)
    const place = `Model "${model.name}" (${described}; seed "${seed}", replication ${replication}) at t=${sim.now} s`
    if (!(error instanceof Stalled)) throw new RunFailed(place, error)
    error.message = `${place}: ${error.message}`
    throw error
  }
}

/** Reads the metrics at the end of each interval and starts them anew, as the end of a warm-up does. */
function observeSeries(
  model: Model,
  sim: Simulation,
  read: () => Given,
  { warmUp, horizon, intervals }: { warmUp: number; horizon: number; intervals: number },
): RunResult {
  const names = Object.keys(model.metrics)
  const series = Object.fromEntries(names.map((name): [string, (number | null)[]] => [name, []]))
  let stop: StopReason = 'horizon'
  for (let i = 1; i <= intervals; i++) {
    if (stop === 'horizon') stop = sim.run(i === intervals ? horizon : warmUp + ((horizon - warmUp) * i) / intervals)
    // A model that has ended by itself has nothing to show of the intervals after.
    const { responses } = stop === 'horizon' ? checkResponses(model, read()) : { responses: {} as Record<string, null> }
    for (const name of names) series[name]!.push(responses[name] ?? null)
    sim.endWarmUp()
  }
  const responses = Object.fromEntries(names.map((name) => [name, null]))
  return { responses, events: sim.executed, stop, fingerprint: sim.fingerprint, series }
}

function checkRun({ name }: Model, { seed, replication, warmUp, horizon, intervals }: Run): void {
  const wrongWindow = windowProblem(warmUp, horizon)
  if (wrongWindow !== undefined) throw new RangeError(`Model "${name}": ${wrongWindow}`)
  if (seed === '') throw new RangeError(`Model "${name}": the seed is empty; expected some text.`)
  if (!(Number.isSafeInteger(replication) && replication >= 0)) {
    throw new RangeError(`Model "${name}": replication is ${replication}; expected an integer >= 0.`)
  }
  if (intervals === undefined) return
  if (!(Number.isSafeInteger(intervals) && intervals >= 1)) {
    throw new RangeError(`Model "${name}": intervals are ${intervals}; expected an integer >= 1.`)
  }
  if (horizon === Infinity) throw new RangeError(`Model "${name}": a series needs a finite horizon to divide.`)
}

function endedInWarmUp(warmUp: number): string {
  return `the model ended by itself within the warm-up of ${warmUp} s, so that nothing was measured. Shorten the warm-up; a model that ends needs none.`
}

type Given = Readonly<Record<string, number | Quantiles | undefined>>

function checkResponses(
  model: Model,
  given: Given,
): { responses: Record<string, number | null>; sketches: Record<string, string> } {
  const names = Object.keys(model.metrics)
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(model.metrics, name))
  if (unknown !== undefined) {
    const hint = didYouMean(unknown, names)
    throw new Error(
      `build returned a response "${unknown}", which is not a metric.${hint} Metrics: ${names.join(', ')}.`,
    )
  }
  const sketches: Record<string, string> = {}
  const responses = Object.fromEntries(
    names.map((name) => {
      if (!Object.hasOwn(given, name)) {
        throw new Error(`build returned no response "${name}"; return undefined where a run has no value.`)
      }
      const { quantile } = model.metrics[name]!
      const observations = given[name]
      if (observations instanceof Quantiles && quantile !== undefined) sketches[name] = sketchText(observations)
      return [name, checkValue(name, valueOf(name, quantile, observations))]
    }),
  )
  return { responses, sketches }
}

/** The number that a response stands for. */
function valueOf(
  name: string,
  quantile: number | undefined,
  given: number | Quantiles | undefined,
): number | undefined {
  if (given instanceof Quantiles) {
    if (quantile !== undefined) return given.quantile(quantile)
    throw new Error(`response "${name}" is a Quantiles, but the metric declares no quantile; expected a number.`)
  }
  if (quantile === undefined || given === undefined) return given
  throw new Error(
    `response "${name}" is ${given}; expected the Quantiles of its observations, because the metric declares a quantile.`,
  )
}

function checkValue(name: string, value: number | undefined): number | null {
  if (value === undefined || Number.isNaN(value)) return null
  if (Number.isFinite(value)) return value
  throw new Error(
    `response "${name}" is ${String(value)}; expected a finite number, or undefined where a run has no value.`,
  )
}
