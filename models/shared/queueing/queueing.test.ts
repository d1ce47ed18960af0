import { describe, expect, it } from 'vitest'
import { laws } from '../../../engine/index.ts'
import { birthDeath, likelyStates, queueEquilibrium } from './birth-death.ts'
import { durationProblem, isConstant, isExponential, meanIfRegular } from './durations.ts'
import { erlangB, erlangC, erlangWait, sharingResponse } from './erlang.ts'
import { harmonic } from './harmonic.ts'
import { stationary } from './markov-chain.ts'
import { meanValueAnalysis, saturationPoint, throughputBound } from './mean-value-analysis.ts'
import { pollaczekKhinchine } from './pollaczek-khinchine.ts'
import { terminalResponse, terminalThroughput } from './terminals.ts'

describe('a birth-death chain', () => {
  it('has geometric states when its rates are constant', () => {
    const states = birthDeath(
      3,
      () => 1,
      () => 2,
    )
    for (const [n, weight] of [8, 4, 2, 1].entries()) expect(states[n]).toBeCloseTo(weight / 15, 14)
  })

  it('does not overflow with thousands of states', () => {
    const states = birthDeath(
      5000,
      () => 3,
      () => 1,
    )
    expect(states[5000]).toBeCloseTo(2 / 3, 12)
  })

  it.each([
    [0.9, 0.050814, 4.6466],
    [1, 0.090909, 5.5],
    [1.2, 0.192587, 6.9261],
    [2, 0.500244, 9.0098],
  ])('gives the published loss and time of M/M/1/10 at %d', (rate, loss, time) => {
    const queue = queueEquilibrium({ servers: 1, room: 10, birth: () => rate, death: () => 1 })!
    expect(queue.blocking).toBeCloseTo(loss, 5)
    expect(queue.meanTimeInSystem).toBeCloseTo(time, 4)
  })

  it('obeys the law of Little', () => {
    const queue = queueEquilibrium({ servers: 4, room: 20, birth: () => 3.6, death: (n) => Math.min(n, 4) })!
    expect(queue.throughput * queue.meanTimeInSystem).toBeCloseTo(queue.meanCustomers, 12)
    expect(queue.meanBusy).toBeCloseTo(queue.throughput, 12)
    expect([queue.blocking, queue.meanCustomers, queue.meanTimeInSystem].map((x) => Number(x.toFixed(4)))).toEqual([
      0.0168, 7.7692, 2.195,
    ])
  })
})

describe('the states that matter', () => {
  it('are those of the whole chain', () => {
    const birth = (n: number): number => (40 - n) / 3
    const death = (n: number): number => Math.min(n, 5)
    const all = birthDeath(40, birth, death)
    const { first, probabilities } = likelyStates(40, birth, death)!
    probabilities.forEach((probability, i) => expect(probability).toBeCloseTo(all[first + i]!, 14))
    expect(probabilities.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 12)
  })

  it('lie around the peak, however far out it is', () => {
    // M/M/infinity: Poisson with a mean of 10^8 and a standard deviation of 10^4.
    const { first, probabilities } = likelyStates(
      Infinity,
      () => 1e8,
      (n) => n,
    )!
    expect(first).toBeGreaterThan(1e8 - 2e5)
    expect(probabilities.length).toBeLessThan(4e5)
    expect(probabilities.reduce((sum, x, i) => sum + x * (first + i), 0) / 1e8).toBeCloseTo(1, 9)
  })

  it('may be one end', () => {
    const empty = likelyStates(
      10,
      () => 0,
      () => 1,
    )!
    expect([empty.first, empty.probabilities[0]]).toEqual([0, 1])
    const full = likelyStates(
      2,
      () => 1,
      () => 1e-30,
    )!
    expect(full.first + full.probabilities.length - 1).toBe(2)
    expect(full.probabilities.at(-1)).toBe(1)
  })
})

describe('the formulas of Erlang', () => {
  it.each([
    [10, 10, 0.214582],
    [15, 10, 0.036497],
    [110, 100, 0.027463],
  ])('give the published loss for c=%d and a=%d', (servers, offered, loss) => {
    expect(erlangB(servers, offered)).toBeCloseTo(loss, 6)
  })

  it('give the published wait of four servers, and none when they are overloaded', () => {
    expect(erlangC(4, 3.2)).toBeCloseTo(0.59643, 5)
    expect(erlangWait(3.2, 1, 4)).toBeCloseTo(0.74554, 5)
    expect(sharingResponse(0.8, 1, 1)).toBeCloseTo(5, 12)
    expect([erlangC(4, 4), erlangWait(4, 1, 4), sharingResponse(1, 1, 1)]).toEqual([undefined, undefined, undefined])
  })
})

describe('the formula of Pollaczek and Khinchine', () => {
  it('gives the published waits at 80 % load', () => {
    const waits = [0, 0.25, 1, 4, 16].map((variance) => pollaczekKhinchine(0.8, 1, variance))
    for (const [i, wait] of [2, 2.5, 4, 10, 34].entries()) expect(waits[i]).toBeCloseTo(wait, 9)
  })

  it('is silent about overload and infinite variance', () => {
    expect([pollaczekKhinchine(1, 1, 1), pollaczekKhinchine(0.5, 1, Infinity)]).toEqual([undefined, undefined])
  })
})

describe('a closed system', () => {
  it.each([
    [10, 9, 1, 1, 0.83204, 3.0187],
    [20, 1, 0.1, 1, 9.98131, 1.00375],
    [50, 5, 0.1, 1, 8.95213, 0.58527],
    [100, 5, 0.1, 2, 18.42643, 0.42699],
  ])(
    'gives the published machine-repair values for N=%d Z=%d S=%d c=%d',
    (population, delay, service, servers, x, r) => {
      const terminals = { population, delay, service, servers }
      expect(terminalThroughput(terminals)).toBeCloseTo(x, 5)
      expect(terminalResponse(terminals)).toBeCloseTo(r, 5)
    },
  )

  it('is the same by mean value analysis where there is one station with one server', () => {
    const { throughput, response } = meanValueAnalysis({ population: 10, think: 9, demands: [1] })
    expect(throughput).toBeCloseTo(terminalThroughput({ population: 10, delay: 9, service: 1, servers: 1 }), 12)
    expect(response).toBeCloseTo(3.0187, 4)
  })

  it.each([
    [1, 0.05248, 4.055],
    [5, 0.240466, 5.793],
    [10, 0.400205, 9.9872],
    [20, 0.474516, 27.1482],
  ])('gives the published mean values for %d customers', (population, x, r) => {
    const network = { population, think: 15, demands: [0.605, 2.1, 1.35] }
    expect(meanValueAnalysis(network).throughput).toBeCloseTo(x, 6)
    expect(meanValueAnalysis(network).response).toBeCloseTo(r, 4)
    expect(meanValueAnalysis(network).throughput).toBeLessThanOrEqual(throughputBound(network))
  })

  it('saturates where its two bounds cross', () => {
    const network = { think: 15, demands: [0.605, 2.1, 1.35] }
    const population = saturationPoint(network)
    expect(population).toBeCloseTo(9.0738, 4)
    expect(population / (15 + 4.055)).toBeCloseTo(1 / 2.1, 12)
  })
})

describe('a Markov chain', () => {
  it('has the stationary probabilities that balance its flows', () => {
    const [sun, rain] = stationary([Float64Array.of(0.9, 0.1), Float64Array.of(0.5, 0.5)])
    expect(sun! * 0.1).toBeCloseTo(rain! * 0.5, 15)
    expect(sun! + rain!).toBeCloseTo(1, 15)
  })
})

describe('the longest of n exponential times', () => {
  it('has the harmonic number as its mean', () => {
    expect(harmonic(8)).toBeCloseTo(2.71786, 5)
    expect(harmonic(64)).toBeCloseTo(4.74389, 5)
    expect(harmonic(0)).toBe(0)
  })
})

describe('a law of a duration', () => {
  it('can not be negative or without a mean', () => {
    const sound = laws.exponential(1)
    expect(durationProblem({ service: sound })).toBeUndefined()
    expect(durationProblem({ service: sound, think: laws.normal(5, 1) })).toMatch('think can be negative')
    expect(durationProblem({ service: laws.pareto(1, 1) })).toMatch('service has no finite mean')
  })

  it('is held against the utilisation law unless it is more variable than the exponential', () => {
    expect(meanIfRegular(laws.exponential(0.1))).toBe(0.1)
    expect(meanIfRegular(laws.hyperexponential(1, 2))).toBeNaN()
  })

  it('is known for what it is', () => {
    expect([isConstant(laws.deterministic(2), 2), isConstant(laws.deterministic(2), 1)]).toEqual([true, false])
    expect([isExponential(laws.exponential(1)), isExponential(laws.erlang(1, 1))]).toEqual([true, false])
  })
})
