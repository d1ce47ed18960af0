import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../parameter.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'

function responses(parameters: Record<string, PlainValue>): Record<string, number | null> {
  return simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon: Infinity }).responses
}

describe('a CAN', () => {
  it('of one node answers itself', () => {
    const found = responses({ nodes: 1 })
    expect(found).toMatchObject({ meanHops: 0, neighbours: 0, largestVolume: 1, stuckShare: 0 })
  })

  it('of two nodes takes no hop or one', () => {
    const { meanHops } = responses({ nodes: 2, lookups: 4000 })
    // Standard error 0.008.
    expect(Math.abs(meanHops! - 0.5)).toBeLessThan(0.03)
  })

  it('is a hypercube when every dimension is halved once: half of the bits differ', () => {
    const found = responses({ nodes: 1024, dimensions: 10, placement: 'even', lookups: 4000 })
    expect(found['neighbours']).toBe(10)
    // Standard error sqrt(10 / 4 / 4000) = 0.025.
    expect(Math.abs(found['meanHops']! - 5)).toBeLessThan(0.1)
  })

  it('always finds the owner, in all its variants', () => {
    for (const variant of [
      { realities: 3 },
      { dimensions: 4, peersPerZone: 4 },
      { uniformPartitioning: true },
      { routing: 'RTT-weighted', dimensions: 3, realities: 2, peersPerZone: 3, uniformPartitioning: true },
      { failedFraction: 0.4, takenOver: true, peersPerZone: 3, realities: 2 },
    ]) {
      expect(responses({ nodes: 600, lookups: 500, ...variant })).toMatchObject({ stuckShare: 0, timeouts: 0 })
    }
  })

  it('takes shorter ways with more dimensions, and with more realities', () => {
    const hops = (more: Record<string, PlainValue>): number => responses({ nodes: 4096, ...more })['meanHops']!
    const plain = hops({})
    expect(hops({ realities: 3 })).toBeLessThan(plain / 2)
    // At about equal state, dimensions shorten more, as the paper finds.
    expect(hops({ dimensions: 6 })).toBeLessThan(hops({ realities: 3 }))
  })

  it('takes longer ways but less time when round-trip times are weighed', () => {
    const greedy = responses({ nodes: 2000, dimensions: 3 })
    const weighted = responses({ nodes: 2000, dimensions: 3, routing: 'RTT-weighted' })
    expect(weighted['meanHops']!).toBeGreaterThan(greedy['meanHops']!)
    expect(weighted['meanLatency']!).toBeLessThan(greedy['meanLatency']!)
  })

  it('has fewer and closer zones when nodes share them', () => {
    const [alone, shared] = [responses({ nodes: 2048 }), responses({ nodes: 2048, peersPerZone: 4 })]
    expect(shared['peers']!).toBeGreaterThan(1)
    expect(shared['peers']!).toBeLessThan(3)
    expect(shared['meanHops']!).toBeLessThan(alone['meanHops']! * 0.8)
    expect(shared['hopLatency']!).toBeLessThan(alone['hopLatency']! * 0.8)
  })

  it('has more zones of mean volume, and none as large, with uniform partitioning', () => {
    const [off, on] = [false, true].map((uniformPartitioning) =>
      responses({ nodes: 4096, uniformPartitioning, lookups: 1 }),
    )
    expect(on!['shareAtVolume']!).toBeGreaterThan(1.5 * off!['shareAtVolume']!)
    expect(on!['largestVolume']!).toBeLessThan(off!['largestVolume']!)
  })

  it('gets stuck before dead owners until their zones are taken over', () => {
    const broken = responses({ nodes: 1000, dimensions: 4, failedFraction: 0.2 })
    expect(broken['stuckShare']!).toBeGreaterThan(0.18)
    expect(broken['timeouts']!).toBeGreaterThan(0.2)
    expect(broken['meanLatency']!).toBeGreaterThan(responses({ nodes: 1000, dimensions: 4 })['meanLatency']!)
  })

  it('refuses failures that leave nobody, and equal zones for a number that is no power of two', () => {
    expect(() => responses({ nodes: 3, failedFraction: 0.99 })).toThrow('nobody alive')
    expect(() => responses({ nodes: 1000, placement: 'even' })).toThrow('power of two')
  })
})
