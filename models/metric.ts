/** A declared output of a model. Its value in one run is a response: a number, or null when the run has none. */
export interface Metric {
  /** Unit of the response: `s`, `1/s`, `1` for ratios, or a noun that counts things. */
  readonly unit: string
  /** What it measures, in one sentence, with its usual symbol. */
  readonly doc: string
  /**
   * Above 0 and below 1: the metric is this quantile of observations, and `build` returns the `Quantiles` they were
   * recorded in. The estimate then pools the observations of all runs; a mean of the runs' own quantiles is biased.
   */
  readonly quantile?: number
  /** The response is 1 when something happened in the run and 0 when not; the estimate is its probability. */
  readonly proportion?: true
  /** Two other metrics: the estimate is the total of the first over that of the second, not the mean of the responses. */
  readonly ratio?: readonly [over: string, under: string]
}

/** The metrics of a model by name, in the order of the columns in a CSV file. */
export type Metrics = Readonly<Record<string, Metric>>
