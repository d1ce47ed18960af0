import { describe, expect, it } from 'vitest'
import { RandomStream, laws } from '../../../engine/index.ts'
import type { PlainValue } from '../../parameter.ts'
import { randomId } from '../shared/identifiers.ts'
import { Roster } from '../shared/roster.ts'
import { simulate } from '../../simulate.ts'
import { nextHop } from './choice.ts'
import model from './model.ts'
import { RoutingState } from './routing-state.ts'

const stream = new RandomStream('1', 'running')

function responses(parameters: Record<string, PlainValue>, warmUp: number, horizon: number) {
  const all = { protocol: 'running', lookups: 1e9, ...parameters }
  return simulate(model, { parameters: all, seed: 'behaviour', replication: 0, warmUp, horizon }).responses
}

/** Nodes that all know each other as far as their tables have room. */
function crowd(size: number, leafSet: number): { roster: Roster; state: RoutingState } {
  const roster = new Roster(size)
  const state = new RoutingState(roster, (a, b) => Math.abs(a - b), size, { digitBits: 4, leafSet, candidates: 1 })
  for (let i = 0; i < size; i++) state.clear(roster.enter(randomId(stream)))
  for (let a = 0; a < size; a++) for (let b = 0; b < size; b++) state.learn(a, b)
  return { roster, state }
}

describe('the tables of a running node', () => {
  const { roster, state } = crowd(100, 8)
  const around = [...Array(100).keys()].toSorted((a, b) => roster.idOf(a) - roster.idOf(b))

  it('have the neighbours on the circle as their leaf set, on either side the nearest first', () => {
    around.forEach((node, i) => {
      const up = [0, 1, 2, 3].map((place) => state.leaf(node, place, true))
      const down = [0, 1, 2, 3].map((place) => state.leaf(node, place, false))
      expect(up).toEqual([1, 2, 3, 4].map((step) => around[(i + step) % 100]))
      expect(down).toEqual([1, 2, 3, 4].map((step) => around[(i + 100 - step) % 100]))
    })
  })

  it('cover the keys between the outermost leaves and no others', () => {
    around.forEach((node, i) => {
      const at = (step: number): number => roster.idOf(around[(i + 100 + step) % 100]!)
      expect([state.covers(node, at(4)), state.covers(node, at(-4)), state.covers(node, at(0))]).toEqual([
        true,
        true,
        true,
      ])
      expect([state.covers(node, at(5)), state.covers(node, at(-5))]).toEqual([false, false])
    })
  })

  it('lead every key to its closest node, with a digit more or less distance at each hop', () => {
    for (let i = 0; i < 200; i++) {
      const key = randomId(stream)
      const closest = around.reduce((a, b) => (state.distance(b, key) < state.distance(a, key) ? b : a))
      let node = i % 100
      let near = false
      for (;;) {
        near ||= state.covers(node, key)
        const next = nextHop(state, roster, node, key, near, [], () => {})
        if (next === node) break
        const further = state.shared(next, key) > state.shared(node, key)
        expect(further || state.distance(next, key) < state.distance(node, key)).toBe(true)
        node = next
      }
      expect(node).toBe(closest)
    }
  })

  it('lack who belongs into the leaf set although the routing table has it', () => {
    const small = crowd(12, 2)
    const [node, next] = [0, small.state.leaf(0, 0, true)]
    expect(small.state.lacks(node, next)).toBe(false)
    const known = small.state.entryFor(node, small.roster.idOf(next)) === next
    small.state.forget(node, next)
    expect(small.state.lacks(node, next)).toBe(true)
    small.state.learn(node, next)
    expect(small.state.leaf(node, 0, true)).toBe(next)
    if (known) expect(small.state.entryFor(node, small.roster.idOf(next))).toBe(next)
  })
})

describe('a running Pastry network', () => {
  it('is built by its own protocol: nodes that join one after the other come to be found', () => {
    for (const digitBits of ['1', '4']) {
      const built = { nodes: 200, digitBits, leafSet: 8, churn: false, joinPhase: 300, lookupInterval: 20 }
      const { wrongShare, timeouts, livingNodes } = responses(built, 1000, 1200)
      expect({ wrongShare, timeouts, livingNodes }).toEqual({ wrongShare: 0, timeouts: 0, livingNodes: 200 })
    }
  })

  it('replies to the origin, or answers it at every hop, over the same path', () => {
    const quiet = { nodes: 300, churn: false, lookupInterval: 5, latency: laws.deterministic(0.05).toString() }
    const [way, forth, asked] = ['one-way', 'recursive', 'iterative'].map((style) =>
      responses({ ...quiet, style }, 0, 60),
    )
    expect(forth!['meanHops']).toBeCloseTo(way!['meanHops']!, 2)
    expect(way!['meanLatency']).toBeCloseTo(0.05 * way!['meanHops']!, 9)
    expect(asked!['meanLatency']).toBeCloseTo(0.1 * asked!['meanHops']!, 9)
    // One key in 300 is the origin's own.
    expect(Math.abs(forth!['meanLatency']! - 0.05 * (forth!['meanHops']! + 1))).toBeLessThan(0.001)
  })

  it('has fewer wrong answers and fewer dead leaves the more often leaf sets are asked, and sends more', () => {
    const sessions = { nodes: 200, leafSet: 8, lifetime: 'exponential(10min)', downtime: 'exponential(10min)' }
    const runs = ['constant(10min)', 'constant(20s)'].map((leafSetPeriod) =>
      responses({ ...sessions, leafSetPeriod, lookupInterval: 20 }, 600, 3600),
    )
    for (const metric of ['failedShare', 'deadLeafShare', 'timeouts']) {
      expect(runs[1]![metric]!).toBeLessThan(runs[0]![metric]!)
    }
    expect(runs[1]!['failedShare']!).toBeLessThan(0.001)
    expect(runs[1]!['maintenanceBandwidth']!).toBeGreaterThan(2 * runs[0]!['maintenanceBandwidth']!)
  })

  it('goes on answering while nodes come and go after heavy-tailed lifetimes, in every style', () => {
    const sessions = { nodes: 150, downtime: 'exponential(10min)', lookupInterval: 60 }
    for (const style of ['recursive', 'iterative']) {
      for (const lifetime of ['weibull(0.5, 300s)', 'pareto(1.5, 200s)']) {
        const { failedShare, timeouts, deadShare } = responses({ ...sessions, style, lifetime }, 0, 1200)
        expect(failedShare!).toBeLessThan(0.02)
        expect(timeouts!).toBeGreaterThan(0)
        expect(deadShare!).toBeGreaterThan(0)
      }
    }
  })

  it('takes less time with entries that are near', () => {
    const quiet = { nodes: 300, churn: false, joinPhase: 200, underlay: 'transit-stub', lookupInterval: 10 }
    const [any, near] = [1, 2].map((candidates) => responses({ ...quiet, candidates }, 800, 900))
    expect(near!['stretch']!).toBeLessThan(0.95 * any!['stretch']!)
  })

  it('refuses simultaneous failures beside its own departures', () => {
    expect(() => responses({ failedFraction: 0.1 }, 0, 10)).toThrow('failedFraction')
  })
})
