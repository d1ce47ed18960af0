import type { Claim } from '../../claim.ts'
import { mechanismClaims } from './mechanism-claims.ts'
import * as theory from './theory.ts'

const yang = 'Yang and de Veciana, INFOCOM 2004, section II: service capacity doubles each round'
const kurose = 'Kurose and Ross, Computer Networking (6th ed. 2013), section 2.6'
const qiu = 'Qiu and Srikant, SIGCOMM 2004, steady state of the fluid model'
const bharambe =
  'Bharambe, Herley and Padmanabhan, INFOCOM 2006: base run of their own simulator, repeated with 210 leechers'

const file = { fileSize: '10MB', upload: '100kbps', seedUpload: '100kbps' }
const fileBits = 80e6

const flashCrowd = {
  leechers: 210,
  joinWindow: 2.1,
  smartSeed: true,
  randomFirst: 1,
  trackerList: 5,
  minNeighbours: 5,
  maxNeighbours: 1000,
}

/** The run of the paper with 5 peers named by the tracker, and the rules of its simulator where they differ from ours. */
const octo = {
  leechers: 1050,
  joinWindow: 10,
  randomFirst: 1,
  trackerList: 5,
  minNeighbours: 3,
  maxNeighbours: 10,
  departure: 'uploads-end',
}
const slowSeed = (
  seed: 'smart' | 'plain',
  seedUpload: string,
  expected: { meanDownload: number; uploadUse: number },
  relative = 0.05,
  replications = 5,
): Claim => ({
  claim:
    seed === 'smart'
      ? `A smart seed of ${seedUpload} leaves uplinks idle only as long as it has not sent the file once.`
      : `A plain seed of ${seedUpload} that repeats pieces and breaks them off keeps a flash crowd waiting.`,
  source: 'Bharambe, Herley and Padmanabhan, INFOCOM 2006, figures 3 and 4: their own simulator, repeated',
  parameters:
    seed === 'smart'
      ? { ...octo, seedUpload, smartSeed: true }
      : { ...octo, seedUpload, chokeAt: 'at-once', rateCount: 'by-piece' },
  expected,
  run: { horizon: 10_000, replications },
  tolerance: { relative, reason: 'one unseeded run of their simulator' },
})
/** The flash crowd of 210 leechers under another way of sharing links. */
const shared = (bandwidth: string, claim: string, relative: number, reason: string): Claim => ({
  claim,
  source: bharambe,
  parameters: { ...flashCrowd, bandwidth },
  expected: { meanDownload: 1974, uploadUse: 0.955 },
  run: { horizon: 10_000, replications: 5 },
  tolerance: { relative, reason },
})

/** One piece of 1 Mbit, everybody knows everybody, sends to one at a time and stays: a round is 1 s. */
const onePiece = {
  pieces: 1,
  fileSize: '125kB',
  upload: '1Mbps',
  download: '1Mbps',
  seedUpload: '1Mbps',
  regularSlots: 1,
  optimisticSlots: 0,
  trackerList: 2000,
  maxNeighbours: 2000,
  afterDownload: 'stay',
}
const doubling = (k: number): Claim => ({
  claim: `One piece reaches 2^${k} peers in ${k} rounds: capacity doubles each round.`,
  source: yang,
  parameters: { ...onePiece, leechers: (1 << k) - 1 },
  expected: { meanDownload: theory.doublingMeanRounds(k), makespan: k },
  run: { horizon: 1000, replications: 10 },
})

/** Open swarm: each peer uploads .00125 files/s; initial seeds add the capacity of as many more. */
const open = { arrivals: 'poisson', afterDownload: 'linger', ...file, initialSeeds: 2 }
const openRates = { upload: 0.00125, originUpload: 0.0025 }
const effectiveness = 'the fluid limit takes every uplink as used; a newcomer waits for a slot and its first piece'

const claims: readonly Claim[] = [
  doubling(6),
  doubling(8),
  {
    claim: 'A server alone serves a crowd of 200 in 200 times the time it takes to send the file once.',
    source: `${kurose}: N F / us`,
    parameters: { distribution: 'client-server', leechers: 200, ...file, seedUpload: '8Mbps', pieces: 20 },
    expected: {
      meanDownload: theory.clientServerTime({ fileBits, serverRate: 8e6, clients: 200 }, 1.5e6),
      makespan: theory.clientServerTime({ fileBits, serverRate: 8e6, clients: 200 }, 1.5e6),
    },
    run: { horizon: 10_000, replications: 10 },
  },
  {
    claim: 'Clients of a very fast server wait for nothing but their own downlinks.',
    source: `${kurose}: F / d`,
    parameters: {
      distribution: 'client-server',
      leechers: 60,
      ...file,
      seedUpload: '1Gbps',
      pieces: 20,
      fastShare: 0.3,
      slowShare: 0.3,
    },
    expected: {
      fastTime: theory.clientServerTime({ fileBits, serverRate: 1e9, clients: 60 }, 6e6),
      typicalTime: theory.clientServerTime({ fileBits, serverRate: 1e9, clients: 60 }, 1.5e6),
      slowTime: theory.clientServerTime({ fileBits, serverRate: 1e9, clients: 60 }, 784e3),
    },
    run: { horizon: 10_000, replications: 10 },
  },
  {
    claim: 'A server that is half busy with random arrivals takes twice as long as an idle one.',
    source: 'Kleinrock, Queueing Systems vol. 2 (1976), section 4.4: processor sharing, T = S / (1 - rho)',
    parameters: {
      distribution: 'client-server',
      arrivals: 'poisson',
      arrivalRate: 0.05,
      ...file,
      seedUpload: '8Mbps',
      download: '8Mbps',
      pieces: 4,
    },
    expected: { meanDownload: theory.sharedServerTime(0.05, fileBits, 8e6)!, meanLeechers: 1 },
    run: { warmUp: 1000, horizon: 401_000, replications: 10 },
  },
  {
    claim:
      'A swarm with a fast seed comes within 6 % of the best possible time, a twentieth of what the server alone needs.',
    source: `${kurose}: max(F / us, F / dmin, N F / (us + sum u))`,
    parameters: { leechers: 63, seedUpload: '1200kbps', smartSeed: true, afterDownload: 'stay' },
    expected: {
      makespan: theory.distributionBound({ fileBits: 819.2e6, serverRate: 1.2e6, clients: 63 }, 63 * 400e3, 1.5e6),
      lowerBound: theory.distributionBound({ fileBits: 819.2e6, serverRate: 1.2e6, clients: 63 }, 63 * 400e3, 1.5e6),
    },
    run: { horizon: 10_000, replications: 5 },
    tolerance: {
      relative: 0.06,
      reason: 'the bound is for a fluid; pieces take seconds to send, so uplinks idle at start and end',
    },
  },
  {
    claim: 'A flash crowd keeps 95 % of its upload capacity in use.',
    source: bharambe,
    parameters: flashCrowd,
    expected: { meanDownload: 1974, uploadUse: 0.955 },
    run: { horizon: 10_000, replications: 5 },
    tolerance: { relative: 0.05, reason: 'one unseeded run of their simulator' },
  },
  slowSeed('smart', '200kbps', { meanDownload: 4231, uploadUse: 0.483 }, 0.05, 4),
  slowSeed('smart', '400kbps', { meanDownload: 2452, uploadUse: 0.827 }, 0.07),
  slowSeed('plain', '400kbps', { meanDownload: 2949, uploadUse: 0.692 }),
  shared(
    'max-min',
    'A flash crowd of equal peers is as fast with links that are shared max-min fairly.',
    0.05,
    'one unseeded run of their simulator',
  ),
  shared(
    'equal-share',
    'Equal shares of downlinks, whoever sends, cost a flash crowd of equal peers about a twentieth.',
    0.08,
    'one unseeded run of their simulator (5 %), and what equal shares leave unused of downlinks that the seed would fill',
  ),
  {
    claim: 'When downlinks limit, nobody waits for anything else: T = 1 / c.',
    source: qiu,
    parameters: { ...open, arrivalRate: 0.05, download: '80kbps', meanLinger: 1000, pieces: 200, maxNeighbours: 30 },
    expected: {
      meanStay: theory.qiuSrikant({
        arrivalRate: 0.05,
        upload: 0.00125,
        download: 0.001,
        abortRate: 0,
        seedLeaveRate: 0.001,
      }).stay,
    },
    run: { warmUp: 2500, horizon: 4300, replications: 8 },
    tolerance: { relative: 0.06, reason: effectiveness },
  },
  {
    claim:
      'When downlinks limit, those who give up shorten the mean time as a leecher to (1 - exp(-theta / c)) / theta.',
    source: 'Conservation of bits and Little: theory.ts, constantSizeState; Qiu and Srikant for a file of one size',
    parameters: {
      ...open,
      arrivalRate: 0.1,
      download: '80kbps',
      meanLinger: 1000,
      abortRate: 0.001,
      pieces: 200,

      maxNeighbours: 30,
    },
    expected: {
      meanStay: theory.constantSizeState({
        ...openRates,
        arrivalRate: 0.1,
        download: 0.001,
        abortRate: 0.001,
        seedLeaveRate: 0.001,
      }).stay,
    },
    run: { warmUp: 2000, horizon: 4500, replications: 12 },
    precision: 0.06,
    tolerance: { relative: 0.08, reason: effectiveness },
  },
  {
    claim:
      'When uplinks limit, lingering seeds shorten the download: T = 1 / mu - 1 / gamma, less what the initial seeds give.',
    source: `${qiu}, with the upload of the initial seeds in the balance of bits`,
    parameters: {
      ...open,
      arrivalRate: 0.05,
      download: '800kbps',
      meanLinger: 200,
      pieces: 400,
      chokeInterval: 5,
      maxNeighbours: 40,
    },
    expected: {
      meanStay: theory.constantSizeState({
        ...openRates,
        arrivalRate: 0.05,
        download: 0.01,
        abortRate: 0,
        seedLeaveRate: 0.005,
      }).stay,
    },
    run: { warmUp: 2500, horizon: 6500, replications: 12 },
    precision: 0.06,
    tolerance: { relative: 0.08, reason: effectiveness },
  },
  ...mechanismClaims,
]

export default claims
