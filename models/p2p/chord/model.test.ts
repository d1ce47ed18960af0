import { describe, expect, it } from 'vitest'
import { Simulation, laws } from '../../../engine/index.ts'
import type { PlainValue } from '../../parameter.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { Ring, randomIds } from './ring.ts'
import { Running } from './running.ts'

const run = (parameters: Record<string, PlainValue>, replication = 0) =>
  simulate(model, {
    parameters: { keys: 0, lookups: 2000, ...parameters },
    seed: 'behaviour',
    replication,
    warmUp: 0,
    horizon: Infinity,
  }).responses

describe('a Chord ring', () => {
  it('answers every lookup at once when it has a single node', () => {
    expect(run({ nodes: 1, keys: 100 })).toMatchObject({
      meanHops: 0,
      meanLatency: 0,
      messages: 0,
      keysMax: 100,
      keylessShare: 0,
    })
  })

  it('takes no hop or one in a ring of two', () => {
    const { meanHops, p99Hops } = run({ nodes: 2, placement: 'even' })
    expect(p99Hops).toBe(1)
    expect(Math.abs(meanHops! - 0.5)).toBeLessThan(0.05)
  })

  it('gives the same paths to both styles, and the recursive one fewer messages and a shorter wait', () => {
    const iterative = run({ nodes: 500, latency: 'constant(10ms)' })
    const recursive = run({ nodes: 500, latency: 'constant(10ms)', style: 'recursive' })
    expect(recursive['meanHops']).toBe(iterative['meanHops'])
    expect(iterative['meanLatency']).toBeCloseTo(0.02 * iterative['meanHops']!, 9)
    expect(recursive['messages']).toBeLessThan(iterative['messages']!)
    expect(recursive['meanLatency']).toBeLessThan(iterative['meanLatency']!)
  })

  it('holds the latency to the messages: with constant delays each message of the origin is waited for', () => {
    const { messages, meanLatency } = run({
      nodes: 500,
      latency: 'constant(10ms)',
      style: 'recursive',
      destination: 'owner',
    })
    expect(meanLatency).toBeCloseTo(0.01 * messages!, 9)
  })

  it('has longer paths and more time-outs the more nodes have failed', () => {
    const runs = [0, 0.2, 0.4].map((failedFraction) =>
      run({ nodes: 500, routing: 'fingers-and-successors', failedFraction }),
    )
    for (const metric of ['meanHops', 'timeouts', 'meanLatency', 'lostShare']) {
      const values = runs.map((responses) => responses[metric]!)
      expect(values).toEqual(values.toSorted((a, b) => a - b))
      expect(new Set(values).size).toBe(3)
    }
  })

  it('has neither time-outs nor stuck lookups once it has stabilised, and shorter paths than before', () => {
    const before = run({ nodes: 500, failedFraction: 0.5 })
    const after = run({ nodes: 500, failedFraction: 0.5, stabilised: true })
    expect(after).toMatchObject({ timeouts: 0, unansweredShare: 0 })
    expect(after['meanHops']).toBeLessThan(before['meanHops']!)
    // The keys are gone all the same.
    expect(after['lostShare']).toBe(before['lostShare'])
  })

  it('gets stuck with a successor list of one entry when half of the nodes fail', () => {
    expect(run({ nodes: 500, failedFraction: 0.5, successors: 1 })['unansweredShare']).toBeGreaterThan(0.1)
  })

  it('spreads keys more evenly over hosts with more positions, and most evenly over evenly spaced ones', () => {
    const loads = [1, 5, 20].map(
      (virtualNodes) => run({ nodes: 200, keys: 20_000, virtualNodes, lookups: 1 })['keysMax']!,
    )
    expect(loads).toEqual(loads.toSorted((a, b) => b - a))
    expect(run({ nodes: 200, keys: 20_000, placement: 'even', lookups: 1 })['keysMax']).toBeLessThan(150)
  })

  it('stores the same keys whatever is looked up', () => {
    const few = run({ keys: 5000, lookups: 1 })
    const many = run({ keys: 5000, lookups: 3000 })
    expect([few['keysP99'], few['keysMax'], few['keylessShare']]).toEqual([
      many['keysP99'],
      many['keysMax'],
      many['keylessShare'],
    ])
  })

  it('has no load without keys', () => {
    expect(run({})).toMatchObject({ keysMean: 0, keysP99: null, keylessShare: null })
  })

  it('has correct tables for ever when the protocol runs without churn', () => {
    const sim = new Simulation({ seed: 'quiet' })
    const ring = new Ring(randomIds(60, sim.stream('ids')))
    const running = new Running(sim, ring, { successors: 4, churnRate: 0, stabilisePeriod: laws.uniform(15, 45) })
    sim.run(2000)
    for (let node = 0; node < 60; node++) {
      expect(running.predecessor(node)).toBe((node + 59) % 60)
      expect([1, 2, 3, 4].map((step) => running.successor(node, step))).toEqual(
        [1, 2, 3, 4].map((step) => (node + step) % 60),
      )
      for (let exponent = 51; exponent > 45; exponent--)
        expect(running.finger(node, exponent)).toBe(ring.finger(node, exponent))
    }
  })

  it('answers lookups under churn, hardly ever wrongly, and runs into more dead nodes the faster they leave', () => {
    const churn = { nodes: 300, successors: 12, routing: 'fingers-and-successors', lookups: 4000, lookupRate: 4 }
    const runs = [0.02, 0.2].map((churnRate) => run({ ...churn, churnRate }))
    expect(runs.map(({ unansweredShare }) => unansweredShare)).toEqual([0, 0])
    // Table III of the ToN paper has at most 16 failures in 10 000 lookups.
    for (const { wrongShare } of runs) expect(wrongShare).toBeLessThan(0.0016)
    expect(runs[1]!['timeouts']).toBeGreaterThan(3 * runs[0]!['timeouts']!)
    expect(runs[1]!['meanHops']).toBeGreaterThan(runs[0]!['meanHops']!)
  })

  it('goes on answering in a ring of a handful of nodes under churn', () => {
    expect(run({ nodes: 3, churnRate: 0.01, lookups: 500, lookupRate: 1 })['meanLatency']).toBeGreaterThan(0)
  })

  it('refuses to run without a living node', () => {
    expect(() => run({ nodes: 2, failedFraction: 0.9 })).toThrow('leaves nobody alive')
  })
})
