import { describe, expect, it } from 'vitest'
import type { StudyDescription } from '../analysis/record.ts'
import type { SummaryRow } from '../analysis/summary.ts'
import { bundledStudies, findStudy } from './bundled.ts'
import { headline, quickstartStudies, theoryAgreement } from './quickstart.ts'
import { loadStudy } from './study.ts'

const row = (change: Partial<SummaryRow>): SummaryRow => ({
  study: 's',
  point: 'p',
  factors: {},
  metric: 'wait',
  unit: 's',
  estimate: 1,
  low: 0.9,
  high: 1.1,
  confidence: 0.95,
  method: 'replication-t',
  replications: 10,
  flags: [],
  ...change,
})

describe('the bundled studies', () => {
  it.each(bundledStudies().map(({ name }) => name))('%s can be read', async (name) => {
    expect((await loadStudy(name)).name).toBe(name)
  })

  it('are found by name and by path, and have the same name either way', () => {
    const { file } = findStudy('queueing/mmc')
    expect(findStudy(file).name).toBe('queueing/mmc')
  })

  it('are proposed when a name is mistyped', () => {
    expect(() => findStudy('queueing/mcm')).toThrow('There is no study "queueing/mcm". Did you mean "queueing/mmc"? ')
  })
})

describe('the quickstart', () => {
  it('shows bundled studies of every area', () => {
    const studies = quickstartStudies('out')
    const bundled = bundledStudies().map(({ name }) => name)
    const area = (name: string): string => name.split('/')[0]!
    expect(bundled).toEqual(expect.arrayContaining(studies.map(({ name }) => name)))
    expect(new Set(studies.map(({ name }) => area(name)))).toEqual(new Set(bundled.map(area)))
    expect(studies.every(({ name, out }) => out.replaceAll('\\', '/') === `out/${name}`)).toBe(true)
  })

  it('runs every bundled study when asked for all', () => {
    expect(quickstartStudies('out', true).map(({ name }) => name)).toEqual(bundledStudies().map(({ name }) => name))
  })

  it('shows the last estimate that has an interval, whatever comes behind it', () => {
    const description = { charts: [], metrics: [{ name: 'wait', unit: 's', doc: '' }] } as unknown as StudyDescription
    const summary = [
      row({ estimate: 1 }),
      row({ estimate: 2 }),
      row({ estimate: 3, low: 3, high: 3 }),
      row({ metric: 'other' }),
    ]
    expect(headline({ summary, description })?.estimate).toBe(2)
  })

  it('counts the intervals that hold their closed form', () => {
    const theory = (point: string, estimate: number): SummaryRow =>
      row({ point, estimate, method: 'theory', low: NaN, high: NaN })
    const rows = [
      row({ point: 'a' }),
      theory('a', 1.05),
      row({ point: 'b' }),
      theory('b', 2),
      row({ point: 'c', low: NaN }),
      theory('c', 1),
    ]
    expect(theoryAgreement(rows)).toEqual({ compared: 2, inside: 1 })
  })
})
