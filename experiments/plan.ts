import type { PlainValue } from '../models/parameter.ts'
import { canonicalJson, shortHash } from './canonical.ts'

/** One run to be done: plain data, so that it can travel to a worker. */
export interface RunSpec {
  /** Hash of all that determines the outcome; never of a position in the design. */
  readonly id: string
  /** Name of the study that asks for it. */
  readonly study: string
  readonly model: string
  /** Short hash of the parameters. */
  readonly point: string
  /** Counted from 0. */
  readonly replication: number
  /** Root seed. */
  readonly seed: string
  /** In simulated seconds. */
  readonly warmUp: number
  /** In simulated seconds; may be `Infinity`. */
  readonly horizon: number
  /** Every parameter of the model. */
  readonly parameters: Readonly<Record<string, PlainValue>>
  /** Present in a pilot run, whose record has a time series: its number of equal intervals. */
  readonly intervals?: number
}

/** One combination of factor levels. */
export interface DesignPoint {
  /** Short hash of the parameters. */
  readonly id: string
  /** Every parameter of the model. */
  readonly parameters: Readonly<Record<string, PlainValue>>
}

/** What makes up a plan, apart from the design points. */
export interface PlanSettings {
  readonly study: string
  readonly model: string
  /** Hash of the model's code: a result of other code is another result. */
  readonly codeHash: string
  readonly seed: string
  readonly replications: number
  readonly warmUp: number
  readonly horizon: number
}

/** The runs of a study. */
export interface Plan {
  readonly points: readonly DesignPoint[]
  /** Design points in the order of the factors, replications inside. */
  readonly specs: readonly RunSpec[]
}

/** More runs than this are not planned at once: their records would not fit into memory. */
export const largestPlan = 2_000_000

/**
 * Makes the plan of some design points. Each point must hold every parameter of the model.
 * @throws when it would have too many runs
 */
export function makePlan(settings: PlanSettings, points: readonly Readonly<Record<string, PlainValue>>[]): Plan {
  const runs = points.length * settings.replications
  if (runs > largestPlan)
    throw new Error(`The plan has ${runs} runs; expected at most ${largestPlan}. Split the study.`)
  const designPoints = points.map((parameters) => ({ id: pointId(parameters), parameters }))
  const { study, model, seed, warmUp, horizon } = settings
  const specs = designPoints.flatMap(({ id: point, parameters }) =>
    Array.from({ length: settings.replications }, (_, replication) => {
      const id = runId({ ...settings, parameters, replication })
      return { id, study, model, point, replication, seed, warmUp, horizon, parameters }
    }),
  )
  return { points: designPoints, specs }
}

/** Identity of a design point: 12 hexadecimal digits. */
export function pointId(parameters: Readonly<Record<string, PlainValue>>): string {
  return shortHash(canonicalJson(parameters), 12)
}

/** Identity of a run: 16 hexadecimal digits. The number of replications and the name of the study are no part of it. */
export function runId(
  run: Omit<PlanSettings, 'study' | 'replications'> & {
    replication: number
    parameters: Readonly<Record<string, PlainValue>>
  },
): string {
  const { model, codeHash, parameters, seed, replication, warmUp, horizon } = run
  return shortHash(
    canonicalJson({ model, modelCodeHash: codeHash, parameters, seed, replication, warmUp, horizon }),
    16,
  )
}
