import { join } from 'node:path'
import type { SummaryRow } from '../analysis/summary.ts'
import { bundledStudies } from './bundled.ts'
import type { SweepResult } from './runner.ts'

/** A study of the quickstart set and the folder of its results. */
export interface QuickstartStudy {
  readonly name: string
  readonly out: string
}

/** What a newcomer is shown: a study or two of each area, all of them done in a minute or two. */
const showcase: readonly string[] = [
  'network/link',
  'p2p/bittorrent',
  'p2p/chord',
  'queueing/mmc',
  'rpc/retries',
  'servers/organisation',
  'threads/thread-pool',
]

/** The studies of the quickstart, each with the folder of its results. @param all every bundled study, not the showcase */
export function quickstartStudies(root = join('results', 'quickstart'), all = false): QuickstartStudy[] {
  const names = all ? bundledStudies().map(({ name }) => name) : showcase
  return names.map((name) => ({ name, out: join(root, ...name.split('/')) }))
}

/** The one number of a study that a summary table shows: its first charted metric at the last point where it varies. */
export function headline({
  summary,
  description,
}: Pick<SweepResult, 'summary' | 'description'>): SummaryRow | undefined {
  const charted = description.charts[0]?.y
  const metric = (typeof charted === 'string' ? charted : charted?.[0]) ?? description.metrics[0]?.name
  const rows = summary.filter((row) => row.metric === metric && row.method !== 'theory' && !Number.isNaN(row.estimate))
  return rows.findLast(({ low, high }) => high > low) ?? rows.at(-1)
}

/** Relative distance that rounding alone explains; without chance in the model, the interval has no width to hide it. */
const rounding = 1e-9

/** A fraction this close to its theory agrees: an event that rare was not seen in so short a run, nor was its spread. */
const unseen = 1e-4

/** How many estimates have a closed form, and how many intervals hold it. */
export function theoryAgreement(summary: readonly SummaryRow[]): { compared: number; inside: number } {
  const simulated = new Map(
    summary.filter(({ method }) => method !== 'theory').map((row) => [`${row.point} ${row.metric}`, row]),
  )
  let compared = 0
  let inside = 0
  for (const row of summary) {
    const estimate = row.method === 'theory' ? simulated.get(`${row.point} ${row.metric}`) : undefined
    if (estimate === undefined || Number.isNaN(estimate.low)) continue
    compared++
    const slack = rounding * Math.abs(row.estimate) + (row.unit === '1' ? unseen : 0)
    if (row.estimate >= estimate.low - slack && row.estimate <= estimate.high + slack) inside++
  }
  return { compared, inside }
}
