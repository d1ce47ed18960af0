import { describe, expect, it } from 'vitest'
import type { SummaryRow } from '../../analysis/summary.ts'
import { bundledStudies } from '../bundled.ts'
import { loadStudy, parseStudy, type Study } from '../study.ts'
import { lintRules, lintStudy, openFindings } from './lint.ts'
import { resultRules } from './result-rules.ts'

const nowhere = 'no/results/here'
const head = 'model: queueing/mmc\ntitle: Wait\n'
/** A run long enough that nothing is wrong with it. */
const run = 'run: { warmUp: 500s, horizon: 5500s, replications: 10 }\n'
const read = (text: string) => parseStudy({ name: 'wait', file: 'wait.yaml' }, head + text)
const found = async (text: string) =>
  openFindings(lintStudy(await read(text), nowhere)).map(({ code, line, column }) => `${line}:${column} ${code}`)

describe('lint', () => {
  it('has nothing to say of a sound study', async () => {
    expect(
      await found(`vary: { servers: [10, 11, 12] }\n${run}charts: [{ id: a, kind: line, x: servers, y: meanWait }]\n`),
    ).toEqual([])
  })

  it.each([
    ['run: { warmUp: 500s, horizon: 5500s, replications: 1 }\n', '3:38 single-replication'],
    ['run: { warmUp: 500s, horizon: 5500s, replications: 4 }\n', '3:38 few-replications'],
    [
      'run: { warmUp: 500s, horizon: 5500s, replications: { min: 4, until: { meanWait: 5% } } }\n',
      '3:38 few-replications',
    ],
    ['run: { warmUp: 500s, horizon: 1500s, replications: 10 }\n', '3:8 long-warm-up'],
    ['run: { warmUp: { rule: mser-5, atMost: 40% }, horizon: 5500s, replications: 10 }\n', '3:8 long-warm-up'],
    ['run: { warmUp: 0, horizon: 5500s, replications: 10 }\n', '3:8 no-warm-up'],
    ['measure: [meanWait]\nrun: { warmUp: 4s, horizon: 22s, replications: 10 }\n', '4:20 short-horizon'],
    [`run: { warmUp: 500s, horizon: 5500s, replications: 10, confidence: 0.8 }\n`, '3:56 low-confidence'],
    [`vary: { servers: [7, 8, 9] }\n${run}`, '3:1 unstable-point'],
    [`vary: { servers: [10] }\n${run}`, '3:9 constant-factor'],
    [`vary: { servers: [10, 11] }\nwhere: servers < 11\n${run}`, '3:9 unused-level'],
    [`vary: { servers: [10, 11] }\nwhere: servers < 1000\n${run}`, '4:1 idle-where'],
    [
      `vary: { servers: 10..12, arrivalRate: 5..6, serviceRate: 1..2 }\ndesign: 2k-p(1)\n${run}`,
      '4:1 confounded-effects',
    ],
    [`vary: { servers: 10..20, arrivalRate: 5..6 }\ndesign: sobol(30)\n${run}`, '4:1 uneven-sobol'],
    [`vary: { servers: 10..20, arrivalRate: 5..6 }\ndesign: lhs(10)\n${run}`, '4:1 few-samples'],
    [`vary: { servers: 10..20, arrivalRate: 5..6 }\ndesign: morris(2)\n${run}`, '4:1 few-samples'],
    [`vary: { servers: 10..11, arrivalRate: [5, 6] }\ndesign: lhs(40)\n${run}`, '4:1 repeated-points'],
    [
      `vary: { servers: [10, 11], arrivalRate: [5, 6] }\ndesign: one-at-a-time\n${run}charts: [{ id: a, kind: line, x: servers, y: meanWait, by: arrivalRate }]\n`,
      '6:10 one-at-a-time-interaction',
    ],
    [
      `vary: { servers: 10..16 step 1, arrivalRate: [5, 6] }\n${run}charts: [{ id: a, kind: line, x: arrivalRate, y: meanWait, by: servers }]\n`,
      '5:10 many-curves',
    ],
    [
      `vary: { servers: [10, 11] }\n${run}charts: [{ id: a, kind: bar, x: servers, y: meanWait, yScale: log }]\n`,
      '5:55 bar-without-zero',
    ],
    [
      `vary: { servers: [10, 11] }\n${run}charts: [{ id: a, kind: line, x: servers, y: meanWait, band: none }]\n`,
      '5:56 hidden-interval',
    ],
    [
      `vary: { servers: [10, 12, 20] }\n${run}charts: [{ id: a, kind: bar, x: servers, y: meanWait }]\n`,
      '5:30 uneven-bars',
    ],
    [`${run}accept: { few-replication: I said so }\n`, '4:11 unknown-rule'],
  ])('finds in %j: %s', async (text, finding) => {
    expect(await found(text)).toEqual([finding])
  })

  it('counts the customers behind a quantile over all runs when it is pooled over them', async () => {
    const study = 'measure: [meanWait, p99Wait]\nrun: { warmUp: 5s, horizon: 35s, replications: 4 }\n'
    expect(await found(study)).toEqual(['3:21 few-tail-samples', '4:34 few-replications'])
    expect(await found(study.replace('4 }', '5 }'))).toEqual([])
  })

  it('says that two replications show no interval, beside that they are few', async () => {
    const study =
      'vary: { servers: [10, 11] }\nrun: { warmUp: 500s, horizon: 5500s, replications: 2 }\ncharts: [{ id: a, kind: line, x: servers, y: meanWait }]\n'
    expect(await found(study)).toEqual(['4:38 few-replications', '5:10 chart-without-interval'])
  })

  it('lets a study accept a finding with a reason, and still knows of it', async () => {
    const study = await read(
      'run: { warmUp: 500s, horizon: 5500s, replications: 4 }\naccept: { few-replications: a quick look }\n',
    )
    const findings = lintStudy(study, nowhere)
    expect(findings.map(({ code, accepted }) => [code, accepted])).toEqual([['few-replications', 'a quick look']])
    expect(openFindings(findings)).toEqual([])
  })

  it('finds no error in the bundled studies', async () => {
    const studies = await Promise.all(bundledStudies().map(({ name }) => loadStudy(name)))
    const errors = studies.flatMap((study) =>
      openFindings(lintStudy(study, nowhere)).filter(({ severity }) => severity === 'error'),
    )
    expect(errors).toEqual([])
  })

  it('names each rule once, with a reason that is a sentence', () => {
    expect(new Set(lintRules.map(({ code }) => code)).size).toBe(lintRules.length)
    for (const { why } of lintRules) expect(why).toMatch(/^[A-Z].*\.$/)
  })
})

describe('lint of results', () => {
  const rule = (code: string) => resultRules.find((each) => each.code === code)!
  const row = (servers: number, estimate: number, flags: string[] = []): SummaryRow => ({
    study: 'wait',
    point: `p${servers}`,
    factors: { servers },
    metric: 'meanWait',
    unit: 's',
    estimate,
    low: estimate,
    high: estimate,
    confidence: 0.95,
    method: 'replication-t',
    replications: 10,
    flags,
  })
  const runs = (fingerprints: string[], stop = 'horizon') =>
    fingerprints.map((fingerprint, replication) => ({
      id: `${replication}`,
      point: 'p',
      replication,
      factors: {},
      responses: {},
      stop,
      fingerprint,
    }))
  const subject = (study: Study, summary: SummaryRow[], rows = runs([])) => ({
    study,
    results: { folder: 'r', description: study.description, summary, runs: rows },
  })
  const study = read(`vary: { servers: [10, 11] }\n${run}`)

  it.each([
    ['failed-runs', [], runs(['a', ''], 'error'), 1],
    ['failed-runs', [], runs(['a', 'b']), 0],
    ['equal-replications', [], runs(['a', 'b', 'a']), 1],
    ['equal-replications', [], runs(['a', 'b', 'c']), 0],
    ['factor-without-effect', [row(10, 1), row(11, 1)], runs([]), 1],
    ['factor-without-effect', [row(10, 1), row(11, 1.5)], runs([]), 0],
    ['short-run', [row(10, 1, ['SHORT']), row(11, 1)], runs([]), 1],
    ['wide-intervals', [row(10, 1, ['WIDE'])], runs([]), 1],
  ] as const)('%s looks at what came out', async (code, summary, rows, count) => {
    expect(rule(code).find(subject(await study, [...summary], rows))).toHaveLength(count)
  })
})
