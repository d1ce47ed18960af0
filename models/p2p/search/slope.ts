import { math } from '../../../engine/index.ts'

/** Slope of ln y over ln x by least squares, over the points with y > 0; undefined when all x are equal. */
export function slope(x: Float64Array, y: Float64Array): number | undefined {
  let points = 0
  let sumX = 0
  let sumY = 0
  for (let i = 0; i < x.length; i++) {
    if (y[i]! <= 0) continue
    points++
    sumX += math.ln(x[i]!)
    sumY += math.ln(y[i]!)
  }
  let covariance = 0
  let variance = 0
  for (let i = 0; i < x.length; i++) {
    if (y[i]! <= 0) continue
    const dx = math.ln(x[i]!) - sumX / points
    covariance += dx * (math.ln(y[i]!) - sumY / points)
    variance += dx * dx
  }
  return variance < 1e-12 ? undefined : covariance / variance
}
