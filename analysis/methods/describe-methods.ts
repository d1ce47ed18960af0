import { join } from 'node:path'
import { readSummary } from '../csv/read-summary.ts'
import { type Manifest, readManifest } from '../manifest.ts'
import type { StudyDescription } from '../record.ts'
import type { SummaryMethod, SummaryRow } from '../summary.ts'
import { latexText } from './latex-text.ts'
import { cut, list, many, percent } from './words.ts'

/** How `describeMethods` writes: plain sentences, or the same for LaTeX. */
export const methodsFormats = ['text', 'latex'] as const
export type MethodsFormat = (typeof methodsFormats)[number]

/**
 * A paragraph for the methods section of a paper: model and versions, design, replications and seeds, warm-up rule,
 * interval methods, and what had to be left out. Each sentence follows from `manifest.json` and `summary.csv`.
 * @param resultsDir Folder of the results of one study.
 * @throws AnalysisError when the folder has no results, or they are broken.
 */
export function describeMethods(resultsDir: string, format: MethodsFormat = 'text'): string {
  const text = methodsText(readManifest(resultsDir), readSummary(join(resultsDir, 'summary.csv')))
  return format === 'latex' ? latexText(text) : text
}

/** The same of a manifest and a summary that are at hand. */
export function methodsText(manifest: Manifest, summary: readonly SummaryRow[]): string {
  const { study } = manifest
  return [
    versions(manifest),
    design(manifest),
    ...replications(manifest, summary),
    seeds(study),
    warmUp(study),
    ...intervals(study, summary),
    ...theory(summary),
    ...exceptions(manifest, summary),
  ].join(' ')
}

function versions({ study, version, code, node }: Manifest): string {
  const changes = code.dirty === true ? ' with local changes' : ''
  const commit = code.commit === null ? '' : `, commit ${code.commit.slice(0, 12)}${changes}`
  return `We simulated the model ${study.model} with Meanwhile ${version}${commit} on Node.js ${node}.`
}

const designWords: Readonly<Record<string, string>> = {
  full: 'a full factorial design',
  'one-at-a-time': 'a one-factor-at-a-time design',
  '2k': 'a two-level full factorial design',
  '2k-p': 'a two-level fractional factorial design',
  lhs: 'a Latin hypercube sample',
  sobol: 'a Sobol sequence',
  morris: 'a Morris screening design',
  file: 'a list of points',
}

function design({ study, design: { points } }: Manifest): string {
  const factors = study.factors.filter(({ levels }) => levels.length > 1)
  if (factors.length === 0) return `The study has ${many(points, 'design point')}.`
  const kind = study.design ?? 'full'
  // An incomplete factorial, by conditions or by factors in lockstep, is no full one.
  const whole = factors.filter(({ follows }) => follows === undefined).reduce((n, { levels }) => n * levels.length, 1)
  const isCut = kind === 'full' && whole !== points
  const what = isCut
    ? 'a factorial design of which not all points were run'
    : (designWords[kind] ?? `a design of kind ${kind}`)
  const names = factors.map(({ name, levels }) => `${name} (${many(levels.length, 'level')})`)
  return `The study has ${many(points, 'design point')}, ${what} over ${list(names)}.`
}

function replications({ study, design: { runs } }: Manifest, summary: readonly SummaryRow[]): string[] {
  const simulated = summary.filter((row) => row.method !== 'theory' && Number.isFinite(row.replications))
  const counts = simulated.map((row) => row.replications)
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)]
  const sentences: string[] = []
  const rule = study.replicationRule
  if (rule !== undefined && rule.max > rule.min) {
    const targets = Object.entries(rule.until).map(([metric, { relative, absolute }]) => {
      const widths = [
        ...(relative === undefined ? [] : [`${percent(relative)} of the estimate`]),
        ...(absolute === undefined ? [] : [`${absolute} (in the unit of the metric)`]),
      ]
      return `${metric} is at most ${widths.join(' or ')}`
    })
    const until = targets.length === 0 ? '' : ` until the half-width of the interval of ${list(targets)}`
    sentences.push(
      `Each design point was run for at least ${rule.min} and at most ${many(rule.max, 'independent replication')}${until}.`,
    )
  } else {
    const n = many(study.replications, 'independent replication')
    sentences.push(
      `Each design point was run ${study.replications === 1 ? 'once' : `in ${n}`}, ${many(runs, 'run')} in all.`,
    )
  }
  if (counts.length > 0 && (fewest !== most || fewest < study.replications)) {
    sentences.push(`The estimates rest on ${fewest === most ? fewest : `${fewest} to ${most}`} runs each.`)
  }
  return sentences
}

function seeds({ seed }: StudyDescription): string {
  return (
    `All random streams derive from the root seed ${JSON.stringify(seed)}, the number of the replication and the name of ` +
    `the stream alone, so that design points share their random numbers (common random numbers).`
  )
}

function warmUp({ warmUp: start, warmUpRule, horizon }: StudyDescription): string {
  const end = Number.isFinite(horizon) ? `to ${horizon} s of simulated time` : 'to its natural end'
  if (warmUpRule?.rule === 'mser-5') {
    return (
      `The start of each run was deleted up to the point that MSER-5 found in the mean over the replications of its ` +
      `design point, at most ${percent(warmUpRule.atMost)} of the run; the rest was measured ${end}.`
    )
  }
  const time = warmUpRule?.rule === 'fixed' ? warmUpRule.time : start
  if (time > 0)
    return `Each run was measured from ${time} s ${end}; what came before was deleted as warm-up, a time fixed in advance.`
  return `Each run was measured from its start ${end}, without warm-up.`
}

const methodWords: Readonly<Record<SummaryMethod, string>> = {
  'replication-t': 'means over replications with Student t confidence intervals',
  'pooled+jackknife-t':
    'quantiles of the pooled observations of all replications with confidence intervals from a jackknife over the replications',
  'ratio-of-totals': 'ratios of totals over the replications with Student t confidence intervals',
  wilson: 'proportions of replications with Wilson confidence intervals',
  theory: 'closed forms',
}

function intervals({ confidence }: StudyDescription, summary: readonly SummaryRow[]): string[] {
  const methods = [...new Set(summary.map((row) => row.method))].filter((method) => method !== 'theory')
  if (methods.length === 0) return []
  const hasInterval = summary.some((row) => row.method !== 'theory' && Number.isFinite(row.low))
  if (!hasInterval) return ['The estimates have no confidence intervals, for want of at least 3 replications.']
  const metrics = (method: SummaryMethod): string[] => [
    ...new Set(summary.filter((row) => row.method === method).map((row) => row.metric)),
  ]
  const parts = methods.map((method) =>
    methods.length === 1 ? methodWords[method] : `${methodWords[method]} (${list(metrics(method))})`,
  )
  return [`Estimates are ${list(parts)}, at a confidence level of ${percent(confidence)} for each interval.`]
}

function theory(summary: readonly SummaryRow[]): string[] {
  const metrics = [...new Set(summary.filter((row) => row.method === 'theory').map((row) => row.metric))]
  return metrics.length === 0 ? [] : [`Closed forms were computed for ${list(metrics)}.`]
}

const flagWords: Readonly<Record<string, string>> = {
  'FEW-REPLICATIONS': 'have no interval, for want of replications',
  MISSING: 'leave out runs without an observation',
  INFINITE: 'have no mean, because a run measured infinity',
  CENSORED: 'leave out waits that still went on at the end of a run and are too low',
  UNFINISHED: 'lack planned runs',
  WIDE: 'have a half-width above 10 % of the estimate',
  UNSTABLE: 'have no value, because the system does not settle',
  SHORT: 'come from runs that are too short to tell where the warm-up ends',
  FEWTAIL: 'have no value, for want of observations in the tail',
  LAW: 'come from runs that break a law of the model',
  'TARGET-MISSED': 'have a wider interval than was asked for',
  'MIXED-CODE': 'mix runs of several versions of the code',
}

/** `have no interval` of one: `has no interval`. */
function singular(words: string): string {
  return words.replace(/^(have|leave|lack|come|mix)\b/, (verb) =>
    verb === 'have' ? 'has' : verb === 'mix' ? 'mixes' : `${verb}s`,
  )
}

/** What went wrong or is weak, so that no reader has to find it out. */
function exceptions({ design: { failed, runs } }: Manifest, summary: readonly SummaryRow[]): string[] {
  const simulated = summary.filter((row) => row.method !== 'theory')
  const counts = new Map<string, number>()
  for (const name of simulated.flatMap((row) => row.flags.map((flag) => cut(flag, '=')))) {
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const weak = [...counts].flatMap(([name, n]) => {
    const words = flagWords[name]
    return words === undefined ? [] : [`${n} ${n === 1 ? singular(words) : words}`]
  })
  return [
    ...(failed > 0
      ? [`${failed} of the ${many(runs, 'run')} failed and ${failed === 1 ? 'is' : 'are'} left out.`]
      : []),
    ...(weak.length > 0 ? [`Of the ${many(simulated.length, 'estimate')}, ${list(weak)}.`] : []),
  ]
}
