import type { OpenPack } from '../analysis/pack/open-pack.ts'
import type { Reproduction } from '../experiments/reproduce/reproduce.ts'

/** One line of the table of verdicts. */
export interface Badge {
  readonly badge: string
  readonly verdict: 'yes' | 'no' | 'partly' | 'by hand'
  readonly evidence: string
}

/** What a complete pack holds, and what it is for. */
const parts: readonly (readonly [path: string, what: string])[] = [
  ['README.md', 'README'],
  ['results/manifest.json', 'manifest'],
  ['results/runs.csv', 'runs'],
  ['results/summary.csv', 'summary'],
  ['package-lock.json', 'lock file'],
]

function missingParts({ paths }: OpenPack): string[] {
  const study = paths.some((path) => /^study\.\w+$/.test(path)) ? [] : ['study']
  return [...study, ...parts.filter(([path]) => !paths.includes(path)).map(([, what]) => what)]
}

/**
 * What can be said of the badges of artifact evaluation.
 * @param broken Results folders that could not be judged.
 * @source ACM, Artifact Review and Badging version 1.1 (2020): Available; Evaluated - Functional (documented, consistent,
 *   complete, exercisable); Results Reproduced.
 */
export function badges(done: readonly Reproduction[], broken: number, pack: OpenPack | undefined): Badge[] {
  const sum = (count: (one: Reproduction) => number): number => done.reduce((total, one) => total + count(one), 0)
  const rerun = sum((one) => one.rerun)
  const ran = rerun - sum((one) => one.different.filter((text) => /stop was \w+, is error/.test(text)).length)
  const charts = sum((one) => one.charts.length)
  const redrawn = sum((one) => one.charts.filter(({ different }) => different.length === 0).length)
  const equal = sum((one) => one.equal)
  const estimates = sum((one) => one.summary.equal)
  const wrong = sum((one) => one.summary.different.length)
  const all = broken === 0 && done.every(({ reproduced }) => reproduced)
  const missing = pack === undefined ? [] : missingParts(pack)
  const complete =
    pack === undefined
      ? 'results folder, not a pack: README, study and lock file are not judged'
      : missing.length === 0
        ? `README, study, lock file, data and charts are there; ${pack.checked} checksums agree`
        : `missing: ${missing.join(', ')}; ${pack.checked} checksums agree`
  const unread = broken === 0 ? '' : `; ${broken} folders could not be done again`
  const functional = ran < rerun || broken > 0 ? 'no' : pack === undefined || missing.length > 0 ? 'partly' : 'yes'
  return [
    {
      badge: 'Available',
      verdict: 'by hand',
      evidence: 'needs a permanent place with a DOI, which no program can see from here',
    },
    {
      badge: 'Functional',
      verdict: functional,
      evidence: `${complete}; ${ran} of ${rerun} runs could be done${unread}`,
    },
    {
      badge: 'Results Reproduced',
      verdict: all ? 'yes' : equal + redrawn === 0 ? 'no' : 'partly',
      evidence: `${equal} of ${rerun} rows, ${estimates} of ${estimates + wrong} estimates, ${redrawn} of ${charts} figures equal`,
    },
  ]
}
