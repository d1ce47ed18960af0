/** How long a model is observed, and how often. Times are simulated seconds counted from 0. */
export interface RunLength {
  /** Deleted start, s; 0 unless given. */
  readonly warmUp?: number
  /** End time of the clock, s; measurement covers [warmUp, horizon]. Infinity: until the model ends by itself. */
  readonly horizon: number
  /** Independent repetitions, >= 1. */
  readonly replications: number
  /** Root of all random numbers; a default is chosen by whoever runs the model. */
  readonly seed?: string
  /** Confidence of the reported intervals, in (0, 1); 0.95 unless given. */
  readonly confidence?: number
}

/** A sentence saying what is wrong with a measuring window, or undefined when it is sound. */
export function windowProblem(warmUp: number, horizon: number): string | undefined {
  if (!(Number.isFinite(warmUp) && warmUp >= 0)) return `Warm-up is ${warmUp} s: expected a finite time >= 0.`
  if (horizon > warmUp) return undefined
  return `Horizon is ${horizon} s with a warm-up of ${warmUp} s: expected a horizon after the warm-up, since it is the end time of the clock.`
}

/** A sentence saying what is wrong with a run length, or undefined when it is sound. */
export function runLengthProblem({
  warmUp = 0,
  horizon,
  replications,
  seed,
  confidence = 0.95,
}: RunLength): string | undefined {
  if (!(Number.isInteger(replications) && replications >= 1))
    return `Replications are ${replications}: expected an integer >= 1.`
  if (!(confidence > 0 && confidence < 1))
    return `Confidence is ${confidence}: expected a number between 0 and 1, such as 0.95.`
  if (seed === '') return 'Seed is empty: expected some text.'
  return windowProblem(warmUp, horizon)
}
