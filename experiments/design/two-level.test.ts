import { describe, expect, it } from 'vitest'
import { aliases, bestGenerators, membersOf, order, twoLevelDesign, twoLevelEffects } from './two-level.ts'

const letters = (mask: number) =>
  membersOf(mask)
    .map((i) => 'ABCDEFGHJK'[i])
    .join('')

describe('a 2^k design', () => {
  it('has every combination of signs once, and nothing confounded', () => {
    const design = twoLevelDesign(3)
    expect(new Set(design.signs.map(String)).size).toBe(8)
    expect([design.words, design.resolution]).toEqual([[], Infinity])
  })

  it('gives the effects of the memory and cache example of Jain, sections 17.3 and 18.2 to 18.4', () => {
    // Memory 4 and 16 MB, cache 1 and 2 kB, three replications.
    const responses = [
      [15, 18, 12],
      [25, 28, 19],
      [45, 48, 51],
      [75, 75, 81],
    ]
    const { effects, errorSquares, totalSquares } = twoLevelEffects(twoLevelDesign(2), responses)
    expect(effects.map(({ value }) => value)).toEqual([41, 21.5, 9.5, 5])
    expect([errorSquares, totalSquares]).toEqual([102, 7032])
    const explained = effects.slice(1).map(({ variation }) => Number((100 * variation).toFixed(2)))
    expect([...explained, Number(((100 * errorSquares) / totalSquares).toFixed(2))]).toEqual([78.88, 15.4, 4.27, 1.45])
  })
})

describe('a 2^(k-p) design', () => {
  // Resolutions and word lengths of the minimum-aberration designs: Montgomery, Design and Analysis of Experiments, table
  // 8.14 and Fries and Hunter (1980).
  it.each([
    [3, 1, 3, [3]],
    [4, 1, 4, [4]],
    [5, 1, 5, [5]],
    [5, 2, 3, [3, 3, 4]],
    [6, 2, 4, [4, 4, 4]],
    [7, 2, 4, [4, 5, 5]],
    [7, 3, 4, [4, 4, 4, 4, 4, 4, 4]],
    [8, 2, 5, [5, 5, 6]],
    [8, 4, 4, [4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 8]],
    [9, 4, 4, [4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 8]],
  ])('of %i factors, fraction 2^-%i, has resolution %i', (factors, fraction, resolution, lengths) => {
    const design = twoLevelDesign(factors, bestGenerators(factors, fraction))
    expect(design.resolution).toBe(resolution)
    expect(design.words.map(order)).toEqual(lengths)
    expect(design.signs).toHaveLength(2 ** (factors - fraction))
  })

  it('has balanced and orthogonal columns', () => {
    const { signs } = twoLevelDesign(7, bestGenerators(7, 4))
    for (let i = 0; i < 7; i++) {
      expect(signs.reduce((sum, row) => sum + row[i]!, 0)).toBe(0)
      for (let j = 0; j < i; j++) expect(signs.reduce((sum, row) => sum + row[i]! * row[j]!, 0)).toBe(0)
    }
  })

  it('does not exist where main effects could not be told apart', () => {
    expect(bestGenerators(4, 2)).toBeUndefined()
    expect(bestGenerators(8, 5)).toBeUndefined()
  })

  it('tells the aliases of the 2^(4-1) with D = ABC', () => {
    const design = twoLevelDesign(4, [{ factor: 3, product: [0, 1, 2] }])
    expect(aliases(design, 4).map(({ effect, with: others }) => [letters(effect), ...others.map(letters)])).toEqual([
      ['A', 'BCD'],
      ['B', 'ACD'],
      ['C', 'ABD'],
      ['D', 'ABC'],
      ['AB', 'CD'],
      ['AC', 'BD'],
      ['AD', 'BC'],
    ])
  })

  it('takes the seven factors of Jain, section 19.2, with D = AB, E = AC, F = BC, G = ABC', () => {
    const product = [
      [0, 1],
      [0, 2],
      [1, 2],
      [0, 1, 2],
    ]
    const design = twoLevelDesign(
      7,
      product.map((of, i) => ({ factor: 3 + i, product: of })),
    )
    expect([design.resolution, design.words.filter((word) => order(word) === 3).length]).toEqual([3, 7])
  })
})
