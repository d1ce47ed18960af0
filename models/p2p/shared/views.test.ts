import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../../engine/index.ts'
import { Newscast } from './newscast.ts'
import { Views } from './views.ts'

const stream = (name = 'test') => new RandomStream('peer sampling', name)

const viewOf = (views: Views, node: number): number[] =>
  [...views.peer.subarray(node * views.stride, node * views.stride + views.count[node]!)].toSorted((a, b) => a - b)

describe('views', () => {
  it('start as a lattice of the nearest neighbours', () => {
    const views = new Views(10, 4)
    views.fillLattice()
    expect(viewOf(views, 0)).toEqual([1, 2, 8, 9])
  })

  it('start with random others, all of them where there are no more', () => {
    const views = new Views(5, 8)
    views.fillRandomly(stream())
    for (let node = 0; node < 5; node++) expect(viewOf(views, node)).toEqual([0, 1, 2, 3, 4].filter((n) => n !== node))
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
