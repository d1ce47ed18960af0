/** A value that a run may lack. */
type Gap = number | null

/**
 * Average over replications at each place of their series; NaN where none has a value.
 * @param series One series a replication, of one length.
 */
export function ensembleMean(series: readonly (readonly Gap[])[]): number[] {
  const length = Math.max(0, ...series.map((one) => one.length))
  return Array.from({ length }, (_, i) => {
    const values = series.map((one) => one[i] ?? NaN).filter((value) => !Number.isNaN(value))
    return values.reduce((sum, value) => sum + value, 0) / values.length
  })
}

/**
 * Moving average for a Welch plot: over `window` values to either side, over fewer near the start (i of them to either
 * side of place i), and none for the last `window` places. Missing values are left out.
 * @source Welch, The statistical analysis of simulation results (1983); Law, Simulation Modeling and Analysis, section 9.5.1.
 */
export function movingAverage(values: readonly number[], window: number): number[] {
  const length = Math.max(0, values.length - window)
  return Array.from({ length }, (_, i) => {
    const reach = Math.min(i, window)
    const near = values.slice(i - reach, i + reach + 1).filter((value) => !Number.isNaN(value))
    return near.reduce((sum, value) => sum + value, 0) / near.length
  })
}
