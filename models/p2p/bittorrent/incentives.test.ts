import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { contributorTime, oneClubGrowth } from './theory.ts'

const run = (parameters: Record<string, PlainValue>, horizon = Infinity, replication = 0) =>
  simulate(model, { parameters, seed: 'incentives', replication, warmUp: 0, horizon }).responses as Record<
    string,
    number
  >

const crowd = { leechers: 60, fileSize: '10MB', pieces: 100, seedUpload: '600kbps', freeRiderShare: 0.3 }
/** Mean over three runs. */
const mean = (metric: string, parameters: Record<string, PlainValue>) =>
  [0, 1, 2].reduce((sum, replication) => sum + run({ ...crowd, ...parameters }, Infinity, replication)[metric]!, 0) / 3

describe('free riders', () => {
  it('upload nothing, and leave as soon as they have the file', () => {
    const {
      uploadUse,
      originShare,
      meanSeeds,
      contributorTime: contributors,
    } = run({
      ...crowd,
      freeRiderShare: 1,
      afterDownload: 'stay',
    })
    expect([originShare, meanSeeds]).toEqual([1, 0])
    // No uplink to be used, nobody to be timed.
    expect([uploadUse, contributors]).toEqual([null, null])
  })

  it('do as well as anybody where leechers serve anybody', () => {
    const ratio =
      mean('freeRiderTime', { leecherChoking: 'random' }) / mean('contributorTime', { leecherChoking: 'random' })
    expect(Math.abs(ratio - 1)).toBeLessThan(0.1)
  })

  it('wait longer with tit-for-tat, and much longer when sending nothing earns no regular slot, or a credit only', () => {
    const [random, rate, noSnubbers, inReturn] = [
      { leecherChoking: 'random' },
      { leecherChoking: 'rate' },
      { leecherChoking: 'rate', snubAfter: 60 },
      { leecherChoking: 'pairwise' },
    ].map((rules) => mean('freeRiderTime', rules))
    expect(rate).toBeGreaterThan(random!)
    expect(noSnubbers).toBeGreaterThan(1.5 * rate!)
    expect(inReturn).toBeGreaterThan(1.5 * rate!)
  })

  it('get more from more optimistic slots', () => {
    const slots = (optimisticSlots: number) =>
      mean('freeRiderTime', { snubAfter: 60, optimisticSlots, regularSlots: 5 - optimisticSlots })
    expect(slots(3)).toBeLessThan(slots(1))
  })

  it('get no more than the credit from a leecher that serves in strict return', () => {
    // One of each: of the twenty pieces that the two need, the seed sends all but those that the credit covers.
    const pair = {
      leechers: 2,
      fileSize: '1250kB',
      pieces: 10,
      seedUpload: '1Mbps',
      upload: '1Mbps',
      freeRiderShare: 0.5,
      leecherChoking: 'pairwise',
    }
    const mixed = [0, 1, 2, 3, 4, 5, 6, 7].find((replication) => {
      const { contributorTime: one, freeRiderTime: other } = run(pair, Infinity, replication)
      return one !== null && other !== null
    })!
    for (const pairwiseCredit of [1, 2, 3]) {
      const { originShare } = run({ ...pair, pairwiseCredit }, Infinity, mixed)
      expect(originShare).toBeGreaterThanOrEqual((20 - pairwiseCredit) / 20 - 1e-9)
      expect(originShare).toBeLessThan(1)
    }
    expect(run({ ...pair, leecherChoking: 'rate' }, Infinity, mixed)['originShare']).toBeLessThan(0.85)
  })
})

/** Each leecher lacks the first piece, which takes the seed 1 s to send; next to nobody comes. */
const club = {
  arrivals: 'poisson',
  arrivalRate: 1e-9,
  oneClub: 20,
  fileSize: '1MB',
  pieces: 8,
  upload: '1Mbps',
  download: '10Mbps',
  seedUpload: '1Mbps',
  regularSlots: 0,
  optimisticSlots: 1,
}

describe('a swarm that lacks one piece', () => {
  it('is served by the seed alone when those who have it all leave at once', () => {
    const { completed, originShare } = run(club, 10.5)
    expect([completed, originShare]).toEqual([10, 1])
  })

  it('is served by one more each round when those who leave pass the piece on once', () => {
    // 1, 2, 3 and 4 of them in the first four rounds.
    expect(run({ ...club, departure: 'uploads-end' }, 4.5)['completed']).toBe(10)
  })

  it('is there only with random arrivals', () => {
    expect(() => run({ oneClub: 5 })).toThrow(/oneClub is 5, with arrivals=flash-crowd/)
  })
})

describe('the theory', () => {
  const { fileSize, seedUpload, upload, ...rest } = { ...club, fileSize: 1e6, seedUpload: 1e6, upload: 1e6 }
  const p = {
    ...rest,
    fileSize,
    seedUpload,
    upload,
    distribution: 'swarm',
    arrivalRate: 1.5,
    abortRate: 0,
    freeRiderShare: 0,
    fastShare: 0,
    slowShare: 0,
    initialSeeds: 1,
    afterDownload: 'leave',
    departure: 'at-once',
    meanLinger: 0.8,
    transferUnit: 'block',
    blocksPerPiece: 1,
  }

  it('has a swarm grow by what arrives above what the seed sends', () => {
    expect(oneClubGrowth(p)).toBe(0.5)
    expect(oneClubGrowth({ ...p, initialSeeds: 2 })).toBe(-0.5)
    // A mean linger of 1 / ln 3 pieces passes 1 / (3 - 1) pieces on, which doubles what the seed sends.
    expect(oneClubGrowth({ ...p, afterDownload: 'linger', meanLinger: 1 / Math.log(3) })).toBeCloseTo(-0.5, 12)
    expect(oneClubGrowth({ ...p, afterDownload: 'linger', meanLinger: 2 })).toBeUndefined()
  })

  it('has contributors bring what free riders receive', () => {
    expect(contributorTime({ arrivalRate: 0.1, upload: 0.001 }, 0)).toBeCloseTo(1000, 9)
    expect(contributorTime({ arrivalRate: 0.1, upload: 0.001 }, 0.5)).toBeCloseTo(2000, 9)
    expect(contributorTime({ arrivalRate: 0.1, upload: 0.001, originUpload: 0.05 }, 0.5)).toBeCloseTo(1000, 9)
  })
})
