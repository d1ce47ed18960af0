/**
 * Smallest value that a share q of the observations does not exceed.
 * @param sorted observations in ascending order
 * @param q in (0, 1)
 */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number | undefined {
  return sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1]
}

/**
 * The same for observations that are whole numbers and have been counted.
 * @param counts counts[x] observations equal x
 */
export function quantileOfCounts(counts: Float64Array, q: number): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return undefined
  let value = 0
  for (let seen = counts[0]!; seen < q * total; seen += counts[value]!) value++
  return value
}
