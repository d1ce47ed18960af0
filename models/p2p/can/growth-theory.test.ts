import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../../engine/index.ts'
import { growth } from './growth-theory.ts'
import { Partition } from './partition.ts'

/** Mean number of neighbours over partitions grown by uniform joins. */
function simulated(zones: number, dimensions: number, runs: number): number {
  const stream = new RandomStream('1', 'points')
  const found: number[] = []
  let sum = 0
  for (let run = 0; run < runs; run++) {
    const partition = new Partition(dimensions, zones)
    while (partition.zones < zones) {
      partition.split(partition.zoneOf(Float64Array.from({ length: dimensions }, () => stream.uniform01())))
    }
    for (let zone = 0; zone < zones; zone++) {
      partition.neighbours(zone, found)
      sum += found.length
    }
  }
  return sum / runs / zones
}

describe('the theory of growth', () => {
  it('knows small networks by heart', () => {
    expect(growth(1, 2).neighbours).toBe(0)
    expect(growth(2, 2).neighbours).toBe(1)
    // One half and two quarters, each next to the two others.
    expect(growth(3, 2).neighbours).toBe(2)
    // Halves of halves lie on a circle of four or, after two splits of one half, of sizes 1/2 1/8 1/8 1/4.
    expect(growth(3, 1).neighbours).toBe(2)
    expect(growth(50, 1).neighbours).toBeCloseTo(2, 12)
  })

  it('counts every zone and every bit of space', () => {
    for (const nodes of [5, 1000, 5000, 300_000]) {
      const { zones } = growth(nodes, 3)
      expect(zones.reduce((sum, count) => sum + count, 0) / nodes).toBeCloseTo(1, 9)
      expect(zones.reduce((sum, count, depth) => sum + count * 2 ** -depth, 0)).toBeCloseTo(1, 9)
    }
  })

  it('goes on without a step where it passes from joins to a differential equation', () => {
    const [before, after] = [growth(1024, 2), growth(1030, 2)]
    expect(Math.abs(after.neighbours - before.neighbours)).toBeLessThan(1e-4)
    expect(Math.abs(after.zones[10]! / 1030 - before.zones[10]! / 1024)).toBeLessThan(1e-2)
  })

  it.each([
    [4, 2, 2000],
    [7, 3, 2000],
    [40, 5, 400],
    [300, 2, 100],
  ])('counts the neighbours of %i zones in %i dimensions as they are', (zones, dimensions, runs) => {
    // Standard error below 0.5 % in all cases.
    expect(Math.abs(simulated(zones, dimensions, runs) / growth(zones, dimensions).neighbours - 1)).toBeLessThan(0.015)
  })

  it('gives the limits that a long simulation finds', () => {
    // Independent Monte-Carlo: 4.575, 7.21 and 9.84 from 2^14 zones on.
    for (const [dimensions, neighbours] of [
      [2, 4.575],
      [3, 7.21],
      [4, 9.84],
    ] as const) {
      expect(Math.abs(growth(1 << 18, dimensions).neighbours - neighbours)).toBeLessThan(0.01)
    }
  })
})
