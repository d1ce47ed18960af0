import { describe, expect, it } from 'vitest'
import { Simulation, laws } from '../../../engine/index.ts'
import type { PlainValue } from '../../parameter.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { Traffic } from '../shared/traffic.ts'
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
    const traffic = new Traffic(sim, { headerBytes: 20, entryBytes: 4 })
    const period = { stabilisePeriod: laws.uniform(15, 45), fingerRounds: 1, fingersPerRound: 1 }
    const running = new Running(sim, ring, 60, traffic, { successors: 4, ...period })
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

  it('is built by its own protocol: nodes that join one after the other find their places and fill their tables', () => {
    const built = { protocol: 'running', churn: false, lookupInterval: 10, nodes: 200, lookups: 1500, successors: 8 }
    const joined = simulate(model, {
      parameters: { keys: 0, ...built, lookups: 1e9, joinPhase: 300 },
      seed: 'behaviour',
      replication: 0,
      warmUp: 2000,
      horizon: 2075,
    }).responses
    expect(joined).toMatchObject({ failedShare: 0, misledShare: 0, deadShare: 0, livingNodes: 200, timeouts: 0 })
    const complete = run(built)
    expect(Math.abs(joined['meanHops']! / complete['meanHops']! - 1)).toBeLessThan(0.05)
  })

  it('counts the bytes of its rounds exactly where nothing else happens', () => {
    // Every 30 s: a request, a reply with predecessor and 4 successors, and a notice that names the sender. Fingers are left alone.
    const quiet = { protocol: 'running', churn: false, nodes: 50, successors: 4, stabilisePeriod: 'constant(30s)' }
    const { responses } = simulate(model, {
      parameters: { keys: 0, ...quiet, fingerRounds: 255, lookupInterval: 1e12 },
      seed: 'behaviour',
      replication: 0,
      warmUp: 45,
      horizon: 3045,
    })
    expect(responses['bandwidth']).toBeCloseTo((3 * 20 + 6 * 4) / 30, 9)
    expect(responses['maintenanceBandwidth']).toBe(responses['bandwidth'])
  })

  it('goes on answering while nodes come and go after heavy-tailed lifetimes', () => {
    const sessions = {
      protocol: 'running',
      nodes: 150,
      downtime: 'exponential(10min)',
      lookupInterval: 60,
      lookups: 3000,
    }
    for (const lifetime of ['weibull(0.5, 300s)', 'pareto(1.5, 200s)', 'empirical(60s 0.5, 1200s 0.5)']) {
      const { meanHops, failedShare, timeouts, deadShare, livingNodes } = run({ ...sessions, lifetime })
      expect(meanHops!).toBeGreaterThan(2)
      expect(failedShare!).toBeLessThan(0.02)
      expect(timeouts!).toBeGreaterThan(0)
      expect(deadShare!).toBeGreaterThan(0)
      expect(livingNodes!).toBeLessThan(150)
    }
  })

  it('mends itself although whole successor lists die between two rounds', () => {
    const { responses } = simulate(model, {
      parameters: {
        keys: 0,
        protocol: 'running',
        nodes: 120,
        successors: 4,
        lookupInterval: 100,
        lookups: 1e9,
        lifetime: 'exponential(500s)',
        downtime: 'exponential(500s)',
        stabilisePeriod: 'constant(200s)',
      },
      seed: 'behaviour',
      replication: 0,
      warmUp: 10_000,
      horizon: 20_000,
    })
    expect(responses['livingNodes']).toBeGreaterThan(50)
    expect(responses['unansweredShare']).toBeLessThan(0.1)
  })

  it('refuses to run without a living node', () => {
    expect(() => run({ nodes: 2, failedFraction: 0.9 })).toThrow('leaves nobody alive')
  })
})
