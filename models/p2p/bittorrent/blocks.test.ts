import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { simulate } from '../../simulate.ts'
import { Blocks } from './blocks.ts'
import model from './model.ts'
import { Peers } from './peers.ts'
import { Pieces } from './pieces.ts'
import { pipelinedTime } from './theory.ts'

const run = (parameters: Record<string, PlainValue>, replication = 0) =>
  simulate(model, { parameters, seed: 'blocks', replication, warmUp: 0, horizon: Infinity }).responses as Record<
    string,
    number
  >

/** One piece of 1 Mbit that a seed sends in 1 s, in ten blocks. */
const unit = {
  fileSize: '125kB',
  pieces: 1,
  upload: '1Mbps',
  download: '10Mbps',
  seedUpload: '1Mbps',
  regularSlots: 1,
  optimisticSlots: 0,
  leechers: 1,
  transferUnit: 'block',
  blocksPerPiece: 10,
}

describe('a swarm that sends blocks', () => {
  it('lets two seeds send halves of one piece', () => {
    expect(run({ ...unit, initialSeeds: 2 })['makespan']).toBeCloseTo(0.5, 9)
    expect(run({ ...unit, initialSeeds: 2, transferUnit: 'piece' })['makespan']).toBe(1)
  })

  it('keeps a link busy as long as enough requests are open to cover the round trip', () => {
    for (const [pipeline, roundTrip] of [
      [1, 0],
      [1, 0.05],
      [2, 0.1],
      [3, 0.25],
      [4, 0.3],
      [10, 2],
    ] as const) {
      const expected = pipelinedTime({ blocks: 10, pipeline, service: 0.1, roundTrip })
      expect(run({ ...unit, pipeline, roundTrip })['makespan']).toBeCloseTo(expected, 9)
    }
  })

  it('gains from finishing begun pieces first, because only whole ones can be passed on', () => {
    const two = {
      ...unit,
      fileSize: '1250kB',
      pieces: 10,
      initialSeeds: 3,
      leechers: 4,
      regularSlots: 3,
      randomFirst: 0,
    }
    const mean = (strictPriority: boolean) =>
      [0, 1, 2, 3].reduce((sum, replication) => sum + run({ ...two, strictPriority }, replication)['meanDownload']!, 0)
    expect(mean(true)).toBeLessThan(mean(false))
  })

  it('does not wait for the slowest neighbour at the end, at the price of bits received in vain', () => {
    const mixed = {
      leechers: 20,
      fileSize: '2MB',
      pieces: 20,
      slowShare: 0.6,
      slowUpload: '8kbps',
      seedUpload: '1Mbps',
      transferUnit: 'block',
      blocksPerPiece: 8,
    }
    const total = (endGame: boolean, metric: string) =>
      [0, 1, 2].reduce((sum, replication) => sum + run({ ...mixed, endGame }, replication)[metric]!, 0)
    expect(total(true, 'meanDownload')).toBeLessThan(total(false, 'meanDownload'))
    expect(total(true, 'waste')).toBeGreaterThan(total(false, 'waste'))
  })

  it.each([
    ['uplink-share', 'at-once', 'uploads-end'],
    ['max-min', 'piece-end', 'at-once'],
    ['equal-share', 'leechers-at-once', 'uploads-end'],
  ])('brings the whole file to everybody once: %s, choke %s, departure %s', (bandwidth, chokeAt, departure) => {
    const crowd = {
      leechers: 25,
      pieces: 30,
      fileSize: '3MB',
      transferUnit: 'block',
      blocksPerPiece: 4,
      roundTrip: '80ms',
    }
    const { completed, makespan, waste, lowerBound } = run({ ...crowd, bandwidth, chokeAt, departure, fastShare: 0.3 })
    expect(completed).toBe(25)
    expect(makespan).toBeGreaterThanOrEqual(lowerBound!)
    expect(waste).toBeGreaterThan(0)
    expect(waste).toBeLessThan(0.1)
  })

  it('counts bits in vain and nothing else as waste', () => {
    const { downloadUse, meanDownload, waste } = run({
      leechers: 20,
      pieces: 50,
      fileSize: '5MB',
      transferUnit: 'block',
    })
    expect(downloadUse! * meanDownload! * 20 * 1.5e6 * (1 - waste!)).toBeCloseTo(20 * 40e6, 0)
  })

  it('finishes when leechers give up and when finished ones linger', () => {
    const { completed, aborted } = run({
      leechers: 30,
      pieces: 20,
      fileSize: '2MB',
      transferUnit: 'block',
      roundTrip: '1s',
      abortRate: 0.01,
      afterDownload: 'linger',
      maxNeighbours: 6,
      minNeighbours: 3,
    })
    expect(completed! + aborted!).toBe(30)
  })

  it('runs alike with both event lists', () => {
    const parameters = { leechers: 15, pieces: 20, fileSize: '2MB', transferUnit: 'block', roundTrip: '50ms' }
    const [ladder, heap] = (['ladder', 'heap'] as const).map((eventList) =>
      simulate(model, { parameters, seed: 'lists', replication: 0, warmUp: 0, horizon: 5000, eventList }),
    )
    expect(ladder).toEqual(heap)
  })

  it('refuses a round trip for pieces, and one as long as a choke interval', () => {
    expect(() => run({ roundTrip: '100ms' })).toThrow(/set transferUnit=block/)
    expect(() => run({ transferUnit: 'block', roundTrip: '10s' })).toThrow(/expected a shorter round trip/)
  })
})

describe('the blocks of a piece', () => {
  it.each([10, 1000])(
    'are asked for in order, again after they were given up, and counted until all are there: %d servers',
    (servers) => {
      const peers = new Peers()
      const pieces = new Pieces(peers, 2, true)
      const blocks = new Blocks(peers, pieces, 3, servers)
      const peer = peers.add()
      pieces.reset(peer, false)
      expect([blocks.ask(peer, 1), blocks.ask(peer, 1)]).toEqual([3, 4])
      expect(blocks.isBegun(peer, 1)).toBe(true)
      expect(blocks.giveUp(peer, 3)).toBe(true)
      expect([blocks.ask(peer, 1), blocks.ask(peer, 1)]).toEqual([3, 5])
      expect(blocks.isBegun(peer, 1)).toBe(false)
      expect(pieces.inEndGame(peer)).toBe(false)
      for (const place of [0, 1, 2]) expect(blocks.ask(peer, 0)).toBe(place)
      expect(pieces.inEndGame(peer)).toBe(true)
      blocks.askAgain(peer, 5)
      expect(blocks.timesAsked(peer, 5)).toBe(2)
      expect(blocks.giveUp(peer, 5)).toBe(false)
      expect([3, 4, 5].map((block) => blocks.arrive(peer, block))).toEqual([false, false, true])
      expect(blocks.isAwaited(peer, 5)).toBe(false)
      expect(blocks.timesAsked(peer, 5)).toBe(0)
    },
  )
})
