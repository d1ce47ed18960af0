import type { PrecisionTarget } from '../record.ts'
import { fewestForInterval, type MeanInterval } from './mean-interval.ts'

/**
 * Whether an interval is narrow enough. A relative target g is met when the half-width is at most g / (1 + g) of the
 * mean's size: the mean that is divided by is itself off by up to the half-width, so that the true mean, whatever it is
 * within the interval, is missed by at most the fraction g. Of a relative and an absolute target the wider is enough.
 * @source Law, Simulation Modeling and Analysis, section 9.4.1.
 */
export function isPrecise({ count, mean, halfWidth }: MeanInterval, target: PrecisionTarget): boolean {
  if (count < fewestForInterval || Number.isNaN(halfWidth)) return false
  const { relative = 0, absolute = 0 } = target
  return halfWidth <= Math.max(absolute, (relative / (1 + relative)) * Math.abs(mean))
}
