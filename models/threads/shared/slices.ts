import { math } from '../../../engine/index.ts'

/**
 * Mean number of slices of a burst that is cut every `quantum` seconds; 1 for a quantum of Infinity.
 * @param mean of the exponential burst, s, > 0
 * @param quantum length of a slice, s, > 0
 * @source For exponential bursts the number is geometric: P(more than k) = exp(-k quantum / mean).
 */
export function exponentialSlices(mean: number, quantum: number): number {
  return 1 / -math.expm1(-quantum / mean)
}
