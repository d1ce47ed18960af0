/**
 * The plain data that analysis works on. Everything here survives a trip through JSON or CSV and back
 * (infinities excepted, see `json.ts`), and nothing here knows of models or of the engine.
 */

import type { ChartSpec } from './chart/chart-spec.ts'
import type { StudyClaim } from './claims/claim.ts'

/** A parameter value as it is written in a study file, a CSV cell or the manifest. */
export type PlainValue = number | string | boolean

/** Why a run ended. `error`: the run threw; its responses are then all empty. */
export type RunStop = 'horizon' | 'empty' | 'stopped' | 'error'

/** What a reader of a run's responses must know of how it ended. */
export interface RunRemark {
  /**
   * `leak`: servers that ended processes took along; `stuck`: servers in use though nothing is left to happen;
   * `censored`: a statistic of waits misses so many that still last that its mean is too low; `law`: the responses break
   * a law that the model declares for them; `unstable`: more work arrives than can be done, so that nothing settles.
   */
  readonly kind: 'leak' | 'stuck' | 'censored' | 'law' | 'unstable'
  /** Name of the resource, of the statistic or of the law. */
  readonly subject: string
  /** One sentence with figures. */
  readonly text: string
}

/** One run: one replication of one design point. A row of `runs.csv`. */
export interface RunRecord {
  /** Hash of model code, parameters, seed, replication and run length: the identity of the run. */
  readonly id: string
  /** Name of the study. */
  readonly study: string
  /** Name of the model, `area/name`. */
  readonly model: string
  /** Short hash of the parameters: the identity of the design point. */
  readonly point: string
  /** Replication number, an integer counted from 1 or 0 as the plan does. */
  readonly replication: number
  /** Root seed, the same text in every run of a study. */
  readonly seed: string
  /** Start of measurement, in simulated seconds, >= 0. */
  readonly warmUp: number
  /** End of measurement, in simulated seconds; `Infinity` for a run that ends by itself. */
  readonly horizon: number
  /** Value of every parameter of the model, defaults included. */
  readonly parameters: Readonly<Record<string, PlainValue>>
  /** Value of each metric; null or NaN when the run has no observation of it. */
  readonly responses: Readonly<Record<string, number | null>>
  /** Number of events executed, an integer >= 0. */
  readonly events: number
  /** Why the run ended. */
  readonly stop: RunStop
  /** Hash of the event trajectory; empty text for a failed run. */
  readonly fingerprint: string
  /** Message of the error that ended the run; present only with `stop: 'error'`. */
  readonly error?: string
  /** Present only where there is something to remark; no column of `runs.csv`. */
  readonly remarks?: readonly RunRemark[]
  /** Observations of the metrics that are pooled over the runs, by metric, as `parseSketch` reads them; no column of `runs.csv`. */
  readonly sketches?: Readonly<Record<string, string>>
  /**
   * Only of a pilot run, which has no responses: each metric in equal intervals of [warmUp, horizon], null where an
   * interval has no observation.
   */
  readonly series?: Readonly<Record<string, readonly (number | null)[]>>
}

/** A quantity with a unit: `s`, `bit/s`, `B`, `1/s`, `1` for a ratio, or a count noun such as `servers`. */
export interface Quantity {
  readonly name: string
  readonly unit: string
}

/** A parameter that the study varies, with its values in the order of the design. */
export interface Factor extends Quantity {
  readonly levels: readonly PlainValue[]
  /** First factor of the group that this one moves in lockstep with; absent for the first of a group and for all others. */
  readonly follows?: string
}

/** How narrow the interval of a metric is to be: its half-width, as a share of the estimate or in the unit of the metric. */
export interface PrecisionTarget {
  /** Half-width over the absolute estimate, above 0: `2%` is 0.02. */
  readonly relative?: number
  /** Half-width in the unit of the metric, above 0. Given with `relative`, the wider of the two is enough. */
  readonly absolute?: number
}

/** How many replications each design point gets. */
export interface ReplicationRule {
  /** Fewest, an integer >= 1. */
  readonly min: number
  /** Most, an integer >= min. */
  readonly max: number
  /** Metrics and their targets; all must be met before `max`. Empty when the number is fixed (min = max). */
  readonly until: Readonly<Record<string, PrecisionTarget>>
}

/** How the deleted start of each run is chosen: a time in simulated seconds, or MSER-5 up to a share of the horizon. */
export type WarmUpRule =
  | { readonly rule: 'fixed'; readonly time: number }
  | { readonly rule: 'mser-5'; readonly atMost: number }

/** What one run may use before it is stopped and recorded as failed. */
export interface RunLimits {
  /** Wall-clock seconds, above 0. */
  readonly time?: number
  /** Bytes, above 0. */
  readonly memory?: number
}

/** A declared output of the model. */
export interface MetricDescription extends Quantity {
  /** One sentence of what is measured. */
  readonly doc: string
  /** Present where the metric is this quantile, above 0 and below 1, of observations that are pooled over the runs. */
  readonly quantile?: number
  /** Present where the response of a run is 1 (it happened) or 0, and the estimate is a probability. */
  readonly proportion?: true
  /** Present where the estimate is the total of the first metric over the total of the second. */
  readonly ratio?: readonly [over: string, under: string]
}

/** All that analysis needs to know of a study; written into `manifest.json`. */
export interface StudyDescription {
  readonly name: string
  /** One line, as a reader of the chart list would want it. */
  readonly title: string
  /** Name of the model, `area/name`. */
  readonly model: string
  /** Every parameter of the model, in the order of the model: the parameter columns of `runs.csv`. */
  readonly parameters: readonly Quantity[]
  /** The varied parameters, in the order of the study: the factor columns of `summary.csv`. */
  readonly factors: readonly Factor[]
  /** The metrics of the study, in the order of the model: the metric columns of `runs.csv`. */
  readonly metrics: readonly MetricDescription[]
  /** Confidence level of the intervals, above 0 and below 1. */
  readonly confidence: number
  /** Planned replications of each design point; the fewest when `replicationRule` lets precision decide. */
  readonly replications: number
  /** Present when precision decides how many replications there are. */
  readonly replicationRule?: ReplicationRule
  /** Root seed. */
  readonly seed: string
  /** Start of measurement, in simulated seconds; the default of the model when `warmUpRule` is to find it. */
  readonly warmUp: number
  /** Present when the warm-up is found from the data. */
  readonly warmUpRule?: WarmUpRule
  /** End of measurement, in simulated seconds; may be `Infinity`. */
  readonly horizon: number
  /** Present when the study limits its runs. */
  readonly limits?: RunLimits
  /** Wall-clock seconds that the whole sweep may take; absent for as long as it needs. */
  readonly budget?: number
  /** Kind of the design, such as `lhs`; absent for a full factorial. */
  readonly design?: string
  readonly charts: readonly ChartSpec[]
  /** What the study expects to find; absent when it says nothing. */
  readonly claims?: readonly StudyClaim[]
  /** Doc sentence of each factor, by name. */
  readonly factorDocs: Readonly<Record<string, string>>
}

// How charts are declared.
export {
  chartBands,
  chartKeys,
  chartKinds,
  chartLabels,
  chartOverlays,
  chartScales,
  chartSizes,
  chartThemes,
  type ChartBand,
  type ChartKind,
  type ChartLabels,
  type ChartOverlay,
  type ChartScale,
  type ChartSize,
  type ChartSpec,
  type ChartTheme,
} from './chart/chart-spec.ts'

/** Value that a closed form gives for a metric at a design point. */
export interface TheoryValue {
  readonly point: string
  readonly metric: string
  readonly value: number
}
