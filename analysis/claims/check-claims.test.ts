import { describe, expect, it } from 'vitest'
import type { RunRecord } from '../record.ts'
import { sampleRun, sampleStudy } from '../sample-study.ts'
import { checkClaims, claimProblem, type CheckedClaim } from './check-claims.ts'
import { readClaims } from './claim.ts'

/** What the replications of a point have in common, being of the same random numbers. */
const luck = [0.97, 1.02, 1, 1.05, 0.96]

/** Waits of 4, 8 for one server and 1, 2 for two, at loads 0.5 and 0.9. */
function runs(change: (run: RunRecord) => RunRecord = (run) => run): RunRecord[] {
  return [1, 2].flatMap((servers) =>
    [0.5, 0.9].flatMap((load) =>
      luck.map((factor, replication) => {
        const meanWait =
          ((servers === 1 ? 4 : 1) * (load === 0.9 ? 2 : 1) + 0.02 * Math.sin(replication + servers)) * factor
        return change(sampleRun(servers, load, replication, { responses: { meanWait, utilisation: load } }))
      }),
    ),
  )
}

function checked(expectation: string, more: object = {}, records = runs()): CheckedClaim {
  const claims = readClaims([{ claim: 'It is so.', expect: expectation, ...more }], 'study.yaml')
  return checkClaims(sampleStudy, records, claims, 'study.yaml')[0]!
}

describe('a claim', () => {
  it('passes when it is shown at every combination of the factors that it does not name', () => {
    const { verdict, places } = checked('meanWait[servers == 2] < 0.3 * meanWait[servers == 1]')
    expect(verdict).toBe('PASS')
    expect(places.map(({ factors, replications }) => [factors, replications])).toEqual([
      [{ load: 0.5 }, 5],
      [{ load: 0.9 }, 5],
    ])
  })

  it('fails when its opposite is shown at one of them', () => {
    const { verdict, places } = checked('meanWait[servers == 1] > 5')
    expect(verdict).toBe('FAIL')
    expect(places.map((place) => place.verdict)).toEqual(['FAIL', 'PASS'])
  })

  it('is about those points that "at" keeps', () => {
    expect(checked('meanWait[servers == 1] > 5', { at: 'load >= 0.9' }).verdict).toBe('PASS')
    expect(checked('meanWait > 0', { at: 'servers == 2 && load < 0.9' }).places).toHaveLength(1)
  })

  it('can order several points', () => {
    const chain =
      'meanWait[servers == 1 && load == 0.9] > meanWait[servers == 1 && load == 0.5] > meanWait[servers == 2 && load == 0.9]'
    expect(checked(chain)).toMatchObject({ verdict: 'PASS', places: [{}, {}] })
    expect(checked(chain.replace(/>/g, '<')).verdict).toBe('FAIL')
  })

  it('is undecided when the replications do not tell, and says how many would', () => {
    const { verdict, needed } = checked('meanWait[servers == 1 && load == 0.5] < 4.01')
    expect(verdict).toBe('UNDECIDED')
    expect(needed).toBeGreaterThan(5)
  })

  it('compares sums, differences and multiples of metrics', () => {
    const where = { at: 'load == 0.5' }
    expect(
      checked('meanWait[servers == 1] - meanWait[servers == 2] > 2 * (meanWait[servers == 2] + 0.1)', where).verdict,
    ).toBe('PASS')
    expect(checked('-meanWait[servers == 1] / 2 < -1.9', where).verdict).toBe('PASS')
  })

  it('of equality is about a nearness', () => {
    const where = { at: 'load == 0.5' }
    expect(checked('meanWait[servers == 1] == 4', { ...where, within: '10%' }).verdict).toBe('PASS')
    expect(checked('meanWait[servers == 1] == 4', { ...where, within: 0.5 }).verdict).toBe('PASS')
    expect(checked('meanWait[servers == 1] == 5', { ...where, within: '10%' }).verdict).toBe('FAIL')
    expect(checked('meanWait[servers == 1] == 4', { ...where, within: '1%' }).verdict).toBe('UNDECIDED')
    expect(checked('meanWait[servers == 1] == 4 * meanWait[servers == 2]', { ...where, within: '10%' }).verdict).toBe(
      'PASS',
    )
  })

  it('about values that do not vary is decided exactly', () => {
    const at = { at: 'load == 0.5' }
    expect(checked('utilisation[servers == 1] <= 0.5', at).verdict).toBe('PASS')
    expect(checked('utilisation[servers == 1] < 0.5', at).verdict).toBe('FAIL')
  })

  it('is not decided over failed runs, nor over fewer than three', () => {
    const failing = runs((run) =>
      run.replication === 1 && run.point === 's1l0.5' ? { ...run, stop: 'error', responses: {} } : run,
    )
    expect(checked('meanWait[servers == 1] > 1', {}, failing).places[0]).toMatchObject({
      verdict: 'UNDECIDED',
      reason: '1 runs failed',
    })
    const few = runs().filter(({ replication }) => replication < 2)
    expect(checked('meanWait > 0', { at: 'servers == 1' }, few)).toMatchObject({ verdict: 'UNDECIDED', needed: 3 })
  })

  it('leaves out combinations that an irregular design does not have', () => {
    const irregular = runs().filter(({ point }) => point !== 's2l0.9')
    expect(checked('meanWait[servers == 2] < meanWait[servers == 1]', {}, irregular).places).toHaveLength(1)
  })
})

describe('a claim that can not be used', () => {
  it.each<[string, object, string]>([
    ['meanWait', {}, 'it compares nothing; expected <, <=, >, >= or =='],
    ['waits < 2', {}, 'there is no metric "waits". There are: meanWait, utilisation'],
    ['meanWait[server == 1] < 2', {}, 'there is no factor "server". There are: servers, load'],
    ['meanWait[servers == 1', {}, 'unclosed ['],
    ['meanWait * utilisation < 2', {}, 'metrics can be multiplied and divided by numbers only'],
    ['meanWait[servers] < 2', {}, 'expected a condition such as servers == 11'],
    ['1 < 2', {}, 'it names no metric'],
    ['meanWait.x < 2', {}, 'expected metric[condition]'],
    ['meanWait[servers == 3] < 2', {}, 'no design point is meanWait[servers == 3]'],
    ['meanWait > 2', { at: 'load > 2' }, 'no design point satisfies "load > 2"'],
    ['meanWait[servers > 0] > 2', {}, 'meanWait[servers > 0] stands for 2 design points at load=0.5; expected one'],
    ['meanWait == 2', {}, '"==" needs "within"'],
    ['meanWait < 2', { within: '5%' }, '"within" belongs to "=="'],
  ])('%s %j', (expectation, more, message) => {
    expect(() => checked(expectation, more)).toThrow(message)
    expect(() => checked(expectation, more)).toThrow('study.yaml: claims[0] (It is so.): ')
  })

  it('is told before there are any runs', () => {
    const problem = (expectation: string, at?: string): string | undefined =>
      claimProblem(sampleStudy, { claim: 'x', expect: expectation, ...(at !== undefined && { at }) })
    expect(problem('meanWait[servers == 1] < 2', 'load > 0.5')).toBeUndefined()
    expect(problem('waits < 2')).toContain('there is no metric "waits"')
    expect(problem('meanWait < 2', 'lode > 0.5')).toContain('there is no factor "lode"')
    expect(problem('meanWait == 2')).toContain('"==" needs "within"')
  })

  it.each<[unknown, string]>([
    ['faster', 'study.yaml: "claims" is no list'],
    [['faster'], 'study.yaml: claims[0] is "faster"; expected a map with claim and expect'],
    [[{ claim: 'x' }], 'study.yaml: claims[0] has no "expect"; expected a comparison'],
    [
      [{ claim: 'x', expect: 'a < b', when: 1 }],
      'study.yaml: claims[0] has the unknown key "when". Keys: claim, expect, at, within, source.',
    ],
    [
      [{ claim: 'x', expect: 'a == b', within: 'near' }],
      'claims[0].within is "near"; expected a percentage such as 5%',
    ],
  ])('%j', (given, message) => {
    expect(() => readClaims(given, 'study.yaml')).toThrow(message)
  })
})
