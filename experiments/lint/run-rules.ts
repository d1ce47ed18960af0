import { fewestForInterval } from '../../analysis/statistics/mean-interval.ts'
import { formatQuantity } from '../../models/quantity.ts'
import { expectedCustomers, fewOf, measuredTime, pointText, resolvedPoint, runPath, type LintRule } from './rule.ts'

/** Below this many replications the interval itself is mostly chance: with 3, its half-width is off by a factor of 2. */
const fewest = 5
/** Share of the horizon above which a warm-up is rather a sign of too short a run. */
const longestWarmUp = 0.2
/** Customers in a window below which even a mean says little. */
const fewestCustomers = 200
/** Observations wanted beyond a quantile. */
const beyondQuantile = 10

const time = (seconds: number): string => formatQuantity(seconds, 's')
const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`

/** Rules about replications, warm-up, run length and stability. */
export const runRules: readonly LintRule[] = [
  {
    code: 'single-replication',
    severity: 'error',
    why: 'One seed is one sample: nothing tells how far the next would be from it.',
    find: ({ study }) =>
      study.rules.replications.max === 1
        ? [
            {
              path: runPath(study, 'replications'),
              text: 'There is one replication, hence no interval; take 5 or more.',
            },
          ]
        : [],
  },
  {
    code: 'few-replications',
    severity: 'warning',
    why: 'An interval from so few replications is itself mostly chance.',
    find({ study }) {
      const { max, min, until } = study.rules.replications
      if (max === 1) return []
      const path = runPath(study, 'replications')
      if (Object.keys(until).length > 0)
        return min < 10
          ? [
              {
                path,
                text: `Precision may stop the runs after ${min} replications; a spread estimated from fewer than 10 stops too early.`,
              },
            ]
          : []
      return min < fewest ? [{ path, text: `There are ${min} replications; take ${fewest} or more, 10 by habit.` }] : []
    },
  },
  {
    code: 'chart-without-interval',
    severity: 'error',
    why: 'A curve without intervals does not show which differences are chance.',
    find: ({ study }) =>
      study.rules.replications.max < fewestForInterval && study.rules.replications.max > 1
        ? study.description.charts.map(({ id }, i) => ({
            path: ['charts', i],
            text: `Chart "${id}" can show no interval with ${study.rules.replications.max} replications; take ${fewestForInterval} at the very least.`,
          }))
        : [],
  },
  {
    code: 'long-warm-up',
    severity: 'warning',
    why: 'A long warm-up is paid in every replication and leaves little to measure.',
    find({ study }) {
      const { warmUp, horizon } = study.description
      const { warmUp: rule } = study.rules
      const share = rule.rule === 'mser-5' ? rule.atMost : warmUp / horizon
      if (!(share > longestWarmUp)) return []
      const text =
        rule.rule === 'mser-5'
          ? `MSER-5 may cut ${percent(share)} of the horizon; beyond ${percent(longestWarmUp)} the run is too short.`
          : `The warm-up of ${time(warmUp)} is ${percent(share)} of the horizon; make the horizon ${time(Math.ceil(warmUp / longestWarmUp))} or longer.`
      return [{ path: runPath(study, 'warmUp'), text }]
    },
  },
  {
    code: 'no-warm-up',
    severity: 'warning',
    why: 'A run that begins empty is measured while it still fills up: means come out too low.',
    find({ study }) {
      const { warmUp, horizon } = study.description
      const usual = study.model.run.warmUp ?? 0
      if (warmUp > 0 || usual === 0 || horizon === Infinity || study.rules.warmUp.rule !== 'fixed') return []
      return [
        {
          path: runPath(study, 'warmUp'),
          text: `The warm-up is 0; the model's own is ${time(usual)}. Give one, or "mser-5".`,
        },
      ]
    },
  },
  {
    code: 'short-horizon',
    severity: 'warning',
    why: 'A few customers are a small and strongly dependent sample.',
    find({ study }) {
      const counted = study.points.map((point) => ({ point, count: expectedCustomers(study, point) ?? Infinity }))
      const short = counted.filter(({ count }) => count < fewestCustomers)
      if (short.length === 0) return []
      const least = short.reduce((a, b) => (b.count < a.count ? b : a))
      const window = Number.isFinite(measuredTime(study)) ? ` in ${time(measuredTime(study))}` : ''
      const text = `A run measures about ${Math.round(least.count)} customers${window} at ${pointText(study, least.point)}; make it ${fewestCustomers} or more.`
      return [{ path: runPath(study, 'horizon'), text }]
    },
  },
  {
    code: 'few-tail-samples',
    severity: 'error',
    why: 'A quantile needs observations beyond it: p99 from 500 customers is the fifth-largest of them, p99.9 is a guess.',
    find({ study }) {
      const counts = study.points.map((point) => expectedCustomers(study, point)).filter((count) => count !== undefined)
      if (counts.length === 0) return []
      const inRun = Math.min(...counts)
      const runs = study.rules.replications.min
      return study.description.metrics.flatMap(({ name, quantile: pooled }) => {
        const quantile = pooled ?? quantileNamed(name)
        const needed = quantile === undefined ? 0 : Math.round(beyondQuantile / Math.min(quantile, 1 - quantile))
        // A declared quantile is taken of all runs together, any other of each run alone.
        const count = pooled === undefined ? inRun : inRun * runs
        if (count >= needed) return []
        const at = study.content.measure?.indexOf(name) ?? -1
        const where = pooled === undefined ? 'a run' : `in ${runs} runs`
        return [
          {
            path: at >= 0 ? ['measure', at] : runPath(study, 'horizon'),
            text: `"${name}" rests on about ${Math.round(count)} customers ${where}; to have ${beyondQuantile} beyond the quantile takes ${needed}, and more where neighbours are alike. Make the horizon longer.`,
          },
        ]
      })
    },
  },
  {
    code: 'unstable-point',
    severity: 'error',
    why: 'Where more work arrives than can be done, a steady-state mean does not exist: the number only tells how long the run was.',
    find({ study, results }) {
      const flagged = new Set(
        results?.summary.filter(({ flags }) => flags.includes('UNSTABLE')).map(({ point }) => point),
      )
      const byResults = [...flagged].map((id) => {
        const row = results!.summary.find(({ point }) => point === id)!
        return Object.entries(row.factors)
          .map(([name, level]) => `${name}=${level}`)
          .join(' ')
      })
      const byTheory = study.points.flatMap((point) => {
        const load = study.model.laws?.load?.(resolvedPoint(study, point))
        return load !== undefined && load >= 1
          ? [`${pointText(study, point)} (load ${Number(load.toPrecision(3))})`]
          : []
      })
      const found = byTheory.length > 0 ? byTheory : byResults
      if (found.length === 0) return []
      const verb = found.length === 1 ? 'point is' : 'points are'
      return [
        {
          path: study.content.vary === undefined ? [] : ['vary'],
          text: `${found.length} design ${verb} unstable: ${fewOf(found)}. Leave them out with "where".`,
        },
      ]
    },
  },
  {
    code: 'low-confidence',
    severity: 'warning',
    why: 'Readers take an interval for one of 95 %; a narrower one looks more precise than it is.',
    find: ({ study }) =>
      study.description.confidence < 0.9
        ? [
            {
              path: runPath(study, 'confidence'),
              text: `Intervals are at ${percent(study.description.confidence)}; 95 % is the custom.`,
            },
          ]
        : [],
  },
]

/** The quantile that a metric is called after, such as 0.99 for `p99Wait`. */
function quantileNamed(name: string): number | undefined {
  const digits = /^p(\d{1,4})(?=[A-Z]|$)/.exec(name)?.[1]
  if (digits === undefined || Number(digits) === 0) return undefined
  return digits.length <= 2 ? Number(digits) / 100 : Number(`0.${digits}`)
}
