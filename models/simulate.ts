import {
  type EventListKind,
  type Ingredient,
  Simulation,
  Stalled,
  type StopReason,
  type Trace,
} from '../engine/index.ts'
import type { Model } from './definition.ts'
import type { PlainValue } from './parameter.ts'
import { remarksOn, type Remark } from './remarks.ts'
import { describeParameters, resolveParameters } from './resolve.ts'
import { windowProblem } from './run-length.ts'
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
    const stop = sim.run(horizon)
    const responses = checkResponses(model, read())
    sim.addResponses(responses)
    const remarks = remarksOn(sim)
    const result = { responses, events: sim.executed, stop, fingerprint: sim.fingerprint }
    return remarks.length === 0 ? result : { ...result, remarks }
  } catch (error) {
    const described = describeParameters(model, values)
    const place = `Model "${model.name}" (${described}; seed "${seed}", replication ${replication}) at t=${sim.now} s`
    if (!(error instanceof Stalled)) throw new RunFailed(place, error)
    error.message = `${place}: ${error.message}`
    throw error
  }
}

function checkRun({ name }: Model, { seed, replication, warmUp, horizon }: Run): void {
  const wrongWindow = windowProblem(warmUp, horizon)
  if (wrongWindow !== undefined) throw new RangeError(`Model "${name}": ${wrongWindow}`)
  if (seed === '') throw new RangeError(`Model "${name}": the seed is empty; expected some text.`)
  if (!(Number.isSafeInteger(replication) && replication >= 0)) {
    throw new RangeError(`Model "${name}": replication is ${replication}; expected an integer >= 0.`)
  }
}

function endedInWarmUp(warmUp: number): string {
  return `the model ended by itself within the warm-up of ${warmUp} s, so that nothing was measured. Shorten the warm-up; a model that ends needs none.`
}

function checkResponses(
  model: Model,
  given: Readonly<Record<string, number | undefined>>,
): Record<string, number | null> {
  const names = Object.keys(model.metrics)
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(model.metrics, name))
  if (unknown !== undefined) {
    const hint = didYouMean(unknown, names)
    throw new Error(
      `build returned a response "${unknown}", which is not a metric.${hint} Metrics: ${names.join(', ')}.`,
    )
  }
  return Object.fromEntries(
    names.map((name) => {
      if (!Object.hasOwn(given, name)) {
        throw new Error(`build returned no response "${name}"; return undefined where a run has no value.`)
      }
      const value = given[name]
      if (value === undefined || Number.isNaN(value)) return [name, null]
      if (Number.isFinite(value)) return [name, value]
      throw new Error(
        `response "${name}" is ${String(value)}; expected a finite number, or undefined where a run has no value.`,
      )
    }),
  )
}
