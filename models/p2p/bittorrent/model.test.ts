import { describe, expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { constantSizeState, distributionBound, doublingMeanRounds, optimalRounds, qiuSrikant } from './theory.ts'

const run = (parameters: Record<string, PlainValue>, horizon = Infinity, replication = 0) =>
  simulate(model, { parameters, seed: 'behaviour', replication, warmUp: 0, horizon }).responses as Record<
    string,
    number
  >

/** Links of 1 Mbit/s, pieces of 1 Mbit: a piece takes 1 s. Everybody sends to one at a time and stays. */
const unit = {
  fileSize: '125kB',
  pieces: 1,
  upload: '1Mbps',
  download: '1Mbps',
  seedUpload: '1Mbps',
  regularSlots: 1,
  optimisticSlots: 0,
  maxNeighbours: 1000,
  trackerList: 1000,
  afterDownload: 'stay',
}

describe('a swarm', () => {
  it('doubles the holders of a piece each round', () => {
    // 1 source, 7 leechers: 1 has it after 1 s, 2 more after 2 s, 4 more after 3 s: mean 17 / 7.
    const { meanDownload, medianDownload, makespan, uploadUse } = run({ ...unit, leechers: 7 })
    expect(meanDownload).toBeCloseTo(17 / 7, 12)
    expect(medianDownload).toBe(3)
    expect(makespan).toBe(3)
    // A leecher of one piece has nothing to upload until it is a seed.
    expect(uploadUse).toBe(0)
  })

  it('needs as many transfers as the server alone when leechers leave at once', () => {
    expect(run({ ...unit, leechers: 7, afterDownload: 'leave' })).toMatchObject({
      makespan: 7,
      meanDownload: 4,
      uploadUse: 0,
    })
  })

  it('serves one leecher more each round when those who leave pass the last piece on to one other', () => {
    // 1 in the first round, 2 in the second (source and first leecher), 3 in the third; the last in the fourth.
    expect(run({ ...unit, leechers: 7, afterDownload: 'leave', departure: 'uploads-end' })).toMatchObject({
      makespan: 4,
      completed: 7,
      uploadUse: 0,
    })
  })

  it.each(['equal-share', 'max-min'])('moves every bit once with %s, whoever leaves in between', (bandwidth) => {
    const crowd = { leechers: 25, pieces: 40, fileSize: '4MB', bandwidth, fastShare: 0.3, slowShare: 0.3 }
    for (const departure of ['at-once', 'uploads-end']) {
      const leaving = run({ ...crowd, departure, chokeAt: 'at-once' })
      expect(leaving['completed']).toBe(25)
      expect(leaving['makespan']).toBeGreaterThanOrEqual(leaving['lowerBound']!)
    }
    const { completed, aborted } = run({ ...crowd, abortRate: 0.004, chokeAt: 'leechers-at-once' })
    expect(completed! + aborted!).toBe(25)
  })

  it('sends a file of ten pieces to one leecher in the time its uplink or the downlink needs', () => {
    const two = { ...unit, fileSize: '1250kB', pieces: 10, leechers: 1 }
    expect(run(two)['makespan']).toBeCloseTo(10, 9)
    expect(run({ ...two, download: '500kbps' })['makespan']).toBeCloseTo(20, 9)
  })

  it('shares an uplink equally and gives a downlink no more than it can carry', () => {
    // Two slots for two leechers: each receives at half the rate; the file of one piece takes 2 s, or 4 s on a slow link.
    const shared = { ...unit, regularSlots: 2, leechers: 2, upload: 0 }
    expect(run(shared)).toMatchObject({ makespan: 2, meanDownload: 2, originShare: 1 })
    expect(run({ ...shared, download: '250kbps' })).toMatchObject({ makespan: 4 })
  })

  it('moves every bit once: what is received is one file for each leecher', () => {
    const { downloadUse, completed, meanDownload } = run({ leechers: 20, pieces: 50, fileSize: '5MB' })
    expect(completed).toBe(20)
    expect(downloadUse! * meanDownload! * 1.5e6).toBeCloseTo(40e6, 0)
  })

  it.each(['rarest', 'random', 'in-order'])(
    'never beats the distribution bound with %s piece selection',
    (pieceSelection) => {
      for (const seedUpload of ['100kbps', '1Mbps', '10Mbps']) {
        const { makespan, lowerBound } = run({ leechers: 15, pieces: 40, fileSize: '2MB', pieceSelection, seedUpload })
        expect(makespan).toBeGreaterThanOrEqual(lowerBound! * (1 - 1e-9))
      }
    },
  )

  it('takes at least the optimal number of rounds', () => {
    const parameters = { ...unit, pieces: 20, fileSize: '2500kB', leechers: 15, chokeInterval: 1e6 }
    expect(run(parameters)['makespan']).toBeGreaterThanOrEqual(optimalRounds(20, 15) - 1e-9)
  })

  it('uses its uplinks best with rarest first and worst in order, because in order everybody has the same pieces', () => {
    const use = ['rarest', 'random', 'in-order'].map(
      (pieceSelection) =>
        run({ leechers: 60, pieces: 100, fileSize: '10MB', seedUpload: '800kbps', pieceSelection, maxNeighbours: 20 })[
          'uploadUse'
        ]!,
    )
    expect(use).toEqual(use.toSorted((a, b) => b - a))
    expect(use[2]).toBeLessThan(0.7 * use[0]!)
  })

  it('gains from a smart seed when the seed is slow', () => {
    const slow = {
      leechers: 60,
      pieces: 100,
      fileSize: '10MB',
      seedUpload: '300kbps',
      randomFirst: 1,
      trackerList: 5,
      minNeighbours: 5,
    }
    const time = (smartSeed: boolean) =>
      [0, 1, 2].reduce((sum, replication) => sum + run({ ...slow, smartSeed }, Infinity, replication)['makespan']!, 0)
    expect(time(true)).toBeLessThan(time(false))
  })

  it('serves fast leechers sooner than slow ones', () => {
    const { fastTime, typicalTime, slowTime } = run({
      leechers: 90,
      pieces: 100,
      fileSize: '10MB',
      fastShare: 0.33,
      slowShare: 0.33,
    })
    expect(fastTime).toBeLessThan(typicalTime!)
    expect(typicalTime).toBeLessThan(slowTime!)
  })

  it('serves free riders later than those who upload', () => {
    const { typicalTime, slowTime } = run({
      leechers: 60,
      pieces: 100,
      fileSize: '10MB',
      slowShare: 0.3,
      slowUpload: 0,
      slowDownload: '1500kbps',
    })
    expect(slowTime).toBeGreaterThan(1.1 * typicalTime!)
  })

  it('finishes although nobody may have more than two neighbours', () => {
    const few = { leechers: 12, pieces: 8, fileSize: '1MB', maxNeighbours: 2, minNeighbours: 2, trackerList: 3 }
    for (const afterDownload of ['leave', 'stay']) expect(run({ ...few, afterDownload }, 1e5)['completed']).toBe(12)
  })

  it('loses those who give up, and counts each leecher once', () => {
    const { completed, aborted, meanStay, meanDownload } = run({
      leechers: 50,
      pieces: 50,
      fileSize: '10MB',
      abortRate: 0.005,
    })
    expect(completed! + aborted!).toBe(50)
    expect(aborted).toBeGreaterThan(0)
    expect(meanStay).toBeLessThan(meanDownload!)
  })

  it('keeps finished peers as seeds for the time they linger', () => {
    const open = { arrivals: 'poisson', arrivalRate: 0.05, pieces: 20, fileSize: '1MB', afterDownload: 'linger' }
    // Little: 0.05/s x 400 s = 20 seeds; about 500 arrivals give a standard error of 5 %.
    expect(Math.abs(run({ ...open, meanLinger: '400s' }, 10_000)['meanSeeds']! - 20)).toBeLessThan(4)
    expect(run({ ...open, afterDownload: 'leave' }, 10_000)['meanSeeds']).toBe(0)
  })

  it('has no makespan before the last leecher has ended', () => {
    expect(run({ leechers: 5 }, 100)).toMatchObject({ makespan: null, meanDownload: null, completed: 0 })
  })

  it.each(['fastest', 'round-robin'])('runs alike with both event lists and seed policy %s', (seedChoking) => {
    const parameters = {
      leechers: 30,
      pieces: 40,
      fileSize: '4MB',
      seedChoking,
      abortRate: 0.001,
      afterDownload: 'linger',
    }
    const [ladder, heap] = (['ladder', 'heap'] as const).map((eventList) =>
      simulate(model, { parameters, seed: 'lists', replication: 0, warmUp: 0, horizon: 5000, eventList }),
    )
    expect(ladder).toEqual(heap)
  })
})

describe('a server alone', () => {
  it('is done with all clients at the same moment', () => {
    const alone = { distribution: 'client-server', leechers: 30, pieces: 10, fileSize: '1MB', seedUpload: '8Mbps' }
    const { meanDownload, lastDownload } = run(alone)
    expect(meanDownload).toBeCloseTo(30, 9)
    expect(lastDownload).toBeCloseTo(30, 9)
  })
})

describe('the theory of a swarm', () => {
  it('gives the known distribution times', () => {
    // Kurose and Ross, figure 2.25: F / u = 1 h, us = 10 u.
    const hours = (clients: number) =>
      distributionBound({ fileBits: 3600, serverRate: 10, clients }, clients, 1e9) / 3600
    expect([10, 20, 30, 35].map((clients) => Number(hours(clients).toFixed(3)))).toEqual([0.5, 0.667, 0.75, 0.778])
    expect([optimalRounds(8, 127), optimalRounds(64, 127), optimalRounds(400, 1023)]).toEqual([14, 70, 409])
    expect(doublingMeanRounds(3)).toBeCloseTo(17 / 7, 12)
  })

  it('gives the published steady states', () => {
    const p = { arrivalRate: 0.04, upload: 0.00125, download: 0.002, abortRate: 0.001 }
    const slow = qiuSrikant({ ...p, seedLeaveRate: 0.001 })
    expect([slow.leechers, slow.seeds, slow.stay]).toEqual([13.333, 26.667, 333.333].map((x) => expect.closeTo(x, 2)))
    const fast = qiuSrikant({ ...p, seedLeaveRate: 0.005 })
    expect([fast.leechers, fast.seeds, fast.stay]).toEqual([15, 5, 375].map((x) => expect.closeTo(x, 6)))
  })

  it('is the same for files of one size when nobody gives up', () => {
    for (const seedLeaveRate of [0.001, 0.005, Infinity]) {
      const p = { arrivalRate: 0.04, upload: 0.00125, download: 0.002, abortRate: 0, seedLeaveRate }
      expect(constantSizeState(p).stay).toBeCloseTo(qiuSrikant(p).stay, 6)
    }
  })
})
