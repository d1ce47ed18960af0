import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { resolveParameters } from '../../resolve.ts'
import { simulate } from '../../simulate.ts'
import { erlangB } from '../../shared/queueing/erlang.ts'
import { terminalThroughput } from '../../shared/queueing/terminals.ts'
import model from './model.ts'
import { switchingEquilibrium } from '../shared/switching-chain.ts'
import { sedaEvents, sedaThreaded } from './seda.ts'
import { steadyState } from './theory.ts'

type Given = Record<string, PlainValue>
const run = (parameters: Given, horizon: number, warmUp = 0) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp, horizon }).responses
const theory = (parameters: Given) => steadyState(resolveParameters(model, parameters).resolved)

/** Times that are exact in binary, so that hand-computed results hold to the last bit. */
const fixed = { cpu: 'deterministic(1s)', blocking: 'deterministic(3s)', think: 'deterministic(4s)' }
const pureCpu = { ...fixed, blocking: 'deterministic(0s)' }

describe('a thread pool', () => {
  it('takes one request through computing, blocking and thinking', () => {
    // Cycle of 1 + 3 + 4 s: answers at 8, 16, ..., 80 s.
    expect(run({ ...fixed, clients: 1, threads: 1 }, 81, 1)).toMatchObject({
      throughput: 10 / 80,
      meanResponse: 4,
      meanThreadWait: 0,
      busyThreads: 0.5,
      coreUtilisation: 1 / 8,
    })
  })

  it('computes with one thread while another blocks', () => {
    // Both requests at 4 s: threads compute in 4-5 and 5-6 and block until 8 and 9, one second apart ever after.
    const result = run({ ...fixed, clients: 2, threads: 2 }, 48, 16)
    expect(result).toMatchObject({ meanResponse: 4, coreUtilisation: 2 / 8, runQueueLength: 0, throughput: 2 / 8 })
  })

  it('makes a request wait for a thread while all of them block', () => {
    // One thread for both: 4-8 and 8-12; the clients then come back at 12 and 16 and keep out of each other's way.
    expect(run({ ...fixed, clients: 2, threads: 1 }, 11)).toMatchObject({
      meanThreadWait: 2,
      waitProbability: 0.5,
      meanResponse: 4,
    })
    expect(run({ ...fixed, clients: 2, threads: 1 }, 12.5)).toMatchObject({ meanResponse: 6 })
  })

  it('goes through computing and blocking once per stage', () => {
    expect(run({ ...fixed, clients: 1, threads: 1, stages: 3 }, 17)).toMatchObject({
      meanResponse: 12,
      busyThreads: 12 / 17,
    })
  })

  it('refuses a request that finds all threads busy and the queue full', () => {
    const result = run({ ...fixed, clients: 4, threads: 1, queueLimit: 1 }, 5)
    expect(result).toMatchObject({ rejection: 0.5, queueLength: 1 / 5 })
  })

  it('serves in order of arrival without a quantum, and in turns with one', () => {
    const two = { ...pureCpu, cpu: 'deterministic(2s)', clients: 2, threads: 2 }
    // Both start at 4 s. In order: 2 and 4 s. In turns of 1 s: A B A B, so 3 and 4 s.
    expect(run(two, 9)['meanResponse']).toBe(3)
    expect(run({ ...two, quantum: '1s' }, 9)['meanResponse']).toBe(3.5)
    expect(run({ ...two, quantum: '2s' }, 9)['meanResponse']).toBe(3)
  })

  it('pays for a switch whenever a core takes another thread, and only then', () => {
    const two = { ...pureCpu, cpu: 'deterministic(2s)', clients: 2, threads: 2, contextSwitch: '0.5s' }
    // A: 4-6.5, B: 6.5-9; in turns of 1 s: A -5.5, B -7, A -8.5, B -10.
    expect(run(two, 9.5)).toMatchObject({ meanResponse: (2.5 + 5) / 2, switchesPerRequest: 1 })
    expect(run({ ...two, quantum: '1s' }, 10.25)).toMatchObject({ meanResponse: (4.5 + 6) / 2, switchesPerRequest: 2 })
    // Alone on its core a thread keeps it through its slices.
    expect(run({ ...two, clients: 1, quantum: '0.25s' }, 9)).toMatchObject({ meanResponse: 2.5, switchesPerRequest: 1 })
  })

  it('charges a crowded run queue for each thread that is left in it', () => {
    // Three at 4 s: A finds nobody waiting and pays 0, B leaves one behind and pays 0.5 s, C none.
    const three = { ...pureCpu, clients: 3, threads: 3, crowding: '0.5s' }
    expect(run(three, 7.75)).toMatchObject({ meanResponse: (1 + 2.5 + 3.5) / 3, switchOverhead: 0.5 / 7.75 })
  })

  it('never moves threads about while there is a core for each', () => {
    const spread = {
      clients: 8,
      think: 'exponential(1s)',
      cpu: 'exponential(1s)',
      threads: 4,
      cores: 4,
      contextSwitch: '10ms',
    }
    expect(run(spread, 500, 50)['switchesPerRequest']).toBe(0)
    expect(run({ ...spread, cores: 3 }, 500, 50)['switchesPerRequest']).toBeGreaterThan(0)
  })

  it('pays for no switch when the last thread of an idle core comes back first', () => {
    // Computing takes no time to speak of, and either thread is as likely to wake up first.
    const two = {
      clients: 2,
      think: 'deterministic(0s)',
      cpu: 'exponential(1us)',
      blocking: 'exponential(1s)',
      threads: 2,
    }
    // 4000 requests: three standard errors are 2.4 %.
    expect(Math.abs(run(two, 2000)['switchesPerRequest']! - 0.5)).toBeLessThan(0.024)
  })

  it('answers more requests per second with more threads as long as switching is free', () => {
    const throughput = [1, 2, 4, 8, 16].map(
      (threads) => run({ clients: 32, think: 'deterministic(0s)', threads }, 100, 5)['throughput']!,
    )
    expect(throughput).toEqual(throughput.toSorted((a, b) => a - b))
  })

  it('has a best number of threads, neither the least nor the most, once caches are crowded', () => {
    const crowded = { clients: 256, think: 'deterministic(0s)', crowding: '50us' }
    const [few, some, many] = [1, 8, 128].map((threads) => run({ ...crowded, threads }, 50, 5)['throughput']!)
    expect(some).toBeGreaterThan(few!)
    expect(some).toBeGreaterThan(many!)
  })

  it('adds nothing to a switch for threads whose working sets the caches hold', () => {
    const three = { ...pureCpu, clients: 3, threads: 3, crowding: '0.5s' }
    expect(run({ ...three, tolerated: 1 }, 7.75)['switchOverhead']).toBe(0)
    expect(run({ ...three, tolerated: 1 }, 7.75)['meanResponse']).toBe(2)
  })

  it('slows threads on busy cores down by each other core that is busy when they begin', () => {
    // A begins alone at 4 s, B beside it: 1 and 1.5 s.
    const two = { ...pureCpu, clients: 2, threads: 2, cores: 2, interference: 0.5 }
    expect(run(two, 6)['meanResponse']).toBe(1.25)
    expect(run({ ...two, cores: 1 }, 6.5)['meanResponse']).toBe(1.5)
  })

  it('creates a thread for a request that finds none idle, and keeps it for a while', () => {
    const one = { ...fixed, clients: 1, threads: 5, creation: '0.5s' }
    // Cycles of 4 s idle and 4.5 s of service, unless the thread is still there.
    expect(run({ ...one, keepAlive: 0 }, 30)).toMatchObject({ meanResponse: 4.5, creationsPerRequest: 4 / 3 })
    expect(run({ ...one, keepAlive: '5s' }, 30)['creationsPerRequest']).toBe(1 / 3)
    expect(run({ ...one, keepAlive: '3s' }, 30)['meanResponse']).toBe(4.5)
    expect(run(one, 30)).toMatchObject({ meanResponse: 4, creationsPerRequest: 0, liveThreads: 5 })
  })

  it('never has more threads than it may', () => {
    const { liveThreads } = run({ clients: 64, think: 'deterministic(0s)', threads: 8, keepAlive: '1s' }, 50)
    expect(liveThreads).toBeCloseTo(8, 9)
  })

  it('finds its knee from what it observes', () => {
    // A quarter of a request is computing: four threads for each core, however many there are.
    for (const [threads, cores] of [
      [1, 1],
      [6, 2],
    ] as const) {
      const { knee } = run({ ...fixed, clients: 12, threads, cores }, 4 + 4 * 50)
      expect(knee! / (4 * cores)).toBeCloseTo(1, 1)
    }
  })

  it('gives pools of different sizes the same requests', () => {
    const roomy = { load: 'open', arrivalRate: 50, threads: 200, cores: 200 }
    expect(run({ ...roomy, threads: 100, cores: 100 }, 50)['meanResponse']).toBe(run(roomy, 50)['meanResponse'])
  })

  it('has no response where nothing was answered', () => {
    expect(run({ load: 'open', arrivalRate: 1e-9 }, 1)).toMatchObject({
      meanResponse: null,
      rejection: null,
      throughput: 0,
    })
  })

  it.each([
    [{ cpu: 'normal(1s, 1s)' }, 'cpu can be negative'],
    [{ cpu: 'pareto(1, 1ms)' }, 'cpu has no finite mean'],
    [{ cpu: 'deterministic(0s)', blocking: 'deterministic(0s)' }, 'must take some time'],
    [{ think: 'deterministic(0s)', clients: 10, threads: 4, queueLimit: 5 }, 'for ever at one instant'],
  ])('rejects %j', (parameters, message) => {
    expect(() => run(parameters, 1)).toThrow(message)
  })
})

describe('the server of the SEDA paper', () => {
  const threaded = (threads: number) => theory({ ...sedaThreaded, threads, clients: threads })
  const events = (clients: number) => theory({ ...sedaEvents, clients })

  it('collapses with threads: best with some, and with a thousand far below a single one', () => {
    const rates = [1, 4, 64, 256, 1024].map((threads) => threaded(threads).throughput!)
    expect(Math.max(...rates)).toBe(rates[1])
    expect(rates.slice(1)).toEqual(rates.slice(1).toSorted((a, b) => b - a))
    expect(rates[4]).toBeLessThan(rates[0]! / 3)
  })

  it('does not with events, whose latency grows in proportion to the tasks instead', () => {
    expect(events(1_000_000).throughput).toBe(events(64).throughput)
    expect(events(1_000_000).meanResponse! / events(1000).meanResponse!).toBeCloseTo(1000, 9)
  })

  it('is simulated as it is calculated', () => {
    for (const threads of [2, 128]) {
      const { throughput } = run({ ...sedaThreaded, threads, clients: threads }, 0.6, 0.1)
      // Some 7000 tasks or more: four standard errors are below 5 %.
      expect(Math.abs(throughput! / threaded(threads).throughput! - 1)).toBeLessThan(0.05)
    }
  })
})

describe('the theory of the thread pool', () => {
  it.each([
    [1, 100],
    [2, 192.31],
    [4, 344.66],
    [8, 484.79],
    [16, 500],
  ])('gives %d threads a throughput of %d per second', (threads, throughput) => {
    const saturated = {
      clients: 32,
      think: 'deterministic(0s)',
      threads,
      cpu: 'exponential(2ms)',
      blocking: 'exponential(8ms)',
    }
    expect(theory(saturated).throughput).toBeCloseTo(throughput, 2)
  })

  it('gives the published M/M/4/20, M/M/4 and Erlang B values', () => {
    const four = { load: 'open', threads: 4, cores: 4, cpu: 'exponential(1s)', blocking: 'deterministic(0s)' }
    const limited = theory({ ...four, arrivalRate: 3.6, queueLimit: 16 })
    expect(limited.rejection).toBeCloseTo(0.016805, 6)
    expect(limited.meanResponse).toBeCloseTo(2.195, 4)
    expect(theory({ ...four, arrivalRate: 3.2 }).meanThreadWait).toBeCloseTo(0.74554, 5)
  })

  const switching = { threads: 8, cpu: 0.002, blocking: 0.008, contextSwitch: 0, crowding: 0, tolerated: 0 }

  it('solves the chain with switches to machine repair when they are free', () => {
    const { throughput } = switchingEquilibrium(switching)
    expect(throughput).toBeCloseTo(terminalThroughput({ population: 8, delay: 0.008, service: 0.002, servers: 1 }), 9)
  })

  it('solves the chain with switches to a saturated core when there are many threads or dear switches', () => {
    const many = switchingEquilibrium({ ...switching, threads: 250, contextSwitch: 0.001 })
    expect(many.throughput).toBeCloseTo(1 / 0.003, 9)
    expect(many.utilisation).toBeCloseTo(1, 12)
    // Threads wake up long before a switch of 100 s is over: all but one then wait for the core.
    const dear = switchingEquilibrium({ ...switching, contextSwitch: 100, crowding: 1 })
    expect(dear.throughput).toBeCloseTo(1 / (100 + 6 + 0.002), 9)
  })

  it('agrees with itself where two theorems apply', () => {
    const open = {
      load: 'open',
      blocking: 'deterministic(0s)',
      cpu: 'exponential(1s)',
      arrivalRate: 1.5,
      threads: 3,
      cores: 3,
    }
    const loss = theory({ ...open, queueLimit: 0 })
    expect(loss.rejection).toBeCloseTo(erlangB(3, 1.5), 12)
    // A queue that is hardly ever full is as good as none.
    expect(theory({ ...open, queueLimit: 200 }).meanResponse).toBeCloseTo(theory(open).meanResponse!, 9)
  })

  it.each([
    { contextSwitch: '1us' },
    { contextSwitch: '1us', think: 'deterministic(0s)', cores: 2 },
    { clients: 20 },
    { cpu: 'deterministic(1ms)' },
    { load: 'open', arrivalRate: 10, queueLimit: 3 },
  ])('says nothing about the response for %j', (parameters) => {
    expect(theory(parameters).meanResponse).toBeUndefined()
  })
})
