import type { SummaryRow } from '../../analysis/summary.ts'
import { fewOf, type LintRule, type Remark } from './rule.ts'

/** Rules about what an earlier sweep found. They have nothing to say before there is one. */
export const resultRules: readonly LintRule[] = [
  {
    code: 'failed-runs',
    severity: 'error',
    why: 'Points whose runs failed are estimated from the runs that did not, which are not a fair sample.',
    find({ results }) {
      const failed = results?.runs.filter(({ stop }) => stop === 'error') ?? []
      const text = `${failed.length} of ${results?.runs.length} runs failed (${results?.folder}/manifest.json says why); sweep again.`
      return failed.length === 0 ? [] : [{ path: [], text }]
    },
  },
  {
    code: 'equal-replications',
    severity: 'error',
    why: 'Replications with one trajectory are one run counted twice: the seed is not used, and the interval is too narrow.',
    find({ results }) {
      const seen = new Map<string, number>()
      for (const { point, fingerprint, replication } of results?.runs ?? []) {
        if (fingerprint === '') continue
        const key = `${point} ${fingerprint}`
        const first = seen.get(key)
        if (first === undefined) seen.set(key, replication)
        else
          return [
            {
              path: [],
              text: `Replications ${first} and ${replication} of point ${point} ran alike; does the model draw from sim.stream?`,
            },
          ]
      }
      return []
    },
  },
  {
    code: 'factor-without-effect',
    severity: 'warning',
    why: 'A factor that changes no metric at all is most likely not read by the model, or not under these settings.',
    find({ study, results }) {
      if (results === undefined) return []
      const rows = results.summary.filter(({ method, estimate }) => method !== 'theory' && !Number.isNaN(estimate))
      return study.description.factors.flatMap(({ name, levels }): Remark[] => {
        if (levels.length < 2 || !hasNoEffect(name, rows)) return []
        return [
          {
            path: ['vary', name],
            text: `All estimates are the same to the last digit at every level of "${name}"; fix it, or see why.`,
          },
        ]
      })
    },
  },
  {
    code: 'short-run',
    severity: 'warning',
    why: 'The warm-up reached the end of the part it may cut: the run is too short to tell where the start is over.',
    find({ study, results }) {
      const points = new Set(results?.summary.filter(({ flags }) => flags.includes('SHORT')).map(({ point }) => point))
      const path = study.content.run?.horizon === undefined ? [] : ['run', 'horizon']
      return points.size === 0
        ? []
        : [
            {
              path,
              text: `At ${points.size} design points the warm-up did not end in time (SHORT): ${fewOf([...points])}. Make the horizon longer.`,
            },
          ]
    },
  },
  {
    code: 'wide-intervals',
    severity: 'warning',
    why: 'An interval wider than a tenth of its mean decides little.',
    find({ results }) {
      const rows = results?.summary.filter(({ flags }) => flags.includes('WIDE')) ?? []
      const metrics = [...new Set(rows.map(({ metric }) => metric))]
      const text = `${rows.length} estimates have a half-width above 10 % (${fewOf(metrics)}); add replications, or stop by precision.`
      return rows.length === 0 ? [] : [{ path: [], text }]
    },
  },
]

/** Whether rows that differ in one factor only have equal estimates throughout, and there are such rows. */
function hasNoEffect(factor: string, rows: readonly SummaryRow[]): boolean {
  const groups = new Map<string, number>()
  let compared = false
  for (const { factors, metric, estimate } of rows) {
    const others = Object.entries(factors).filter(([name]) => name !== factor)
    const key = JSON.stringify([metric, others])
    const first = groups.get(key)
    if (first === undefined) groups.set(key, estimate)
    else if (first !== estimate) return false
    else compared = true
  }
  return compared
}
