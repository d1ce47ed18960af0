/** Where a warm-up should end, by the rule of the smallest marginal standard error. */
export interface Truncation {
  /** Observations to delete from the start, a multiple of the batch size. */
  readonly cut: number
  /** Mean of what is left, of whole batches. */
  readonly mean: number
  /** The rule wanted as much as it may have: the series is too short to tell where the warm-up ends. */
  readonly short: boolean
  /** The criterion for each number of deleted batches, from 0. */
  readonly criterion: readonly number[]
}

/**
 * MSER: deletes that start of a series whose deletion makes the standard error of the remaining mean smallest, looking
 * at means of `batch` successive values, and deleting less than `share` of them. The smallest deletion wins a tie.
 * @param values A series in the order of time, best the average over replications; at least 4 batches of it.
 * @param batch Values in a batch, 5 unless given (MSER-5).
 * @param share Above 0 and at most 0.5, the largest part that the criterion can be trusted for.
 * @throws RangeError for a shorter series.
 * @source White, An effective truncation heuristic for bias reduction in simulation output, Simulation 69 (1997);
 *   batches of 5: White, Cobb and Spratt, A comparison of five steady-state truncation heuristics, WSC 2000.
 */
export function mser(values: readonly number[], batch = 5, share = 0.5): Truncation {
  const count = Math.floor(values.length / batch)
  if (count < 4) throw new RangeError(`There are ${values.length} values; MSER needs at least ${4 * batch}.`)
  const batches = Array.from({ length: count }, (_, j) => {
    let sum = 0
    for (let i = 0; i < batch; i++) sum += values[j * batch + i]!
    return sum / batch
  })
  const candidates = Math.max(2, Math.floor(count * Math.min(share, 0.5)))
  const criterion: number[] = []
  const means: number[] = []
  // From the end, so that the mean and the squares of every remainder come in one pass without cancellation.
  let mean = 0
  let squares = 0
  for (let first = count - 1; first >= 0; first--) {
    const left = count - first
    const gap = batches[first]! - mean
    mean += gap / left
    squares += gap * (batches[first]! - mean)
    if (first < candidates) {
      criterion[first] = squares / (left * left)
      means[first] = mean
    }
  }
  let best = 0
  criterion.forEach((value, d) => {
    if (value < criterion[best]!) best = d
  })
  return { cut: best * batch, mean: means[best]!, short: best === candidates - 1, criterion }
}
