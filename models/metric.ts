/** A declared output of a model. Its value in one run is a response: a number, or null when the run has none. */
export interface Metric {
  /** Unit of the response: `s`, `1/s`, `1` for ratios, or a noun that counts things. */
  readonly unit: string
  /** What it measures, in one sentence, with its usual symbol. */
  readonly doc: string
}

/** The metrics of a model by name, in the order of the columns in a CSV file. */
export type Metrics = Readonly<Record<string, Metric>>
