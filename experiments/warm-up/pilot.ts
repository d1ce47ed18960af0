import { shortHash } from '../canonical.ts'
import type { DesignPoint, PlanSettings, RunSpec } from '../plan.ts'
import { specOf } from '../precision/spec.ts'

/** Pilot replications of each design point: enough to average the noise of one out. */
export const pilotReplications = 10
/** Intervals of a pilot's time series: 100 batches of 5 for MSER-5. */
export const pilotIntervals = 500

/**
 * The pilot runs in which a warm-up is looked for: the first replications of each design point, from the very start, as
 * time series.
 * @throws when the runs have no finite horizon
 */
export function pilotSpecs(
  settings: PlanSettings,
  points: readonly DesignPoint[],
  { replications = pilotReplications, intervals = pilotIntervals } = {},
): RunSpec[] {
  if (settings.horizon === Infinity) {
    throw new Error(
      `Study "${settings.study}": the warm-up can not be found in runs that end by themselves. Give a horizon, or a warm-up of 0.`,
    )
  }
  const fromStart = { ...settings, warmUp: 0 }
  return points.flatMap((point) =>
    Array.from({ length: replications }, (_, replication) => {
      const spec = specOf(fromStart, point, replication)
      return { ...spec, id: pilotId(spec.id, intervals), intervals }
    }),
  )
}

/** Identity of a pilot run, by that of the run that it is but for its time series. */
export function pilotId(id: string, intervals: number): string {
  return shortHash(`series/${intervals}/${id}`, 16)
}
