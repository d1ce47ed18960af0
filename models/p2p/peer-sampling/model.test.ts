import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../parameter.ts'
import { simulate } from '../../simulate.ts'
import { Simulation } from '../../../engine/index.ts'
import { Cyclon } from './cyclon.ts'
import { deadLinks, inDegrees, Overlay } from './graph.ts'
import model from './model.ts'
import { Newscast } from './newscast.ts'
import { Views } from './views.ts'

const run = (parameters: Record<string, PlainValue>) =>
  simulate(model, {
    parameters: { nodes: 1000, ...parameters },
    seed: 'behaviour',
    replication: 0,
    warmUp: 0,
    horizon: Infinity,
  }).responses as Record<string, number>

const stream = (name = 'test') => new Simulation({ seed: 'peer sampling' }).stream(name)

const viewOf = (views: Views, node: number): number[] =>
  [...views.peer.subarray(node * views.size, node * views.size + views.count[node]!)].toSorted((a, b) => a - b)

describe('views', () => {
  it('hold distinct peers, never their owner, whatever the protocol does', () => {
    for (const make of [
      (views: Views) => new Newscast(views, stream()),
      (views: Views) => new Cyclon(views, stream(), 4),
    ]) {
      const views = new Views(200, 8)
      views.fillRandomly(stream('start'))
      const protocol = make(views)
      for (let cycle = 1; cycle <= 20; cycle++) for (let node = 0; node < 200; node++) protocol.exchange(node, cycle)
      for (let node = 0; node < 200; node++) {
        const view = viewOf(views, node)
        expect(new Set(view).size).toBe(view.length)
        expect(view).not.toContain(node)
        expect(view.length).toBeLessThanOrEqual(8)
      }
    }
  })

  it('start as a lattice of the nearest neighbours', () => {
    const views = new Views(10, 4)
    views.fillLattice()
    expect(viewOf(views, 0)).toEqual([1, 2, 8, 9])
  })
})

describe('Newscast', () => {
  it('gives both partners the newest of what they knew, and each other', () => {
    const views = new Views(5, 2)
    views.alive.fill(1)
    views.add(0, 1, 3)
    views.add(0, 2, 1)
    views.add(1, 3, 2)
    views.add(1, 4, 0)
    const newscast = new Newscast(views, stream())
    // Node 0 may call 1 or 2; it knows 2 alone when 1 is taken out.
    views.alive[2] = 0
    for (let i = 0; i < 20 && viewOf(views, 1).includes(4); i++) newscast.exchange(0, 7)
    expect(viewOf(views, 1)).toEqual([0, 3])
    expect(viewOf(views, 0)).toEqual([1, 3])
  })
})

describe('Cyclon', () => {
  it('turns a link round: who is called knows the caller, who called no longer knows it', () => {
    const views = new Views(3, 2)
    views.alive.fill(1)
    views.add(0, 1, 0)
    views.add(1, 2, 0)
    new Cyclon(views, stream(), 2).exchange(0)
    expect(viewOf(views, 0)).toEqual([2])
    expect(viewOf(views, 1)).toEqual([0, 2])
  })

  it('drops the entry of a peer that does not answer', () => {
    const views = new Views(3, 2)
    views.alive.fill(1)
    views.alive[1] = 0
    views.add(0, 1, 0)
    views.add(0, 2, 5)
    new Cyclon(views, stream(), 2).exchange(0)
    expect(viewOf(views, 0)).toEqual([2])
  })

  it('keeps the number of entries, as nothing is lost while all answer', () => {
    const found = run({ protocol: 'cyclon', view: 10, cycles: 30 })
    // Ten entries a node, evenly spread: less than half of the spread of a random graph.
    expect(found['inDegreeMin']).toBeGreaterThan(1)
    expect(found['inDegreeSd']).toBeLessThan(Math.sqrt(10) / 1.5)
  })
})

describe('the overlay', () => {
  it('has the clustering and the distances of a ring of nearest neighbours', () => {
    // Watts and Strogatz: 3 (k - 2) / (4 (k - 1)) for k neighbours; views to both sides make k = 4 here.
    const found = run({ protocol: 'none', start: 'lattice', view: 4, cycles: 1, sample: 100 })
    expect(found['clustering']).toBeCloseTo(0.5, 12)
    // Up to 250 hops reach two nodes to either side each: the mean of ceil(i / 2) over both halves of the ring.
    const distances = Array.from({ length: 999 }, (_, i) => Math.ceil(Math.min(i + 1, 999 - i) / 2))
    expect(found['pathLength']).toBeCloseTo(distances.reduce((a, b) => a + b) / 999, 9)
    expect(found['inDegreeSd']).toBe(0)
  })

  it('counts who is cut off, and links to the dead', () => {
    const views = new Views(4, 1)
    views.alive.fill(1)
    views.add(0, 1, 0)
    views.add(1, 0, 0)
    views.add(2, 3, 0)
    expect(new Overlay(views).outsideLargest(0, stream())).toBe(0.5)
    views.alive[3] = 0
    expect(deadLinks(views)).toBeCloseTo(1 / 3, 12)
    expect(inDegrees(views)).toMatchObject({ min: 0, max: 1 })
  })
})

describe('a peer-sampling service', () => {
  it('comes to the same overlay from a lattice and from nodes that join one by one', () => {
    const found = ['random', 'lattice', 'growing'].map((start) => run({ start, view: 20, cycles: 60, sample: 1000 }))
    for (const { clustering, pathLength } of found) {
      expect(clustering! / found[0]!['clustering']!).toBeCloseTo(1, 0.8)
      expect(pathLength! / found[0]!['pathLength']!).toBeCloseTo(1, 1)
    }
  })

  it('stays connected when most nodes are taken out', () => {
    for (const protocol of ['newscast', 'cyclon']) {
      expect(run({ protocol, view: 30, removed: 0.7, cycles: 40 })['outsideLargest']).toBeLessThan(0.02)
    }
  })

  it('refuses to swap more than a view holds', () => {
    expect(() => run({ protocol: 'cyclon', view: 5, shuffle: 6 })).toThrow('at most the size of a view, 5')
  })
})
