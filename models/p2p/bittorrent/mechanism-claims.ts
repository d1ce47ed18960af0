import { math } from '../../../engine/index.ts'
import type { Claim } from '../../claim.ts'
import * as theory from './theory.ts'

const hajek =
  'Hajek and Zhu, The missing piece syndrome in peer-to-peer communication, ISIT 2010: stable below Us, unstable above'
const zhu =
  'Zhu and Hajek, Stability of a peer-to-peer communication system, IEEE Trans. Information Theory 58(7), 2012, for pieces that take a fixed time to send'

/** Nearly all lack the first piece, which takes the only seed 1 s to send to one of them. */
const club = {
  arrivals: 'poisson',
  oneClub: 600,
  fileSize: '1MB',
  pieces: 8,
  upload: '1Mbps',
  download: '10Mbps',
  seedUpload: '1Mbps',
  chokeInterval: '20s',
} as const
const clubRun = { warmUp: 50, horizon: 450, replications: 10 }
/** Whoever has the whole file sends pieces, whole or not at all, for a mean time of .8 s. */
const passOn = {
  afterDownload: 'linger',
  meanLinger: 0.8,
  transferUnit: 'block',
  blocksPerPiece: 1,
  regularSlots: 0,
  optimisticSlots: 1,
} as const
/** How often the missing piece is sent in a second, when each who gets it passes it on 1 / (e^(1 / .8) - 1) times. */
const helped = 1 / (1 - 1 / math.expm1(1 / 0.8))

const pipelined = (pipeline: number, claim: string): Claim => ({
  claim,
  source: 'Stallings, Data and Computer Communications (8th ed. 2007), section 7.1: sliding-window flow control',
  parameters: {
    leechers: 1,
    fileSize: '1MB',
    pieces: 4,
    transferUnit: 'block',
    blocksPerPiece: 16,
    seedUpload: '1Mbps',
    roundTrip: '500ms',
    pipeline,
  },
  expected: { makespan: theory.pipelinedTime({ blocks: 64, pipeline, service: 0.125, roundTrip: 0.5 }) },
  run: { horizon: 1000, replications: 3 },
})

/** Arrivals at 0.1/s of a file that a contributor needs 800 s to send, with the upload of two more from the start. */
const open = {
  arrivals: 'poisson',
  arrivalRate: 0.1,
  fileSize: '10MB',
  pieces: 200,
  upload: '100kbps',
  download: '1Mbps',
  seedUpload: '200kbps',
} as const
const shared = (freeRiderShare: number): number =>
  theory.contributorTime({ arrivalRate: 0.1, upload: 0.00125, originUpload: 0.0025 }, freeRiderShare)
const busy = 'the balance takes every uplink as used; a newcomer waits for a slot and its first piece'

/** Claims about blocks, free riders and the missing piece. */
export const mechanismClaims: readonly Claim[] = [
  pipelined(1, 'A block that is asked for when the last has arrived waits a round trip each time.'),
  pipelined(3, 'Three requests at a time fill three fifths of a link on which five blocks fit into the round trip.'),
  pipelined(5, 'Five requests at a time keep a link busy when a round trip takes as long as four blocks.'),
  {
    claim: 'A swarm that lacks one piece grows when peers arrive faster than the seed sends pieces.',
    source: hajek,
    parameters: { ...club, arrivalRate: 1.5 },
    expected: { growth: 0.5 },
    run: clubRun,
    precision: 0.2,
  },
  {
    claim: 'A swarm that lacks one piece recovers when peers arrive more slowly than the seed sends pieces.',
    source: hajek,
    parameters: { ...club, arrivalRate: 0.5 },
    expected: { growth: -0.5 },
    run: clubRun,
    precision: 0.2,
  },
  {
    claim: 'Peers that pass on less than half a piece each, when they have all, make a swarm recover that would grow.',
    source: zhu,
    parameters: { ...club, ...passOn, arrivalRate: 1.2 },
    expected: { growth: 1.2 - helped },
    run: { warmUp: 50, horizon: 500, replications: 14 },
    precision: 0.25,
  },
  {
    claim: 'Where leechers serve anybody, a free rider has the file as soon as those who upload, and makes all wait.',
    source: 'Conservation of bits and Little: theory.ts, contributorTime',
    parameters: { ...open, freeRiderShare: 0.3, leecherChoking: 'random' },
    expected: { contributorTime: shared(0.3), freeRiderTime: shared(0.3) },
    run: { warmUp: 4000, horizon: 9000, replications: 6 },
    precision: 0.08,
    tolerance: { relative: 0.08, reason: busy },
  },
  {
    claim: 'Tit-for-tat does not shorten the time of contributors as long as free riders come to an end at all.',
    source: 'Conservation of bits and Little: theory.ts, contributorTime',
    parameters: { ...open, freeRiderShare: 0.1, snubAfter: 60 },
    expected: { contributorTime: shared(0.1) },
    run: { warmUp: 10_000, horizon: 16_000, replications: 5 },
    precision: 0.08,
    tolerance: { relative: 0.08, reason: busy },
  },
]
