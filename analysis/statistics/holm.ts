/**
 * Probabilities adjusted for their number by Holm's method, in the order given: rejecting those below alpha keeps the
 * probability of any false rejection below alpha, whatever the dependence between the tests. A NaN (no test) stays.
 * @param values Probabilities from 0 to 1.
 * @source Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979).
 */
export function holm(values: readonly number[]): number[] {
  const adjusted = values.map(() => NaN)
  const order = values.flatMap((p, i) => (Number.isNaN(p) ? [] : [i])).sort((a, b) => values[a]! - values[b]!)
  let largest = 0
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, values[index]! * (order.length - rank)))
    adjusted[index] = largest
  })
  return adjusted
}
