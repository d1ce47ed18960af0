/** Middle of the sorted values, mean of the two middle ones for an even number; NaN without any. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** Quantile by linear interpolation between order statistics; NaN without values. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const position = (sorted.length - 1) * p
  const below = Math.floor(position)
  const above = Math.ceil(position)
  return sorted[below] === undefined ? NaN : sorted[below] + (position - below) * (sorted[above]! - sorted[below])
}
