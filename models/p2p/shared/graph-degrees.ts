/** How the degrees of nodes are spread. */
export interface DegreeSpread {
  readonly mean: number
  /** Standard deviation over the nodes. */
  readonly sd: number
  readonly min: number
  readonly max: number
  /** Smallest degree that a given fraction of the nodes does not exceed. @param fraction above 0, at most 1 */
  quantile(fraction: number): number
  /** Fraction of the nodes with a degree from `low` to `high`, both included. */
  between(low: number, high: number): number
}

/**
 * Spread of the degrees of the nodes that are allowed, by counting.
 * @param degree by node, integers >= 0
 * @param allowed 1 for nodes that count, at least one
 */
export function degreeSpread(degree: Int32Array, allowed: Uint8Array): DegreeSpread {
  let nodes = 0
  let sum = 0
  let squares = 0
  let min = Infinity
  let max = 0
  for (let node = 0; node < degree.length; node++) {
    if (allowed[node] === 0) continue
    const d = degree[node]!
    nodes++
    sum += d
    squares += d * d
    if (d < min) min = d
    if (d > max) max = d
  }
  const count = new Int32Array(max + 1)
  for (let node = 0; node < degree.length; node++) if (allowed[node] === 1) count[degree[node]!]!++
  const mean = sum / nodes
  return {
    mean,
    sd: Math.sqrt(Math.max(0, squares / nodes - mean * mean)),
    min,
    max,
    quantile(fraction) {
      let below = 0
      for (let d = 0; d < max; d++) {
        below += count[d]!
        if (below >= fraction * nodes) return d
      }
      return max
    },
    between(low, high) {
      let inside = 0
      for (let d = Math.max(0, low); d <= Math.min(max, high); d++) inside += count[d]!
      return inside / nodes
    },
  }
}
