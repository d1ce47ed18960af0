import { estimateMetric } from '../../analysis/estimate.ts'
import type { MetricDescription, PrecisionTarget, RunRecord } from '../../analysis/record.ts'
import type { PointNote } from '../../analysis/summary.ts'

/** What is asked of each metric by name. */
type Targets = Readonly<Record<string, PrecisionTarget>>

/**
 * How far a design point is from what is asked of it: the largest half-width of a metric over the one that is asked for,
 * so that at most 1 is enough. `Infinity` where a metric has no interval yet. 0 where more runs would not help: nothing
 * settles there, or no run has finished.
 * @param records of the replications that the point has
 * @param notes what the search for the warm-up found out about the point
 */
export function distanceToTargets(
  records: readonly RunRecord[],
  { metrics, targets, confidence }: { metrics: readonly MetricDescription[]; targets: Targets; confidence: number },
  notes: readonly PointNote[],
): number {
  const finished = records.filter(({ stop }) => stop !== 'error')
  if (finished.length === 0) return 0
  if (finished.some(({ remarks = [] }) => remarks.some(({ kind }) => kind === 'unstable'))) return 0
  const distances = metrics
    .filter(({ name }) => targets[name] !== undefined)
    .filter(({ name }) => !notes.some((note) => note.flag === 'UNSTABLE' && note.metric === name))
    .map((metric) => {
      const { estimate, low, high } = estimateMetric(metric, finished, confidence)
      return distance({ mean: estimate, halfWidth: (high - low) / 2 }, targets[metric.name]!)
    })
  return Math.max(0, ...distances)
}

/** See `isPrecise`, which this is at most 1 for. */
function distance(
  interval: { mean: number; halfWidth: number },
  { relative = 0, absolute = 0 }: PrecisionTarget,
): number {
  const { mean, halfWidth } = interval
  if (Number.isNaN(halfWidth)) return Infinity
  if (halfWidth === 0) return 0
  return halfWidth / Math.max(absolute, (relative / (1 + relative)) * Math.abs(mean))
}

/** The relative half-width of every metric, which is what is least certain where a study asks for nothing in particular. */
export function anyTarget(metrics: readonly MetricDescription[]): Targets {
  return Object.fromEntries(metrics.map(({ name }) => [name, { relative: leastRelative }]))
}

/** A relative half-width of 0.1 % is as good as certain: nobody can see it in a chart. */
const leastRelative = 0.001
