import { type Law, makeLaw, requireLaw } from './law.ts'

/**
 * Law of finitely many values with given weights (equal if left out); weights need not sum to 1. Values are put in
 * ascending order and equal values merged, so that a larger uniform gives a larger value. Spends one uniform.
 * @throws RangeError if there is no value, a value is not finite, the lengths differ, or the weights are not finite
 *   numbers >= 0 with a sum > 0.
 */
export function empirical(values: readonly number[], weights: readonly number[] = values.map(() => 1)): Law {
  const given = `empirical(${values.length} values, ${weights.length} weights)`
  requireLaw(values.length > 0 && values.every(Number.isFinite), given, 'at least one value, all finite')
  requireLaw(values.length === weights.length, given, 'as many weights as values')
  requireLaw(
    weights.every((weight) => weight >= 0 && weight < Infinity),
    given,
    'finite weights >= 0',
  )

  const weightOf = new Map<number, number>()
  values.forEach((value, i) => weightOf.set(value, (weightOf.get(value) ?? 0) + (weights[i] as number)))
  const entries = [...weightOf].filter(([, weight]) => weight > 0).toSorted(([a], [b]) => a - b)
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0)
  requireLaw(total > 0 && total < Infinity, given, 'weights with a finite sum > 0')

  const mean = entries.reduce((sum, [value, weight]) => sum + value * (weight / total), 0)
  const variance = entries.reduce((sum, [value, weight]) => sum + (value - mean) * (value - mean) * (weight / total), 0)
  const support = Float64Array.from(entries, ([value]) => value)
  const bounds = Float64Array.from(entries, ([, weight]) => weight)
  for (let i = 1; i < bounds.length; i++) bounds[i] = (bounds[i] as number) + (bounds[i - 1] as number)

  return makeLaw({
    name: 'empirical',
    text: entries.map(([value, weight]) => `${value} ${weight}`),
    mean,
    variance,
    sample: (stream) => support[firstAbove(bounds, stream.uniform01() * total)] as number,
  })
}

/** Index of the first bound above x, or the last index. */
function firstAbove(bounds: Float64Array, x: number): number {
  let low = 0
  let high = bounds.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (x < (bounds[middle] as number)) high = middle
    else low = middle + 1
  }
  return low
}
