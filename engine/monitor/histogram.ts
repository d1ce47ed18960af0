/** Edges given one by one, ascending, or `bins` bins of equal width from low to high. */
export type HistogramShape =
  | { readonly edges: readonly number[] }
  | { readonly low: number; readonly high: number; readonly bins: number }

/**
 * Counts of observations per bin, or sums of their weights; bin i holds edges[i] <= x < edges[i + 1], and what lies
 * outside is counted in `below` and `above`. `reset()`, which the end of the warm-up calls, sets every count to 0.
 */
export class Histogram {
  readonly name: string
  /** Edges of the bins in ascending order, one more than there are bins. */
  readonly edges: readonly number[]
  private readonly bounds: Float64Array
  private readonly inBins: Float64Array
  /** Bins per unit of x where all bins are equally wide, otherwise 0. */
  private readonly binsPerUnit: number
  private underflow = 0
  private overflow = 0

  /** @throws RangeError unless there are at least two finite, strictly ascending edges. */
  constructor(name: string, shape: HistogramShape) {
    const edges = 'edges' in shape ? [...shape.edges] : equalEdges(name, shape.low, shape.high, shape.bins)
    const ascending = edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > (edges[i - 1] as number)))
    if (edges.length < 2 || !ascending) {
      throw new RangeError(
        `Histogram "${name}": edges [${edges.join(', ')}]: expected at least two finite, ascending edges.`,
      )
    }
    this.name = name
    this.edges = Object.freeze(edges)
    this.bounds = Float64Array.from(edges)
    this.inBins = new Float64Array(edges.length - 1)
    this.binsPerUnit = 'bins' in shape ? shape.bins / (shape.high - shape.low) : 0
  }

  /**
   * Takes one observation.
   * @param weight what it adds to its bin, >= 0; default 1
   * @throws RangeError when x is NaN, or the weight negative or not finite
   */
  record(x: number, weight = 1): void {
    const edges = this.bounds
    if (!(weight >= 0 && weight < Infinity)) {
      throw new RangeError(`Histogram "${this.name}": record(${x}, ${weight}): expected a finite weight >= 0.`)
    }
    if (x < (edges[0] as number)) this.underflow += weight
    else if (x >= (edges[edges.length - 1] as number)) this.overflow += weight
    else if (x === x) {
      const bin = this.binsPerUnit > 0 ? this.equalBin(x) : this.searchBin(x)
      this.inBins[bin] = (this.inBins[bin] as number) + weight
    } else throw new RangeError(`Histogram "${this.name}": record(NaN): expected a number.`)
  }

  /** Counts of the bins, or sums of weights, in order of the edges (a copy). */
  get counts(): number[] {
    return [...this.inBins]
  }

  /** Observations below the first edge. */
  get below(): number {
    return this.underflow
  }

  /** Observations at or above the last edge. */
  get above(): number {
    return this.overflow
  }

  /** All observations, or the sum of their weights, those outside the edges included. */
  get count(): number {
    return this.inBins.reduce((sum, count) => sum + count, this.underflow + this.overflow)
  }

  /** Sets every count to 0. */
  reset(): void {
    this.inBins.fill(0)
    this.underflow = 0
    this.overflow = 0
  }

  private equalBin(x: number): number {
    const edges = this.bounds
    const bin = Math.min(this.inBins.length - 1, Math.floor((x - (edges[0] as number)) * this.binsPerUnit))
    // The product may be rounded across an edge: the edges themselves decide.
    if (x < (edges[bin] as number)) return bin - 1
    return x >= (edges[bin + 1] as number) ? bin + 1 : bin
  }

  private searchBin(x: number): number {
    let low = 0
    let high = this.inBins.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (x < (this.bounds[middle] as number)) high = middle
      else low = middle
    }
    return low
  }
}

function equalEdges(name: string, low: number, high: number, bins: number): number[] {
  if (!(Number.isSafeInteger(bins) && bins >= 1 && low < high && high - low < Infinity)) {
    throw new RangeError(
      `Histogram "${name}": low = ${low}, high = ${high}, bins = ${bins}: expected finite low < high and an integer bins >= 1.`,
    )
  }
  const width = (high - low) / bins
  return Array.from({ length: bins + 1 }, (_, i) => (i === bins ? high : low + i * width))
}
