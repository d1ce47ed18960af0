import type { RandomStream } from '../../engine/index.ts'
import { permutation } from './latin-hypercube.ts'

/** What a Morris screening says of one factor, for one metric and over the whole range of the factor. */
export interface ElementaryEffect {
  /** Mean of the effects: which way the factor pushes; effects of both signs cancel. */
  readonly mu: number
  /** Mean of the absolute effects, mu*: how much the factor matters. */
  readonly muStar: number
  /** Standard deviation of the effects: curvature, or interaction with other factors. NaN under two trajectories. */
  readonly sigma: number
}

/**
 * Random trajectories through a grid in [0, 1]^dimension. Each begins at a random grid point and changes one factor after
 * the other, in random order and once each, by delta = levels / (2 (levels - 1)), so that every level is equally likely.
 * @param trajectories an integer >= 1; 10 to 50 are usual
 * @param levels grid points per factor, an even integer >= 2
 * @returns dimension + 1 points for each trajectory, one trajectory after the other
 * @source M. D. Morris, Factorial sampling plans for preliminary computational experiments, Technometrics 33 (1991) 161-174.
 */
export function morrisTrajectories(
  trajectories: number,
  dimension: number,
  levels: number,
  stream: RandomStream,
): number[][] {
  const steps = levels / 2
  return Array.from({ length: trajectories }, () => {
    const grid = Array.from({ length: dimension }, () => stream.integer(0, levels - 1))
    const points = [grid.map((level) => level / (levels - 1))]
    for (const factor of permutation(dimension, stream)) {
      // Half of the levels can only go up, the other half only down.
      grid[factor] = grid[factor]! + (grid[factor]! < steps ? steps : -steps)
      points.push(grid.map((level) => level / (levels - 1)))
    }
    return points
  }).flat()
}

/**
 * Elementary effects: the change of the response over the change of the factor, scaled to the whole range of the factor.
 * @param points as made by `morrisTrajectories`
 * @param responses value of the metric at each of these points; a step from or to NaN is left out
 * @returns for each factor; NaN without any effect
 * @source mu and sigma: Morris (1991); mu*: F. Campolongo, J. Cariboni and A. Saltelli, Environmental Modelling and Software
 *   22 (2007) 1509-1518.
 */
export function elementaryEffects(
  points: readonly (readonly number[])[],
  responses: readonly number[],
): ElementaryEffect[] {
  const dimension = points[0]?.length ?? 0
  const effects: number[][] = Array.from({ length: dimension }, () => [])
  for (let i = 1; i < points.length; i++) {
    if (i % (dimension + 1) === 0) continue
    const factor = points[i]!.findIndex((x, d) => x !== points[i - 1]![d])
    const effect = (responses[i]! - responses[i - 1]!) / (points[i]![factor]! - points[i - 1]![factor]!)
    if (!Number.isNaN(effect)) effects[factor]!.push(effect)
  }
  return effects.map((values) => {
    const mu = mean(values)
    const squares = values.reduce((sum, value) => sum + (value - mu) * (value - mu), 0)
    return {
      mu,
      muStar: mean(values.map(Math.abs)),
      sigma: values.length < 2 ? NaN : Math.sqrt(squares / (values.length - 1)),
    }
  })
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length
}
