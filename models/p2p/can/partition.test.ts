import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../../engine/index.ts'
import { Partition } from './partition.ts'

const stream = new RandomStream('1', 'points')

function grown(dimensions: number, zones: number): Partition {
  const partition = new Partition(dimensions, zones)
  while (partition.zones < zones) {
    partition.split(partition.zoneOf(Float64Array.from({ length: dimensions }, () => stream.uniform01())))
  }
  return partition
}

const zonesOf = (partition: Partition): number[] =>
  Array.from({ length: partition.zones }, (_, zone) => zone).filter((zone) => partition.has(zone))

function boxOf({ boxes, dimensions }: Partition, zone: number): [low: number, high: number][] {
  const from = zone * dimensions * 2
  return Array.from({ length: dimensions }, (_, i) => [boxes[from + 2 * i]!, boxes[from + 2 * i + 1]!])
}

/** By the definition: overlapping in all dimensions but one, abutting in that one, round the torus. */
function areNeighbours(partition: Partition, a: number, b: number): boolean {
  const [boxA, boxB] = [boxOf(partition, a), boxOf(partition, b)]
  const overlap = (i: number): boolean => boxA[i]![0] < boxB[i]![1] && boxB[i]![0] < boxA[i]![1]
  const abut = (i: number): boolean => boxA[i]![1] % 1 === boxB[i]![0] || boxB[i]![1] % 1 === boxA[i]![0]
  const all = boxA.map((_, i) => i)
  return a !== b && all.some((j) => abut(j) && !overlap(j) && all.every((i) => i === j || overlap(i)))
}

function expectSound(partition: Partition): void {
  const found: number[] = []
  const zones = zonesOf(partition)
  expect(zones).toHaveLength(partition.live)
  expect(zones.reduce((sum, zone) => sum + boxOf(partition, zone).reduce((v, [l, h]) => v * (h - l), 1), 0)).toBe(1)
  for (const zone of zones) {
    const volume = boxOf(partition, zone).reduce((product, [low, high]) => product * (high - low), 1)
    expect(2 ** -partition.depthOf(zone)).toBe(volume)
    expect(partition.zoneOf(Float64Array.from(boxOf(partition, zone), ([low, high]) => (low + high) / 2))).toBe(zone)
    partition.neighbours(zone, found)
    expect(found.toSorted((a, b) => a - b)).toEqual(zones.filter((other) => areNeighbours(partition, zone, other)))
  }
}

describe('a partition of the torus', () => {
  it('halves the dimensions in turn', () => {
    const partition = new Partition(2, 4)
    expect(partition.split(0)).toBe(1)
    expect(boxOf(partition, 1)).toEqual([
      [0.5, 1],
      [0, 1],
    ])
    expect(partition.split(1)).toBe(2)
    expect(boxOf(partition, 2)).toEqual([
      [0.5, 1],
      [0.5, 1],
    ])
    expect(partition.split(2)).toBe(3)
    expect(boxOf(partition, 3)).toEqual([
      [0.75, 1],
      [0.5, 1],
    ])
  })

  it.each([1, 2, 3, 5])('has no gap, and each zone lists exactly those it abuts on, in %i dimensions', (dimensions) => {
    for (let zones = 1; zones < 6; zones++) expectSound(grown(dimensions, zones))
    expectSound(grown(dimensions, 120))
  })

  it.each([1, 2, 3])('stays whole, one zone a node, when zones are taken over in %i dimensions', (dimensions) => {
    const partition = grown(dimensions, 100)
    const found: number[] = []
    while (partition.live > 1) {
      const zones = zonesOf(partition)
      const leaving = zones[stream.integer(0, zones.length - 1)]!
      partition.neighbours(leaving, found)
      partition.remove(leaving, found[stream.integer(0, found.length - 1)]!)
      expect(zonesOf(partition)).toEqual(zones.filter((zone) => zone !== leaving))
      if (partition.live % 9 === 1) expectSound(partition)
    }
  })

  it('stays the same when its zones are numbered anew, the neighbours in space being near in number', () => {
    for (const dimensions of [1, 2, 3]) {
      const partition = grown(dimensions, 300)
      for (const zone of [7, 12, 200, 41]) {
        const near: number[] = []
        partition.neighbours(zone, near)
        partition.remove(zone, near[0]!)
      }
      const before = new Map(zonesOf(partition).map((zone) => [zone, boxOf(partition, zone)]))
      const numbers = partition.arrange()
      expect([...numbers].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, i) => i))
      for (const [zone, box] of before) expect(boxOf(partition, numbers[zone]!)).toEqual(box)
      expectSound(partition)
      // In one dimension the order of the tree is that of space.
      const lows = zonesOf(partition).map((zone) => boxOf(partition, zone)[0]![0])
      if (dimensions === 1) expect(lows).toEqual(lows.toSorted((a, b) => a - b))
    }
  })

  it('gives a zone to its sibling without a search', () => {
    const partition = new Partition(2, 3)
    partition.split(0)
    partition.split(1)
    expect(partition.remove(2, 1)).toBe(0)
    expect(boxOf(partition, 1)).toEqual([
      [0.5, 1],
      [0, 1],
    ])
  })

  it('has one of two siblings move when the sibling of the vacant zone was split', () => {
    const partition = new Partition(2, 3)
    partition.split(0)
    partition.split(1)
    expect(partition.remove(0, 1)).toBe(1)
    expect(zonesOf(partition).map((zone) => partition.depthOf(zone))).toEqual([1, 1])
  })
})
