import { describe, expect, it } from 'vitest'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import * as theory from './theory.ts'

type Given = Record<string, number | string | boolean>
const resolved = (parameters: Given) => resolveParameters(model, parameters).resolved as never
const run = (parameters: Given, horizon = 20) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon }).responses
const constant = { request: 20_000, reply: 3000, sizes: 'constant', service: '10ms', think: '100ms' }

describe('a call', () => {
  it.each([
    { switching: 'message', hops: 4 },
    { switching: 'packets', hops: 4, headerBytes: 40 },
    { switching: 'packets', hops: 1, headerBytes: 40 },
    { switching: 'packets', hops: 3, mtu: 100_000 },
    { switching: 'cut-through', hops: 4, head: 100 },
    { switching: 'cut-through', hops: 2, head: 1e6 },
    { switching: 'message', hops: 2, headerBytes: 500 },
    { network: 'wan', headerBytes: 20 },
    { network: 'token-ring' },
  ])('takes the time of the closed form on an idle path: %o', (more) => {
    const parameters = { ...constant, ...more }
    expect(run(parameters)['communicationTime']).toBeCloseTo(theory.communicationTime(resolved(parameters))!, 12)
    expect(run(parameters)['requestTime']).toBeCloseTo(theory.requestTime(resolved(parameters))!, 12)
  })

  it('takes as long over a bus as over links of its own when there is one client', () => {
    const parameters = { ...constant, latency: 0.001 }
    const [bus, switched] = [run({ ...parameters, medium: 'bus' }), run(parameters)]
    expect(bus['responseTime']).toBeCloseTo(switched['responseTime']!, 12)
  })

  it('is made of communication, queueing and service', () => {
    const { responseTime, communicationTime, queueingTime, serviceTime } = run({
      clients: 6,
      servers: 1,
      medium: 'bus',
    })
    expect(communicationTime! + queueingTime! + serviceTime!).toBeCloseTo(responseTime!, 12)
    expect(queueingTime).toBeGreaterThan(0)
  })

  it('is the same call whatever the network, so that nothing is faster over a slower one', () => {
    const times = [100e6, 10e6, 1e6].map((bandwidth) => run({ bandwidth, clients: 3 })['communicationTime']!)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('is pipelined by smaller packets, and slowed down again by their headers', () => {
    const times = [100, 300, 1000, 3000, 10_000, 30_000].map((mtu) =>
      theory.communicationTime(resolved({ ...constant, hops: 5, headerBytes: 40, mtu }))!,
    )
    const best = times.indexOf(Math.min(...times))
    expect(best).toBeGreaterThan(0)
    expect(best).toBeLessThan(times.length - 1)
  })

  it('refuses packets that are all header, and a bus of several hops', () => {
    expect(() => run({ headerBytes: 1500 })).toThrow(/headerBytes = 1500: expected less than the mtu of 1500/)
    expect(() => run({ medium: 'bus', network: 'wan' })).toThrow(/medium = bus with 3 hops/)
  })
})

describe('a broadcast', () => {
  const time = (parameters: Given) => run({ operation: 'broadcast', ...parameters }, Infinity)['broadcastTime']!

  it.each(['optimal', 'binomial', 'flat', 'chain'])(
    'over a tree of kind %s is as counted without simulation',
    (tree) => {
      for (const processors of [1, 2, 3, 5, 8, 31, 100]) {
        for (const [logpLatency, overhead, gap] of [
          [6, 2, 4],
          [1, 0, 5],
          [10, 3, 1],
        ] as const) {
          const parameters = { operation: 'broadcast', processors, tree, logpLatency, overhead, gap }
          expect(time(parameters)).toBeCloseTo(theory.broadcastTime(resolved(parameters))!, 9)
        }
      }
    },
  )

  it('is never later over the optimal tree than over another', () => {
    for (const processors of [2, 7, 33, 120]) {
      const optimal = time({ processors })
      for (const tree of ['binomial', 'flat', 'chain'])
        expect(time({ processors, tree })).toBeGreaterThanOrEqual(optimal * (1 - 1e-12))
    }
  })

  it('has no response of calls', () => {
    expect(run({ operation: 'broadcast' }, Infinity)).toMatchObject({ responseTime: null, linkUtilisation: null })
  })
})
