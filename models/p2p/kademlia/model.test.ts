import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../parameter.ts'
import { simulate } from '../../simulate.ts'
import { meanHops } from './hop-theory.ts'
import model from './model.ts'

function responses(parameters: Record<string, PlainValue>): Record<string, number | null> {
  return simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon: Infinity }).responses
}

describe('Kademlia', () => {
  it('of one node answers itself at once', () => {
    expect(responses({ nodes: 1 })).toMatchObject({ meanHops: 0, meanLatency: 0, messages: 0, wrongShare: 0 })
  })

  it('always ends at the closest node when nobody has failed', () => {
    for (const variant of [
      { bucketSize: 1 },
      { bucketSize: 1, style: 'recursive' },
      { bucketSize: 4, until: 'all k' },
      { bucketSize: 2, parallel: 10 },
    ]) {
      expect(responses({ nodes: 700, lookups: 400, ...variant })).toMatchObject({ wrongShare: 0, timeouts: 0 })
    }
  })

  it('takes the same way, asked one by one or forwarded, at the same keys', () => {
    const [asked, forwarded] = ['iterative', 'recursive'].map((style) =>
      responses({ nodes: 900, bucketSize: 3, parallel: 1, style }),
    )
    expect(asked!['meanHops']).toBe(forwarded!['meanHops'])
    expect(asked!['messages']).toBe(2 * asked!['meanHops']!)
  })

  it('asks at least k nodes before it says that it knows the k closest', () => {
    const found = responses({ nodes: 500, bucketSize: 8, until: 'all k', lookups: 300 })
    // Two messages each; the origin may be one of the eight.
    expect(found['messages']!).toBeGreaterThanOrEqual(14)
    expect(found['wrongShare']).toBe(0)
  })

  it('pays for speed with messages when it asks several at a time', () => {
    const [one, three] = [1, 3].map((parallel) => responses({ nodes: 2000, bucketSize: 8, parallel }))
    expect(three!['meanLatency']!).toBeLessThan(one!['meanLatency']!)
    expect(three!['messages']!).toBeGreaterThan(one!['messages']!)
  })

  it('waits for dead contacts, less so when it asks several at a time', () => {
    const failed = { nodes: 1000, bucketSize: 8, failedFraction: 0.3 }
    const [one, three] = [1, 3].map((parallel) => responses({ ...failed, parallel }))
    expect(one!['timeouts']!).toBeGreaterThan(0.3)
    expect(three!['meanLatency']!).toBeLessThan(one!['meanLatency']!)
  })

  it('finds the closest of the living although a third of all contacts is dead, thanks to full buckets', () => {
    expect(responses({ nodes: 1000, failedFraction: 0.33 })['wrongShare']!).toBeLessThan(0.002)
    expect(responses({ nodes: 1000, failedFraction: 0.33, bucketSize: 1 })['wrongShare']!).toBeGreaterThan(0.1)
  })

  it('refuses failures that leave nobody', () => {
    expect(() => responses({ nodes: 3, failedFraction: 0.99 })).toThrow('nobody alive')
  })
})

describe('the theory of hops', () => {
  it('knows small networks by heart', () => {
    expect(meanHops(1, 5)).toBe(0)
    expect(meanHops(2, 1)).toBe(0.5)
    // With room for all, one hop unless the origin is the closest.
    for (const nodes of [3, 10, 25]) expect(meanHops(nodes, 25)).toBeCloseTo(1 - 1 / nodes, 12)
  })

  it('needs half a hop more for twice as many nodes with one contact a bucket', () => {
    for (const nodes of [1000, 30_000]) expect(meanHops(2 * nodes, 1) - meanHops(nodes, 1)).toBeCloseTo(0.5, 3)
  })

  it('passes from small to large networks without a step', () => {
    for (const k of [1, 4, 20]) {
      const [a, b, c] = [meanHops(508, k), meanHops(512, k), meanHops(516, k)]
      expect(Math.abs(a - 2 * b + c)).toBeLessThan(0.004)
    }
  })
})
