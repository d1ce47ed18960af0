import { describe, expect, it } from 'vitest'
import { math } from '../../random/math.ts'
import { RandomStream } from '../../random/stream.ts'
import { byDistance } from './link-rule.ts'
import { PairSet } from './pair-set.ts'
import { topologies } from './topologies.ts'
import type { Topology } from './topology.ts'

const links = { latency: 0.001, bandwidth: 1e9 }
const asDrawn = { connected: 'as drawn' } as const
const stream = (name: string): RandomStream => new RandomStream('topologies', name)
const simple = (topology: Topology): boolean => {
  const pairs = new PairSet()
  for (let link = 0; link < topology.links; link += 2) {
    if (topology.from[link] === topology.to[link]) return false
    if (!pairs.add(topology.from[link]!, topology.to[link]!)) return false
  }
  return true
}

/** Mean over hosts of the share of pairs of neighbours that are neighbours. */
function clustering(topology: Topology): number {
  const neighbours = Array.from({ length: topology.hosts }, () => new Set<number>())
  for (let link = 0; link < topology.links; link++) neighbours[topology.from[link]!]!.add(topology.to[link]!)
  let sum = 0
  for (const around of neighbours) {
    const all = [...around]
    let closed = 0
    for (const [i, a] of all.entries()) for (const b of all.slice(i + 1)) if (neighbours[a]!.has(b)) closed++
    sum += all.length < 2 ? 0 : closed / ((all.length * (all.length - 1)) / 2)
  }
  return sum / topology.hosts
}

describe('an Erdos-Renyi graph', () => {
  it('G(n, p) has a binomial number of connections', () => {
    const [n, p, graphs] = [200, 0.05, 50]
    const pairs = (n * (n - 1)) / 2
    let sum = 0
    for (let i = 0; i < graphs; i++) {
      const topology = topologies.erdosRenyi(n, p, links, stream(`er-${i}`), asDrawn)
      expect(simple(topology)).toBe(true)
      sum += topology.links / 2
    }
    // Four standard deviations of Binomial(50 x 19 900, 0.05).
    expect(Math.abs(sum - graphs * pairs * p)).toBeLessThan(4 * Math.sqrt(graphs * pairs * p * (1 - p)))
  })

  it('G(n, p) connects each pair with the same probability', () => {
    const [n, p, graphs] = [5, 0.3, 4000]
    const counts = new Map<string, number>()
    const draws = stream('pairs')
    for (let i = 0; i < graphs; i++) {
      const topology = topologies.erdosRenyi(n, p, links, draws, asDrawn)
      for (let link = 0; link < topology.links; link += 2) {
        const pair = `${topology.from[link]}-${topology.to[link]}`
        counts.set(pair, (counts.get(pair) ?? 0) + 1)
      }
    }
    expect(counts.size).toBe(10)
    for (const count of counts.values())
      expect(Math.abs(count - graphs * p)).toBeLessThan(4.5 * Math.sqrt(graphs * p * (1 - p)))
  })

  it('of p = 0 is empty, of p = 1 complete', () => {
    expect(topologies.erdosRenyi(10, 0, links, stream('0'), asDrawn).links).toBe(0)
    expect(topologies.erdosRenyi(10, 1, links, stream('1')).links).toBe(90)
  })

  it('G(n, m) has m connections of different pairs, sparse or dense, each pair as likely as any', () => {
    for (const m of [3, 8]) {
      const counts = new Map<string, number>()
      const draws = stream(`gnm-${m}`)
      for (let i = 0; i < 4000; i++) {
        const topology = topologies.erdosRenyiOf(5, m, links, draws, asDrawn)
        expect(topology.links).toBe(2 * m)
        for (let link = 0; link < topology.links; link += 2) {
          const pair = `${topology.from[link]}-${topology.to[link]}`
          counts.set(pair, (counts.get(pair) ?? 0) + 1)
        }
      }
      expect(counts.size).toBe(10)
      const p = m / 10
      for (const count of counts.values())
        expect(Math.abs(count - 4000 * p)).toBeLessThan(4.5 * Math.sqrt(4000 * p * (1 - p)))
    }
  })

  it('is joined by one connection for each further part, unless asked for as drawn', () => {
    const topology = topologies.erdosRenyi(50, 0, links, stream('joined'))
    expect(topology.connected).toBe(true)
    expect(topology.links).toBe(2 * 49)
    expect(topologies.erdosRenyi(50, 0, links, stream('joined'), asDrawn).connected).toBe(false)
  })

  it('of 300 000 hosts takes time in proportion to its connections', () => {
    const topology = topologies.erdosRenyi(300_000, 3 / 300_000, links, stream('large'))
    expect(topology.connected).toBe(true)
    expect(
      Math.abs(topologies.erdosRenyi(300_000, 3 / 300_000, links, stream('large'), asDrawn).links / 2 - 450_000),
    ).toBeLessThan(4 * Math.sqrt(450_000))
  })
})

describe('a Barabasi-Albert graph', () => {
  it('has m (n - m) connections: a mean degree of nearly 2m, and none below m', () => {
    const topology = topologies.barabasiAlbert(1000, 3, links, stream('ba'))
    expect(topology.links).toBe(2 * 3 * 997)
    expect([simple(topology), topology.connected]).toEqual([true, true])
    for (let host = 4; host < 1000; host++) expect(topology.degree(host)).toBeGreaterThanOrEqual(3)
  })

  it('has degrees that follow 2m (m+1) / (k (k+1) (k+2))', () => {
    // Dorogovtsev, Mendes, Samukhin, PRL 85 (2000), eq. 10, exact as n grows; intervals of four binomial deviations
    // plus 0.002 for the finite size and the star it begins with.
    const [n, m] = [20_000, 2]
    const topology = topologies.barabasiAlbert(n, m, links, stream('degrees'))
    for (const k of [2, 3, 4, 5, 10]) {
      const expected = (2 * m * (m + 1)) / (k * (k + 1) * (k + 2))
      let share = 0
      for (let host = 0; host < n; host++) if (topology.degree(host) === k) share += 1 / n
      expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt(expected / n) + 0.002)
    }
  })
})

describe('a Watts-Strogatz graph', () => {
  it('without rewiring has a clustering of 3 (K - 2) / (4 (K - 1))', () => {
    for (const K of [4, 10]) {
      const topology = topologies.wattsStrogatz(100, K, 0, links, stream('ws'))
      expect(clustering(topology)).toBeCloseTo((3 * (K - 2)) / (4 * (K - 1)), 12)
      expect(topology.links).toBe(100 * K)
    }
  })

  it('loses clustering as (1 - p)^3 when rewired, and no connection', () => {
    // Barrat, Weigt, Eur. Phys. J. B 13 (2000), eq. 12; tolerance for n = 3000 and the other definition of clustering.
    for (const p of [0.1, 0.3]) {
      const topology = topologies.wattsStrogatz(3000, 10, p, links, stream(`ws-${p}`), asDrawn)
      expect(topology.links).toBe(30_000)
      expect(simple(topology)).toBe(true)
      expect(Math.abs(clustering(topology) - (2 / 3) * (1 - p) * (1 - p) * (1 - p))).toBeLessThan(0.015)
    }
  })

  it('rewires as many connections as the probability says', () => {
    const topology = topologies.wattsStrogatz(5000, 4, 0.2, links, stream('moved'), asDrawn)
    let moved = 0
    for (let link = 0; link < topology.links; link += 2) {
      const gap = (topology.to[link]! - topology.from[link]! + 5000) % 5000
      if (gap !== 1 && gap !== 2) moved++
    }
    // 10 000 connections; four standard deviations.
    expect(Math.abs(moved - 2000)).toBeLessThan(4 * Math.sqrt(10_000 * 0.2 * 0.8))
  })
})

describe('a Waxman graph', () => {
  it('has as many connections as the distances of its hosts let expect', () => {
    const [alpha, beta, n] = [0.2, 0.7, 400]
    const topology = topologies.waxman(n, { latency: byDistance(2, 0.5), bandwidth: 1 }, stream('waxman'), {
      alpha,
      beta,
      side: 10,
      ...asDrawn,
    })
    const { x, y } = topology.coordinates!
    const distance = (a: number, b: number): number =>
      Math.sqrt((x[a]! - x[b]!) * (x[a]! - x[b]!) + (y[a]! - y[b]!) * (y[a]! - y[b]!))
    let [mean, variance] = [0, 0]
    for (let a = 0; a < n; a++) {
      for (let b = a + 1; b < n; b++) {
        const p = beta * math.exp(-distance(a, b) / (alpha * 10 * Math.SQRT2))
        mean += p
        variance += p * (1 - p)
      }
    }
    expect(Math.abs(topology.links / 2 - mean)).toBeLessThan(4 * Math.sqrt(variance))
    expect(Math.min(...x, ...y)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...x, ...y)).toBeLessThan(10)
    for (let link = 0; link < topology.links; link++)
      expect(topology.latency[link]).toBe(0.5 + 2 * distance(topology.from[link]!, topology.to[link]!))
  })
})

describe('a transit-stub topology', () => {
  const sizes = { transitDomains: 3, transitHosts: 4, stubsPerTransitHost: 2, stubHosts: 5 }
  const each = (latency: number): { latency: number; bandwidth: number } => ({ latency, bandwidth: 1e9 })
  const rules = { backbone: each(4), transit: each(3), access: each(2), stub: each(1) }

  it('is connected even when nothing but what must be is', () => {
    const sparse = { backboneProbability: 0, transitProbability: 0, stubProbability: 0 }
    const topology = topologies.transitStub({ ...sizes, ...sparse }, rules, stream('ts'))
    expect([topology.hosts, topology.terminals, topology.terminal(0)]).toEqual([12 + 120, 120, 12])
    expect(topology.connected).toBe(true)
    expect(topology.links).toBe(2 * (topology.hosts - 1))
  })

  it('has a stub domain meet the rest at one transit host only', () => {
    const topology = topologies.transitStub(sizes, rules, stream('ts'))
    const domain = (host: number): number => (host < 12 ? -1 - Math.floor(host / 4) : Math.floor((host - 12) / 5))
    let access = 0
    for (let link = 0; link < topology.links; link += 2) {
      const [a, b] = [topology.from[link]!, topology.to[link]!]
      const [inner, outer] = [domain(a), domain(b)]
      if (inner === outer) expect(topology.latency[link]).toBe(inner < 0 ? 3 : 1)
      else if (inner < 0 && outer < 0) expect(topology.latency[link]).toBe(4)
      else {
        access++
        expect([topology.latency[link], Math.floor(outer / 2)]).toEqual([2, a])
      }
    }
    expect(access).toBe(24)
    expect(simple(topology)).toBe(true)
  })
})

describe('random topologies', () => {
  it('are the same for the same stream, and others for another', () => {
    const make = (name: string): Topology[] => [
      topologies.erdosRenyi(100, 0.05, links, stream(name)),
      topologies.erdosRenyiOf(100, 200, links, stream(name)),
      topologies.barabasiAlbert(100, 2, links, stream(name)),
      topologies.wattsStrogatz(100, 4, 0.3, links, stream(name)),
      topologies.waxman(100, links, stream(name)),
    ]
    const [once, again, other] = [make('a'), make('a'), make('b')]
    for (const [i, topology] of once.entries()) {
      expect(again[i]!.to).toEqual(topology.to)
      expect(other[i]!.to).not.toEqual(topology.to)
    }
  })

  it.each([
    [() => topologies.erdosRenyi(10, 1.5, links, stream('x')), 'erdosRenyi, probability = 1.5: expected a probability'],
    [() => topologies.erdosRenyi(10, NaN, links, stream('x')), 'probability = NaN'],
    [
      () => topologies.erdosRenyiOf(4, 7, links, stream('x')),
      'erdosRenyiOf, connections of 4 hosts = 7: expected an integer from 0 to 6',
    ],
    [
      () => topologies.barabasiAlbert(4, 4, links, stream('x')),
      'barabasiAlbert, attached = 4: expected an integer from 1 to 3',
    ],
    [() => topologies.wattsStrogatz(10, 3, 0, links, stream('x')), 'neighbours = 3: expected an even number'],
    [() => topologies.waxman(10, links, stream('x'), { alpha: 0 }), 'waxman, alpha = 0'],
    [() => topologies.waxman(10, links, stream('x'), { beta: 2 }), 'waxman, beta = 2'],
    [() => topologies.waxman(10, links, stream('x'), { side: NaN }), 'waxman, side = NaN'],
  ])('refuse what makes no sense (%#)', (attempt, message) => {
    expect(attempt).toThrow(message)
  })
})

describe('a set of pairs', () => {
  it('holds what was added and not deleted, in either order', () => {
    const [pairs, reference, draws] = [new PairSet(), new Set<string>(), stream('set')]
    for (let i = 0; i < 20_000; i++) {
      const [a, b] = [draws.integer(0, 60), draws.integer(61, 120)]
      const key = `${a}-${b}`
      if (reference.has(key) && draws.bernoulli(0.6)) {
        pairs.delete(b, a)
        reference.delete(key)
      } else {
        expect(pairs.add(a, b)).toBe(!reference.has(key))
        reference.add(key)
      }
    }
    for (let a = 0; a <= 60; a++)
      for (let b = 61; b <= 120; b++) expect(pairs.has(b, a)).toBe(reference.has(`${a}-${b}`))
  })
})
