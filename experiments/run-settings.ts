import { parseQuantity } from '../models/quantity.ts'
import { ValueProblem } from '../models/value-problem.ts'

/** Seed of a study or run that names none: any text is as good as any other, so it is the same everywhere. */
export const defaultSeed = '1'

/** Confidence of the intervals of a study that names none. */
export const defaultConfidence = 0.95

/**
 * Reads a point of simulated time in seconds: `90`, `10ms`, `2h`; `Infinity` stands for "until the model ends by itself".
 * @throws {ValueProblem} for anything else, and for a negative time
 */
export function parseTime(given: string | number): number {
  if (given === Infinity || given === 'Infinity') return Infinity
  const time = parseQuantity(String(given), 's')
  if (time < 0) throw new ValueProblem(given, 'a duration >= 0 in s, such as 10ms or 2h')
  return time
}
