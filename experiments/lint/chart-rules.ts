import type { ChartSpec, Factor } from '../../analysis/record.ts'
import { keepsLevel, yMetrics } from '../../analysis/chart/check-chart.ts'
import type { LintRule } from './rule.ts'

/** Curves that a reader can tell apart. */
const mostCurves = 6

/** Rules about charts. */
export const chartRules: readonly LintRule[] = [
  {
    code: 'many-curves',
    severity: 'warning',
    why: 'Readers can not follow more than six curves, nor tell their colours and dashes apart.',
    find: ({ study }) =>
      study.description.charts.flatMap((chart, i) => {
        const by = keptLevels(study.description.factors, chart, chart.by)
        // Several metrics with "by" have a panel each.
        const curves = chart.by === undefined ? yMetrics(chart).length : by
        return curves > mostCurves
          ? [
              {
                path: ['charts', i],
                text: `Chart "${chart.id}" has ${curves} curves; use "where" or "facet" to show ${mostCurves} at most.`,
              },
            ]
          : []
      }),
  },
  {
    code: 'bar-without-zero',
    severity: 'error',
    why: 'The length of a bar is read as its value; without a zero to grow from it shows any ratio one likes.',
    find: ({ study }) =>
      study.description.charts.flatMap((chart, i) =>
        chart.kind === 'bar' && chart.yScale === 'log'
          ? [
              {
                path: ['charts', i, 'yScale'],
                text: `Chart "${chart.id}" draws bars on a logarithmic axis, which has no zero; use kind line or a linear axis.`,
              },
            ]
          : [],
      ),
  },
  {
    code: 'hidden-interval',
    severity: 'warning',
    why: 'A curve without its interval does not show which differences are chance.',
    find: ({ study }) =>
      study.description.charts.flatMap((chart, i) =>
        chart.band === 'none'
          ? [{ path: ['charts', i, 'band'], text: `Chart "${chart.id}" hides the intervals; leave out "band: none".` }]
          : [],
      ),
  },
  {
    code: 'uneven-bars',
    severity: 'warning',
    why: 'Bars stand at equal distances; values that do not look as if they did.',
    find: ({ study }) =>
      study.description.charts.flatMap((chart, i) => {
        const factor = study.description.factors.find(({ name }) => name === chart.x)
        const levels = (factor?.levels ?? []).filter((level) => keepsLevel(chart, chart.x, level))
        if (chart.kind !== 'bar' || levels.length < 3 || !levels.every((level) => typeof level === 'number')) return []
        const steps = levels.slice(1).map((level, k) => level - levels[k]!)
        const even = steps.every((step) => Math.abs(step - steps[0]!) <= 1e-9 * Math.abs(steps[0]!))
        return even
          ? []
          : [
              {
                path: ['charts', i, 'x'],
                text: `The levels of "${chart.x}" are not evenly spaced, and the bars of chart "${chart.id}" would be; use kind line.`,
              },
            ]
      }),
  },
]

function keptLevels(factors: readonly Factor[], chart: ChartSpec, name: string | undefined): number {
  const levels = factors.find((factor) => factor.name === name)?.levels ?? []
  return levels.filter((level) => keepsLevel(chart, name!, level)).length
}
