/**
 * The plain data that analysis works on. Everything here survives a trip through JSON or CSV and back
 * (infinities excepted, see `json.ts`), and nothing here knows of models or of the engine.
 */

/** A parameter value as it is written in a study file, a CSV cell or the manifest. */
export type PlainValue = number | string | boolean

/** Why a run ended. `error`: the run threw; its responses are then all empty. */
export type RunStop = 'horizon' | 'empty' | 'stopped' | 'error'

/** What a reader of a run's responses must know of how it ended. */
export interface RunRemark {
  /**
   * `leak`: servers that ended processes took along; `stuck`: servers in use though nothing is left to happen;
   * `censored`: a statistic of waits misses so many that still last that its mean is too low.
   */
  readonly kind: 'leak' | 'stuck' | 'censored'
  /** Name of the resource or of the statistic. */
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
}

/** A quantity with a unit: `s`, `bit/s`, `B`, `1/s`, `1` for a ratio, or a count noun such as `servers`. */
export interface Quantity {
  readonly name: string
  readonly unit: string
}

/** A parameter that the study varies, with its values in the order of the design. */
export interface Factor extends Quantity {
  readonly levels: readonly PlainValue[]
}

/** A declared output of the model. */
export interface MetricDescription extends Quantity {
  /** One sentence of what is measured. */
  readonly doc: string
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
  /** Planned replications of each design point. */
  readonly replications: number
  /** Root seed. */
  readonly seed: string
  /** Start of measurement, in simulated seconds. */
  readonly warmUp: number
  /** End of measurement, in simulated seconds; may be `Infinity`. */
  readonly horizon: number
  readonly charts: readonly ChartSpec[]
  /** Doc sentence of each factor, by name. */
  readonly factorDocs: Readonly<Record<string, string>>
}

/** Allowed values of `ChartSpec.kind`. */
export const chartKinds = ['line', 'bar', 'scatter'] as const
/** How the points of a chart are drawn. */
export type ChartKind = (typeof chartKinds)[number]

/** Allowed values of `ChartSpec.xScale` and `yScale`. */
export const chartScales = ['linear', 'log'] as const
export type ChartScale = (typeof chartScales)[number]

/** Allowed values of `ChartSpec.band`. */
export const chartBands = ['ci', 'none'] as const
export type ChartBand = (typeof chartBands)[number]

/** Allowed values of `ChartSpec.overlay`. */
export const chartOverlays = ['theory', 'none'] as const
export type ChartOverlay = (typeof chartOverlays)[number]

/**
 * Width on paper of each chart size, in points (1/72 inch).
 * @source The `\columnwidth` and `\textwidth` of the ACM, IEEE, Springer LNCS and USENIX LaTeX classes.
 */
export const chartSizes = {
  'acm-column': 241.1,
  'acm-wide': 506.3,
  'ieee-column': 252,
  'ieee-wide': 516,
  lncs: 347.1,
  usenix: 241,
} as const
/** Name of a width on paper. */
export type ChartSize = keyof typeof chartSizes

/** The keys that a chart of a study file may have. */
export const chartKeys = [
  'id',
  'title',
  'kind',
  'x',
  'y',
  'by',
  'facet',
  'where',
  'xScale',
  'yScale',
  'band',
  'overlay',
  'size',
  'xLabel',
  'yLabel',
  'caption',
] as const satisfies readonly (keyof ChartSpec)[]

/** One chart, as declared under `charts:` in a study file. */
export interface ChartSpec {
  /** File name of the chart without its extension: letters, digits, `-`, `_` and `.`. */
  readonly id: string
  /** Title; not drawn (papers put it into the caption) but written into the SVG and the caption file. */
  readonly title?: string
  readonly kind: ChartKind
  /** A factor or, for `line` and `scatter`, a metric. */
  readonly x: string
  /** One metric or several. Several of one unit share a panel, unless `by` is given; else each has a panel of its own. */
  readonly y: string | readonly string[]
  /** Factor whose levels become the series (colour, marker and dash). */
  readonly by?: string
  /** Factor whose levels become panels. */
  readonly facet?: string
  /** Keeps only the design points with these factor levels, e.g. `{ servers: 4 }` or `{ servers: [1, 4] }`. */
  readonly where?: Readonly<Record<string, PlainValue | readonly PlainValue[]>>
  /** Default `linear`. Values <= 0 on a log axis are gaps. */
  readonly xScale?: ChartScale
  /** Default `linear`. */
  readonly yScale?: ChartScale
  /** Default `ci`: the confidence interval, as a band on a numeric x axis of a line chart, else as error bars. */
  readonly band?: ChartBand
  /** Default `theory`: the closed form where the model has one. */
  readonly overlay?: ChartOverlay
  /** Default `acm-column`. */
  readonly size?: ChartSize
  /** Default: name and unit of x in words. */
  readonly xLabel?: string
  /** Default: name and unit of y in words. */
  readonly yLabel?: string
  /** First sentence of the caption; replications, interval method and seed are added to it. */
  readonly caption?: string
}

/** Value that a closed form gives for a metric at a design point. */
export interface TheoryValue {
  readonly point: string
  readonly metric: string
  readonly value: number
}
