import { describe, expect, it } from 'vitest'
import { buildManifest, type Manifest } from '../manifest.ts'
import type { RunRecord, StudyDescription } from '../record.ts'
import { galleryRuns, galleryStudy } from '../sample-gallery.ts'
import { summarise } from '../summary.ts'
import { methodsText } from './describe-methods.ts'
import { latexText } from './latex-text.ts'

function manifest(study: StudyDescription, records: readonly RunRecord[]): Manifest {
  const code = { commit: '0123456789abcdef0123', dirty: true }
  const host = { os: 'linux', arch: 'x64', cpu: 'any', cores: 2 }
  return {
    ...buildManifest({ command: 'x', version: '1.2.3', study, records, code, host, created: new Date(0) }),
    node: '20.1.0',
  }
}

function text(change: Partial<StudyDescription> = {}, records: readonly RunRecord[] = galleryRuns()): string {
  const study = { ...galleryStudy, ...change }
  return methodsText(manifest(study, records), summarise(study, records))
}

describe('the methods paragraph', () => {
  it('says model, versions, design, replications, seed, run length, warm-up and intervals', () => {
    expect(text()).toBe(
      'We simulated the model queueing/mmc with Meanwhile 1.2.3, commit 0123456789ab with local changes on Node.js 20.1.0. ' +
        'The study has 4 design points, a full factorial design over servers (2 levels) and load (2 levels). ' +
        'Each design point was run in 6 independent replications, 24 runs in all. ' +
        'All random streams derive from the root seed "root", the number of the replication and the name of the stream alone, ' +
        'so that design points share their random numbers (common random numbers). ' +
        'Each run was measured from 10 s to its natural end; what came before was deleted as warm-up, a time fixed in advance. ' +
        'Estimates are means over replications with Student t confidence intervals, at a confidence level of 95 % for each ' +
        'interval. Of the 8 estimates, 4 have a half-width above 10 % of the estimate.',
    )
  })

  it('says where the runs were measured when there is no warm-up', () => {
    expect(text({ warmUp: 0, horizon: 500 })).toContain(
      'measured from its start to 500 s of simulated time, without warm-up.',
    )
  })

  it('names MSER-5 and a rule of precision where the study has them', () => {
    const rule = { min: 6, max: 50, until: { meanWait: { relative: 0.05 } } }
    const paragraph = text({ warmUpRule: { rule: 'mser-5', atMost: 0.2 }, replicationRule: rule })
    expect(paragraph).toContain(
      'up to the point that MSER-5 found in the mean over the replications of its design point, at most 20 %',
    )
    expect(paragraph).toContain(
      'run for at least 6 and at most 50 independent replications until the half-width of the interval of meanWait is at most 5 % of the estimate.',
    )
  })

  it('does not call a design full that leaves points out', () => {
    const some = galleryRuns().filter(({ point }) => point !== 's2l0.9')
    expect(text({}, some)).toContain('3 design points, a factorial design of which not all points were run over')
    expect(text({ design: 'lhs' })).toContain('4 design points, a Latin hypercube sample over')
  })

  it('owns up to runs that failed, and to intervals that are not there', () => {
    const runs = galleryRuns().map((run, i): RunRecord => (i === 0 ? { ...run, stop: 'error', responses: {} } : run))
    expect(text({}, runs)).toContain('1 of the 24 runs failed and is left out.')
    expect(text({}, runs)).toContain('The estimates rest on 5 to 6 runs each.')
    const one = galleryRuns().filter(({ replication }) => replication === 0)
    expect(text({ replications: 1 }, one)).toContain('Each design point was run once, 4 runs in all.')
    expect(text({ replications: 1 }, one)).toContain('no confidence intervals, for want of at least 3 replications.')
  })

  it('names the method of each metric when there are several', () => {
    const study = galleryStudy
    const rows = summarise(study, galleryRuns()).map((row) =>
      row.metric === 'utilisation' ? { ...row, method: 'wilson' as const } : row,
    )
    expect(methodsText(manifest(study, galleryRuns()), rows)).toContain(
      'Student t confidence intervals (meanWait) and proportions of replications with Wilson confidence intervals (utilisation)',
    )
  })

  it('is escaped for LaTeX', () => {
    expect(latexText('seed "a_b", 95 % of 10 s to 20 s & more')).toBe(
      "seed ``a\\_b'', 95\\,\\% of 10\\,s to 20\\,s \\& more",
    )
  })
})
