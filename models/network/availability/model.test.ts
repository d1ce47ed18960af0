import { describe, expect, it } from 'vitest'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import * as theory from './theory.ts'

type Given = Record<string, number | string | boolean>
const resolved = (parameters: Given) => resolveParameters(model, parameters).resolved as never
const run = (parameters: Given, horizon = 1000) =>
  simulate(model, {
    parameters: { messageRate: 5, ...parameters },
    seed: 'behaviour',
    replication: 0,
    warmUp: 0,
    horizon,
  }).responses

describe('hosts', () => {
  it('are all up, and get all messages, while nothing goes wrong', () => {
    const perfect = { availability: 1, quorumAvailability: 1, crashRate: 0, delivered: 1, hostDown: 0 }
    expect(run({ faults: 'none' }, 100)).toMatchObject(perfect)
    expect(run({ intensity: 0 }, 100)).toMatchObject(perfect)
    // 80 microseconds of transmission and 10 ms of propagation.
    expect(run({ faults: 'none' }, 100)['meanDelay']).toBeCloseTo(0.01008, 12)
  })

  it('are down exactly as a schedule says, and longer with more intensity', () => {
    const faults = '[{kind: crash, hosts: [0, 1], at: 100, for: 50}, {kind: trace, outages: [[2, 500, 600]]}]'
    const { availability, quorumAvailability, crashRate } = run({ faults, quorum: 9 })
    // Two hosts of ten for 50 s of 1000 and one for 100 s; three crashes.
    expect(availability).toBeCloseTo(0.98, 12)
    expect(quorumAvailability).toBeCloseTo(0.95, 12)
    expect(crashRate).toBeCloseTo(0.0003, 12)
    expect(run({ faults, quorum: 9, intensity: 2 })['availability']).toBeCloseTo(0.96, 12)
  })

  it('lose what their links, partitions and losses take, each counted for itself', () => {
    expect(run({ faults: '[{kind: link, links: all}]' })).toMatchObject({
      linkDown: 1,
      delivered: 0,
      meanDelay: null,
      lost: 0,
    })
    expect(run({ faults: '[{kind: loss, probability: 1}]' })).toMatchObject({ lost: 1, delivered: 0 })
    const oneWay = run({ hosts: 2, quorum: 1, faults: '[{kind: partition, groups: [[0], [1]], oneWay: true}]' })
    expect(oneWay['partitioned']! + oneWay['delivered']!).toBeCloseTo(1, 2)
    // 5000 messages, half of them in the direction that is cut: three standard errors are 0.02.
    expect(Math.abs(oneWay['partitioned']! - 0.5)).toBeLessThan(0.03)
  })

  it('wait for messages that are slowed down', () => {
    expect(run({ faults: '[{kind: delay, by: 50ms}]' })['meanDelay']).toBeCloseTo(0.06008, 12)
  })

  it('crash oftener with more intensity, in the same order of luck', () => {
    const found = [0.5, 1, 2, 4].map((intensity) => run({ intensity }, 20_000)['availability']!)
    expect(found).toEqual(found.toSorted((a, b) => b - a))
  })

  it('are checked: faults of hosts and links that are not there, and quorums nobody can have', () => {
    expect(() => run({ faults: '[{kind: crash, host: 10}]' })).toThrow(/10/)
    expect(() => run({ faults: '[{kind: link, links: [90]}]' })).toThrow(/90/)
    expect(() => run({ faults: '[{kind: partition, groups: [[0], [12]]}]' })).toThrow(/12/)
    expect(() => run({ quorum: 11 })).toThrow(/quorum = 11: expected at most hosts = 10/)
  })
})

describe('the theory of availability', () => {
  it('knows losses on top of churn, and is silent about other faults', () => {
    const churn = '{kind: churn, hosts: all, up: exponential(9), down: 1}'
    expect(theory.delivered(resolved({ faults: `[${churn}]` }))).toBeCloseTo(0.81, 12)
    expect(theory.delivered(resolved({ faults: `[${churn}, {kind: loss, probability: 0.5}]` }))).toBeCloseTo(0.405, 12)
    expect(theory.delivered(resolved({ faults: `[${churn}, {kind: link, links: [0]}]` }))).toBeUndefined()
    expect(theory.availability(resolved({ faults: `[${churn}, {kind: crash, host: 0}]` }))).toBeUndefined()
  })

  it('has a quorum of one when any host is up, and of all when all are', () => {
    const up = 11 / 12
    expect(theory.quorumAvailability(resolved({ quorum: 1, hosts: 3 }))).toBeCloseTo(1 - (1 - up) ** 3, 12)
    expect(theory.quorumAvailability(resolved({ quorum: 3, hosts: 3 }))).toBeCloseTo(up ** 3, 12)
  })

  it('is silent about hosts that go up and down in step', () => {
    const faults = '[{kind: churn, hosts: all, up: 9, down: 1}]'
    expect(theory.availability(resolved({ faults }))).toBeCloseTo(0.9, 12)
    expect(theory.quorumAvailability(resolved({ faults }))).toBeUndefined()
  })
})
