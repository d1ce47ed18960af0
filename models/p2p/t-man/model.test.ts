import { describe, expect, it } from 'vitest'
import { Simulation } from '../../../engine/index.ts'
import type { PlainValue } from '../../parameter.ts'
import { simulate } from '../../simulate.ts'
import { TopologyManager } from './manager.ts'
import model from './model.ts'
import { IdealSampling, NewscastSampling } from './sampling.ts'
import { targetOf } from './target.ts'

const run = (parameters: Record<string, PlainValue>) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon: Infinity }).responses as Record<
    string,
    number
  >

const stream = (name = 'test') => new Simulation({ seed: 't-man' }).stream(name)

const manager = (nodes: number, rules: { view?: number; nearest?: number; message?: number; random?: number } = {}) =>
  new TopologyManager(
    { nodes, view: 6, nearest: 3, message: Infinity, random: 0, ...rules },
    targetOf('ring', nodes),
    new IdealSampling(nodes, stream('sampling')),
    stream(),
  )

describe('targets', () => {
  it('have as many places one hop apart as links', () => {
    for (const [shape, nodes] of [
      ['ring', 16],
      ['torus', 25],
      ['tree', 22],
    ] as const) {
      const { links, distance } = targetOf(shape, nodes)
      let near = 0
      for (let a = 0; a < nodes; a++) for (let b = 0; b < nodes; b++) if (distance(a, b) === 1) near++
      expect(near).toBe(links)
    }
  })

  it('measure hops: there and back the same, none to oneself, no shorter way round', () => {
    for (const shape of ['ring', 'torus', 'tree'] as const) {
      const { distance } = targetOf(shape, 25)
      for (let a = 0; a < 25; a++) {
        expect(distance(a, a)).toBe(0)
        for (let b = 0; b < 25; b++) {
          expect(distance(a, b)).toBe(distance(b, a))
          for (let c = 0; c < 25; c++) expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c))
        }
      }
    }
  })

  it('know the ways over the edge and the root', () => {
    expect(targetOf('ring', 10).distance(1, 9)).toBe(2)
    expect(targetOf('torus', 25).distance(0, 24)).toBe(2)
    // Places 7 and 6 of a binary tree: up to 3, 1, 0, down to 2, 6.
    expect(targetOf('tree', 15).distance(7, 6)).toBe(5)
  })
})

describe('views', () => {
  it('hold distinct peers, not their owner, the nearest first', () => {
    const { distance } = targetOf('ring', 200)
    for (const message of [Infinity, 4]) {
      const some = manager(200, { message, random: 3 })
      for (let cycle = 0; cycle < 8; cycle++) some.cycle()
      for (let node = 0; node < 200; node++) {
        const view = some.viewOf(node)
        expect(new Set(view).size).toBe(view.length)
        expect(view).not.toContain(node)
        const far = view.map((peer) => distance(node, peer))
        expect(far).toEqual(far.toSorted((a, b) => a - b))
      }
    }
  })

  it('hold everybody when they have room, and then nothing is missing', () => {
    const all = manager(7)
    for (let node = 0; node < 7; node++) expect(all.viewOf(node)).toHaveLength(6)
    expect(all.missing()).toBe(0)
  })
})

describe('the topology', () => {
  it('never loses a link that it has', () => {
    const some = manager(500)
    let last = some.missing()
    for (let cycle = 0; cycle < 15; cycle++) {
      some.cycle()
      expect(some.missing()).toBeLessThanOrEqual(last)
      last = some.missing()
    }
  })

  it('forms, whatever its shape', () => {
    for (const parameters of [{ target: 'ring' }, { target: 'torus' }, { target: 'tree', random: 5 }]) {
      const found = run({ nodes: 400, cycles: 100, ...parameters })
      expect(found).toMatchObject({ missing: 0, complete: 1 })
      expect(found['nearlyAll']).toBeLessThanOrEqual(found['lastCycle']!)
    }
  })

  it('takes a few cycles more for four times the nodes', () => {
    const [small, large] = [1024, 4096].map((nodes) => run({ nodes, view: 40, nearest: 20, cycles: 30 })['nearlyAll']!)
    expect(large! - small!).toBeGreaterThan(0)
    expect(large! - small!).toBeLessThanOrEqual(3)
  })

  it('forms over a sampling service that runs below it', () => {
    expect(run({ nodes: 400, sampling: 'newscast', random: 5, cycles: 60 })['missing']).toBe(0)
  })

  it('is there from the start when everybody knows everybody', () => {
    expect(run({ nodes: 12, view: 20 })).toMatchObject({ missing: 0, lastCycle: 0, nearlyAll: 0 })
  })
})

describe('Newscast below', () => {
  it('keeps distinct peers and gives each of them', () => {
    const layer = new NewscastSampling(50, 6, stream())
    for (let cycle = 0; cycle < 30; cycle++) layer.cycle()
    for (let node = 0; node < 50; node++) {
      const seen = new Set(Array.from({ length: 300 }, () => layer.peerOf(node)))
      // A peer in six is missed by 300 draws once in 10^23.
      expect(seen.size).toBe(6)
      expect(seen).not.toContain(node)
    }
  })
})
