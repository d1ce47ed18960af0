import { describe, expect, it } from 'vitest'
import { defineModel } from './definition.ts'
import { brokenLaws, type Laws } from './laws.ts'
import mmc from './queueing/mmc/model.ts'
import { simulate } from './simulate.ts'

interface Queue {
  load: number
}

const laws: Laws<Queue, string> = {
  load: (p) => p.load,
  little: [{ number: 'number', rate: 'rate', time: 'time' }],
  utilisation: [{ utilisation: 'busy', rate: 'rate', serviceTime: () => 0.5, servers: () => 2 }],
  flow: [{ arrivals: () => 2, departures: 'rate' }],
}
const sound = { number: 6, rate: 2, time: 3, busy: 0.5 }
/** 20 000 customers in the window: 5 standard errors are 3.5 %, its ends 0.3 %. */
const window = 10_000
const remarks = (change: Partial<Record<keyof typeof sound, number | null>>, load = 0.5, time = window) =>
  brokenLaws(laws, { load }, { ...sound, ...change }, time)

describe('the laws of a model', () => {
  it('are kept by responses that satisfy them', () => {
    expect(remarks({})).toEqual([])
  })

  it("are broken by a number that is not rate x time (Little's law)", () => {
    const [remark] = remarks({ number: 6.5 })
    expect(remark).toMatchObject({ kind: 'law', subject: "Little's law number = rate x time" })
    expect(remark?.text).toContain('6.5 against 6, more than 5.836 % apart')
  })

  it('are broken by a busy fraction that is not rate x service time / servers', () => {
    expect(remarks({ busy: 0.6 }).map(({ subject }) => subject)).toEqual([
      'utilisation law busy = rate x service time / servers',
    ])
  })

  it('are broken when fewer leave than arrive', () => {
    const subjects = remarks({ rate: 1.8, number: 5.4, busy: 0.45 }).map(({ subject }) => subject)
    expect(subjects).toEqual(['flow balance rate = arrivals'])
  })

  it('can not be broken by a handful of customers, nor by a response that is missing', () => {
    expect(remarks({ number: 9 }, 0.5, 5)).toEqual([])
    expect(remarks({ number: null })).toEqual([])
  })

  it('say of an overloaded system only that it is one', () => {
    const [remark, ...others] = remarks({ number: 60, rate: 1 }, 1.25)
    expect(others).toEqual([])
    expect(remark?.kind).toBe('unstable')
    expect(remark?.text).toContain('The offered load is 1.25')
  })

  it('must name metrics of the model', () => {
    const little = [{ number: 'nobody', rate: 'throughput', time: 'meanWait' }]
    // @ts-expect-error there is no such metric
    expect(() => defineModel({ ...mmc, laws: { little } })).toThrow('laws.little: there is no metric "nobody".')
  })
})

describe('M/M/c', () => {
  const run = (arrivalRate: number) =>
    simulate(mmc, { parameters: { arrivalRate }, seed: 'laws', replication: 0, warmUp: 100, horizon: 1100 })

  it.each([0.5, 5, 8, 9.5])('keeps its laws at %d arrivals per second for 10 servers', (arrivalRate) => {
    expect((run(arrivalRate).remarks ?? []).filter(({ kind }) => kind === 'law')).toEqual([])
  })

  it('says that it is overloaded where it is', () => {
    expect(run(11).remarks?.map(({ kind }) => kind)).toContain('unstable')
  })
})
