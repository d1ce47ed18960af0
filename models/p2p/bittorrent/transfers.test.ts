import { describe, expect, it } from 'vitest'
import { Simulation } from '../../../engine/index.ts'
import { Connections } from './connections.ts'
import { LastMileTransfers } from './last-mile.ts'
import { MaxMinTransfers } from './max-min-transfers.ts'
import { Peers } from './peers.ts'
import type { Transfers } from './transfers.ts'

type Sharing = 'uplink-share' | 'equal-share' | 'max-min'

/** When transfers of 1 Mbit each are complete, s. Links in Mbit/s; all start at 0. */
function ends(sharing: Sharing, links: { up: number; down: number }[], flows: [from: number, to: number][]): number[] {
  const sim = new Simulation({ seed: 'links' })
  const peers = new Peers()
  const connections = new Connections(peers)
  const endAt = new Map<number, number>()
  let moved = 0
  const told = {
    arrived: (half: number) => {
      transfers.stop(half)
      endAt.set(half, sim.now)
      transfers.flush()
    },
    moved: (_: number, bits: number) => void (moved += bits),
  }
  const transfers: Transfers =
    sharing === 'max-min'
      ? new MaxMinTransfers(sim, peers, connections, told)
      : new LastMileTransfers(sim, peers, connections, told, sharing === 'equal-share')
  for (const { up, down } of links) {
    const peer = peers.add()
    peers.up[peer] = up * 1e6
    peers.down[peer] = down * 1e6
  }
  const halves = flows.map(([from, to]) => connections.connect(from, to))
  for (const half of halves) transfers.start(half, 0, 1e6)
  transfers.flush()
  sim.run()
  expect(moved).toBeCloseTo(1e6 * flows.length, 3)
  return halves.map((half) => endAt.get(half)!)
}

describe('an uplink that serves a slow and a fast receiver', () => {
  const links = [
    { up: 1, down: 1 },
    { up: 0, down: 0.25 },
    { up: 0, down: 1 },
  ]
  it.each<[Sharing, number]>([
    ['max-min', 4 / 3],
    ['uplink-share', 2],
    ['equal-share', 2],
  ])('gives the fast one what the slow one declines only with max-min sharing: %s', (sharing, fast) => {
    const found = ends(sharing, links, [
      [0, 1],
      [0, 2],
    ])
    expect(found).toEqual([4, fast].map((time) => expect.closeTo(time, 9)))
  })
})

describe('a downlink between a slow and a fast sender', () => {
  const links = [
    { up: 0.1, down: 1 },
    { up: 1, down: 1 },
    { up: 0, down: 0.5 },
  ]
  it.each<[Sharing, number]>([
    ['max-min', 2.5],
    ['uplink-share', 2.5],
    ['equal-share', 4],
  ])('lets the fast one have what the slow one can not use unless it is split equally: %s', (sharing, fast) => {
    const found = ends(sharing, links, [
      [0, 2],
      [1, 2],
    ])
    expect(found).toEqual([10, fast].map((time) => expect.closeTo(time, 9)))
  })
})

it('tells no end of a transfer that is stopped in the instant of its end', () => {
  const sim = new Simulation({ seed: 'same instant' })
  const peers = new Peers()
  const connections = new Connections(peers)
  const told: number[] = []
  const transfers: Transfers = new MaxMinTransfers(sim, peers, connections, {
    arrived: (half) => {
      told.push(half)
      transfers.stop(half)
      const other = half === first ? second : first
      if (transfers.piece[other]! >= 0) expect(transfers.stop(other)).toBe(0)
    },
    moved: () => {},
  })
  for (let i = 0; i < 3; i++) {
    const peer = peers.add()
    peers.up[peer] = 1e6
    peers.down[peer] = 1e6
  }
  const first = connections.connect(0, 1)
  const second = connections.connect(0, 2)
  transfers.start(first, 0, 1e6)
  transfers.start(second, 0, 1e6)
  sim.run()
  expect(sim.now).toBe(2)
  expect(told).toEqual([first])
})
