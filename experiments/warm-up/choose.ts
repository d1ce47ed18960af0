import type { MetricDescription, RunRecord, WarmUpRule } from '../../analysis/record.ts'
import { isGrowing } from '../../analysis/statistics/growth.ts'
import { mser } from '../../analysis/statistics/mser.ts'
import { ensembleMean } from '../../analysis/statistics/welch.ts'
import type { PointNote } from '../../analysis/summary.ts'

/** Where the warm-up of one metric at one design point ends. */
export interface MetricWarmUp {
  /** Seconds from the start; 0 where nothing can be told. */
  readonly cut: number
  readonly flag?: PointNote['flag']
}

/** The warm-up of a study. */
export interface WarmUpChoice {
  /** Start of measurement of every run, s. */
  readonly warmUp: number
  readonly notes: readonly PointNote[]
}

/**
 * One warm-up for a whole study, from its pilot runs: the longest that MSER-5 finds for any metric at any design point,
 * so that the runs that share their random numbers share their window too. MSER-5 looks at the first `atMost` of the
 * horizon; where it would like to delete all of that, the metric is noted as `SHORT`. A metric that still grows at the
 * end is noted as `UNSTABLE`. A design point where more work arrives than can be done has no warm-up to be found.
 * @param pilots records of pilot runs, in any order; those that failed say nothing
 */
export function chooseWarmUp(
  study: { metrics: readonly MetricDescription[]; warmUp: WarmUpRule; settings: { horizon: number } },
  pilots: readonly RunRecord[],
): WarmUpChoice {
  if (study.warmUp.rule === 'fixed') return { warmUp: study.warmUp.time, notes: [] }
  const { atMost } = study.warmUp
  const notes: PointNote[] = []
  let warmUp = 0
  for (const [point, runs] of byPoint(pilots)) {
    if (runs.some(({ remarks = [] }) => remarks.some(({ kind }) => kind === 'unstable'))) continue
    for (const { name: metric } of study.metrics) {
      const series = runs.flatMap((run) => (run.series?.[metric] ? [run.series[metric]] : []))
      const { cut, flag } = warmUpOfMetric(series, study.settings.horizon, atMost)
      if (flag !== undefined) notes.push({ point, metric, flag })
      warmUp = Math.max(warmUp, cut)
    }
  }
  return { warmUp, notes }
}

function byPoint(runs: readonly RunRecord[]): Map<string, RunRecord[]> {
  const groups = new Map<string, RunRecord[]>()
  for (const run of runs) {
    const group = groups.get(run.point)
    if (group === undefined) groups.set(run.point, [run])
    else group.push(run)
  }
  return groups
}

/**
 * The end of the warm-up of one metric: MSER-5 on the average over the replications.
 * @param series one a replication, all of the same equal intervals of [0, horizon]
 * @param atMost share of the horizon that may be deleted
 */
export function warmUpOfMetric(
  series: readonly (readonly (number | null)[])[],
  horizon: number,
  atMost: number,
): MetricWarmUp {
  const mean = ensembleMean(series)
  const known = mean.filter((value) => !Number.isNaN(value))
  // Of something that hardly ever happens there is no series to speak of.
  if (known.length < Math.max(20, mean.length / 2)) return { cut: 0 }
  if (isGrowing(series)) return { cut: 0, flag: 'UNSTABLE' }
  const { cut, short } = mser(filled(mean, known[0]!), 5, atMost)
  const time = (cut * horizon) / mean.length
  return short ? { cut: time, flag: 'SHORT' } : { cut: time }
}

/** An interval without any observation takes the value of the one before. */
function filled(values: readonly number[], first: number): number[] {
  let last = first
  return values.map((value) => (last = Number.isNaN(value) ? last : value))
}
