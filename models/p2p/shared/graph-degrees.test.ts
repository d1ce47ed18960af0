import { expect, it } from 'vitest'
import { degreeSpread } from './graph-degrees.ts'

const all = (nodes: number): Uint8Array => new Uint8Array(nodes).fill(1)

it('tells mean, spread and ends of the degrees', () => {
  const { mean, sd, min, max } = degreeSpread(Int32Array.of(2, 4, 4, 4, 5, 5, 7, 9), all(8))
  expect([mean, sd, min, max]).toEqual([5, 2, 2, 9])
})

it('gives the smallest degree that a fraction of the nodes does not exceed', () => {
  const { quantile } = degreeSpread(Int32Array.of(1, 1, 3, 8), all(4))
  expect([0.25, 0.5, 0.51, 0.75, 0.76, 1].map(quantile)).toEqual([1, 1, 3, 3, 8, 8])
})

it('gives the share of the nodes between two degrees, which may lie outside those there are', () => {
  const { between } = degreeSpread(Int32Array.of(0, 1, 3, 8), all(4))
  expect([between(0, 0), between(1, 3), between(-5, 100), between(9, 20), between(4, 7)]).toEqual([0.25, 0.5, 1, 0, 0])
})

it('leaves nodes out that do not count', () => {
  const { mean, max } = degreeSpread(Int32Array.of(100, 2, 4), Uint8Array.of(0, 1, 1))
  expect([mean, max]).toEqual([3, 4])
})
