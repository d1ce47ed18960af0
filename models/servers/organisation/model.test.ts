import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import { birthDeath } from '../../shared/queueing/birth-death.ts'
import { sharingResponse } from '../../shared/queueing/erlang.ts'
import { pollaczekKhinchine } from '../../shared/queueing/pollaczek-khinchine.ts'
import { cycleThroughput } from './closed-forms.ts'
import { inverse, matrix, times } from './matrix.ts'
import model from './model.ts'
import { poolEquilibrium } from './pool-chain.ts'
import { steadyState } from './theory.ts'

type Given = Record<string, PlainValue>
const run = (parameters: Given, horizon: number, warmUp = 0) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp, horizon }).responses
const theory = (parameters: Given) => steadyState(resolveParameters(model, parameters).resolved)

const organisations = ['iterative', 'thread-per-request', 'pool', 'super-server']
/** Requests so far apart that they never meet: each takes its own time and nothing else. */
const rare = { arrivalRate: 1e-4, cpu: 'deterministic(2s)', blocking: 'deterministic(3s)', spawn: 'deterministic(1s)' }
/** The first arrivals come within a millisecond, which the two digits compared below do not see. */
const rush = { ...rare, arrivalRate: 1e4 }

describe('a server', () => {
  it.each([
    ['iterative', 5, 1],
    ['pool', 5, 8],
    ['thread-per-request', 6, 1],
    ['super-server', 6, 1],
  ])('answers a lone request after its own time: %s', (organisation, response, processes) => {
    const result = run({ ...rare, organisation }, 1e6)
    expect(result['meanResponse']).toBeCloseTo(response, 9)
    expect(result['p99Response']).toBeCloseTo(response, 2)
    expect(result).toMatchObject({ meanWait: 0, rejection: 0 })
    expect(result['processes']).toBeGreaterThanOrEqual(processes)
    expect(result['processes']).toBeLessThan(processes + 0.01)
  })

  it('serves one request after the other when it is iterative', () => {
    // Four are let in at first, and one more whenever one is answered, at 5, 10, 15 s.
    const result = run({ ...rush, organisation: 'iterative', backlog: 3 }, 19.5)
    expect(result['throughput']).toBe(3 / 19.5)
    expect(result['meanResponse']).toBeCloseTo(10, 2)
  })

  it('computes for one request while another blocks when it is concurrent', () => {
    // Two threads on one core: both compute until 4 s and block until 7 s.
    const result = run({ ...rush, organisation: 'pool', poolSize: 2, backlog: 0 }, 7.1)
    expect(result['meanResponse']).toBeCloseTo(7, 2)
    expect(result['concurrency']).toBeCloseTo(2, 2)
  })

  it('gives every port a daemon of its own', () => {
    const result = run({ ...rush, organisation: 'iterative', ports: 3, cores: 3, backlog: 0 }, 5.1)
    expect(result['processes']).toBe(3)
    expect(result['throughput']).toBeCloseTo(3 / 5.1, 9)
  })

  it('needs a single idle process for all ports with a super-server', () => {
    const ports = { arrivalRate: 1, ports: 20 }
    expect(run({ ...ports, organisation: 'super-server' }, 200)['processes']).toBeLessThan(1.1)
    expect(run({ ...ports, organisation: 'pool' }, 200)['processes']).toBe(160)
  })

  it('makes the listener of a super-server fork one child after the other', () => {
    // Forks end at 1, 2 and 3 s, and with a core for each the children answer 5 s later.
    const listener = { ...rush, organisation: 'super-server', listener: 'dedicated', backlog: 2 }
    expect(run({ ...listener, cores: 3 }, 8.5)['meanResponse']).toBeCloseTo(7, 2)
  })

  it('refuses connections only when the backlog is full', () => {
    expect(run({ ...rush, organisation: 'pool', poolSize: 2, backlog: 5 }, 1)['rejection']).toBeCloseTo(1 - 7 / 1e4, 4)
    expect(run({ organisation: 'thread-per-request', arrivalRate: 1000 }, 5)['rejection']).toBe(0)
  })

  it('sends every organisation the same connections', () => {
    const arrivals = organisations.map((organisation) =>
      run({ organisation, spawn: 'deterministic(0s)', cores: 1000, poolSize: 1000 }, 50, 5),
    )
    const [, perRequest, pool, superServer] = arrivals.map((responses) => responses['meanResponse'])
    expect(pool).toBe(perRequest)
    expect(superServer).toBe(perRequest)
  })

  it('is fastest as a pool, and slowest one request at a time, while it is busy', () => {
    const [iterative, perRequest, pool, superServer] = organisations.map(
      (organisation) => run({ organisation, arrivalRate: 90 }, 100, 10)['meanResponse']!,
    )
    expect(pool).toBeLessThan(perRequest!)
    expect(perRequest).toBeLessThan(superServer! * 1.05)
    expect(superServer).toBeLessThan(iterative!)
  })

  it.each([
    [{ cpu: 'normal(1s, 1s)' }, 'cpu can be negative'],
    [{ spawn: 'pareto(1, 1ms)' }, 'spawn has no finite mean'],
    [{ cpu: 'deterministic(0s)', blocking: 'deterministic(0s)' }, 'must take some time'],
  ])('rejects %j', (parameters, message) => {
    expect(() => run(parameters, 1)).toThrow(message)
  })

  it('has no response where nothing was answered', () => {
    expect(run({ arrivalRate: 1e-9 }, 1)).toMatchObject({ meanResponse: null, rejection: null, throughput: 0 })
  })
})

describe('an event-driven server', () => {
  const mixed = { arrivalRate: 300, missRatio: 0.3 }
  const rate = (organisation: string, given: Given) => run({ organisation, ...given }, 60, 5)['throughput']!

  it('stands still while its loop blocks, and not while a helper does', () => {
    expect(rate('event-driven', mixed)).toBeLessThan(0.85 * rate('event-driven-helpers', mixed))
  })

  it('needs no helpers while all is in the cache', () => {
    const cached = { arrivalRate: 300, missRatio: 0 }
    expect(rate('event-driven', cached)).toBe(rate('event-driven-helpers', cached))
  })

  it('gets the threads that it needs from its controllers, and no more than it may have', () => {
    const staged = { organisation: 'staged', arrivalRate: 1000, cpu: '0.1ms', blocking: '20ms', missRatio: 0.15 }
    const { processes } = run(staged, 120, 60)
    // Three would be at work all the time; some more drain the queue of the beginning and are rarely idle for long.
    expect(processes).toBeGreaterThan(4)
    expect(processes).toBeLessThanOrEqual(8)
    expect(run({ ...staged, stageThreads: 2 }, 60, 20)['blockedThreads']).toBeLessThanOrEqual(2)
  })
})

describe('clients', () => {
  it('try again after 3, 6 and 12 s when the backlog is full', () => {
    // The first takes 100 s; all others are dropped four times, within 21 s, and then refused.
    const busy = { organisation: 'iterative', arrivalRate: 1, cpu: '100s', blocking: '0s', backlog: 0, synRetries: 3 }
    const { synDrops, rejection } = run(busy, 90)
    expect(synDrops).toBeGreaterThan(3)
    expect(synDrops).toBeLessThan(4)
    expect(rejection).toBeLessThan(1)
    expect(run({ ...busy, synRetries: 0 }, 90)['rejection']).toBeGreaterThan(rejection!)
  })

  it('wait 93 s at most for the fifth retry', () => {
    // A long request at the start; whoever came within its first seconds gets in by the last retry, at 93 s.
    const first = { organisation: 'iterative', cpu: '80s', blocking: '0s', backlog: 0, synRetries: 5, arrivalRate: 0.1 }
    const { meanWait } = run(first, 400)
    expect(meanWait).toBeLessThanOrEqual(93)
    expect(meanWait).toBeGreaterThan(3)
  })

  it('are served unequally by a pool that is too small for lasting connections, and equally by events', () => {
    const crowd = { clients: 60, requestsPerConnection: 200, poolSize: 10, missRatio: 0.1, backlog: 5, synRetries: 5 }
    const [pool, helpers] = ['pool', 'event-driven-helpers'].map((organisation) =>
      run({ organisation, ...crowd }, 60, 5),
    )
    expect(pool!['fairness']).toBeLessThan(0.7)
    expect(helpers!['fairness']).toBeGreaterThan(0.95)
  })

  it('are refused beyond 400 by a server with as many threads, and beyond 8192 by no event loop', () => {
    const lasting = { requestsPerConnection: 'unlimited', backlog: 0, think: 'exponential(1000s)' }
    const connect = (organisation: string, clients: number) =>
      run({ ...lasting, organisation, clients, threadLimit: 400, cores: 64 }, 20_000)['rejection']!
    const few = connect('thread-per-request', 400)
    const many = connect('thread-per-request', 500)
    expect([few, many > 0]).toEqual([0, true])
    const events = { ...lasting, organisation: 'event-driven-helpers', clients: 8192, poolSize: 64, think: '1000s' }
    expect(run(events, 1100)).toMatchObject({ rejection: 0, fairness: 1 })
  })

  it('have no fairness where they are not told apart', () => {
    expect(run({}, 10)['fairness']).toBeNull()
  })
})

describe('the theory of server organisation', () => {
  it('gives the published response of an iterative server', () => {
    expect(theory({ organisation: 'iterative', arrivalRate: 80 }).meanResponse).toBeCloseTo(0.0436, 9)
  })

  it.each([
    [0, 10.381],
    [0.1, 10.524],
    [0.64, 11.347],
    [1, 11.947],
  ])('gives the published response of a thread per request that costs %d ms', (spawn, response) => {
    const p = { organisation: 'thread-per-request', arrivalRate: 80, spawn: `deterministic(${spawn}ms)` }
    expect(theory(p).meanResponse! * 1000).toBeCloseTo(response, 3)
  })

  it('gives the published throughput of 1, 2, 4, 8 and 16 threads', () => {
    const published = [100, 192.31, 344.66, 484.79, 500]
    const cycles = [1, 2, 4, 8, 16].map((threads) => cycleThroughput(threads, 0.002, 0.008, 1))
    for (const [i, throughput] of cycles.entries()) expect(throughput).toBeCloseTo(published[i]!, 2)
  })

  const pool = { rate: 80, cpu: 0.002, blocking: 0.008, cores: 1, threads: 1, backlog: Infinity }

  it('solves the chain of a pool of one thread to the Pollaczek-Khinchine response', () => {
    expect(poolEquilibrium(pool).meanResponse).toBeCloseTo(0.01 + pollaczekKhinchine(80, 0.01, 0.000068)!, 12)
    expect(poolEquilibrium({ ...pool, backlog: 2000 }).meanResponse).toBeCloseTo(0.0436, 12)
  })

  it('solves the chain of a pool without backlog to the product form', () => {
    const loss = birthDeath(
      6,
      () => 500,
      (n) => cycleThroughput(n, 0.002, 0.008, 2),
    )
    expect(poolEquilibrium({ ...pool, rate: 500, cores: 2, threads: 6, backlog: 0 }).rejection).toBeCloseTo(
      loss[6]!,
      12,
    )
  })

  it('solves the chain of a large pool to processor sharing and a delay', () => {
    const { meanResponse, meanWait } = poolEquilibrium({ ...pool, rate: 200, threads: 40 })
    expect(meanWait).toBeLessThan(1e-9)
    expect(meanResponse).toBeCloseTo(sharingResponse(200, 0.002, 1)! + 0.008, 9)
  })

  it('keeps the numbers in range far beyond capacity', () => {
    const { throughput, rejection } = poolEquilibrium({ ...pool, rate: 1e4, threads: 4, backlog: 500 })
    expect(throughput).toBeCloseTo(cycleThroughput(4, 0.002, 0.008, 1), 6)
    expect(rejection).toBeCloseTo(1 - throughput / 1e4, 9)
  })

  it('inverts matrices that need row exchanges', () => {
    const m = matrix(
      3,
      3,
      (i, j) =>
        [
          [0, 2, 1],
          [1, 0, 0],
          [3, 0, 1],
        ][i]![j]!,
    )
    expect(times(m, inverse(m)).map((row) => [...row])).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ])
  })

  it.each([
    { organisation: 'iterative', arrivalRate: 120 },
    { organisation: 'thread-per-request', arrivalRate: 400 },
    { organisation: 'pool', cpu: 'deterministic(2ms)' },
    { organisation: 'super-server' },
    { organisation: 'iterative', ports: 2 },
  ])('says nothing about the response for %j', (parameters) => {
    expect(theory(parameters).meanResponse).toBeUndefined()
  })
})
