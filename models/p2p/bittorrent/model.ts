import { boolean, choice, defineModel, integer, real } from '../../definition.ts'
import { Ledger } from './ledger.ts'
import { Role, Speed } from './peers.ts'
import { Population } from './population.ts'
import type { Links } from './rules.ts'
import { Swarm } from './swarm.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'p2p/bittorrent',
  title: 'BitTorrent swarm',
  source:
    'Cohen, Incentives build robustness in BitTorrent, P2PEcon 2003; Bharambe, Herley and Padmanabhan, INFOCOM 2006',
  parameters: {
    distribution: choice(['swarm', 'client-server'], {
      default: 'swarm',
      doc: 'Everybody uploads, or only the initial seeds do, to all leechers at once.',
    }),
    fileSize: integer({ default: '102.4MB', unit: 'B', min: 1, doc: 'Size of the file, F.' }),
    pieces: integer({ default: 400, unit: 'pieces', min: 1, max: 65_535, doc: 'Equal pieces the file is cut into.' }),

    arrivals: choice(['flash-crowd', 'poisson'], {
      default: 'flash-crowd',
      doc: 'A given number of leechers at the start, or a Poisson process until the horizon.',
    }),
    leechers: integer({ default: 100, unit: 'leechers', min: 1, doc: 'Size of the flash crowd, N.' }),
    joinWindow: real({
      default: 0,
      unit: 's',
      min: 0,
      doc: 'The flash crowd joins at random times within this window.',
    }),
    arrivalRate: real({ default: 0.1, unit: '1/s', above: 0, doc: 'Rate of Poisson arrivals, lambda.' }),
    afterDownload: choice(['leave', 'linger', 'stay'], {
      default: 'leave',
      doc: 'What a leecher does when it has the file: leave at once, seed for an exponential time, or seed for ever.',
    }),
    departure: choice(['at-once', 'uploads-end'], {
      default: 'at-once',
      doc: 'A leecher that leaves with the file breaks its uploads off, or offers its last piece to whom it serves and lets the pieces on their way arrive.',
    }),
    meanLinger: real({
      default: '10min',
      unit: 's',
      above: 0,
      doc: 'Mean time a finished peer seeds when it lingers, 1/gamma.',
    }),
    abortRate: real({ default: 0, unit: '1/s', min: 0, doc: 'Rate at which each leecher gives up, theta.' }),

    initialSeeds: integer({
      default: 1,
      unit: 'seeds',
      min: 1,
      doc: 'Peers that have the file from the start and stay.',
    }),
    seedUpload: real({ default: '6Mbps', unit: 'bit/s', above: 0, doc: 'Uplink of each initial seed, us.' }),
    upload: real({
      default: '400kbps',
      unit: 'bit/s',
      min: 0,
      doc: 'Uplink of a typical leecher, u; 0 is a free rider.',
    }),
    download: real({ default: '1500kbps', unit: 'bit/s', above: 0, doc: 'Downlink of a typical leecher, d.' }),
    fastShare: real({ default: 0, unit: '1', min: 0, max: 1, doc: 'Fraction of the leechers that have fast links.' }),
    fastUpload: real({ default: '3Mbps', unit: 'bit/s', min: 0, doc: 'Uplink of a fast leecher.' }),
    fastDownload: real({ default: '6Mbps', unit: 'bit/s', above: 0, doc: 'Downlink of a fast leecher.' }),
    slowShare: real({ default: 0, unit: '1', min: 0, max: 1, doc: 'Fraction of the leechers that have slow links.' }),
    slowUpload: real({ default: '128kbps', unit: 'bit/s', min: 0, doc: 'Uplink of a slow leecher.' }),
    slowDownload: real({ default: '784kbps', unit: 'bit/s', above: 0, doc: 'Downlink of a slow leecher.' }),

    bandwidth: choice(['uplink-share', 'equal-share', 'max-min'], {
      default: 'uplink-share',
      doc: 'Rates: max-min fair over all links; or uplinks split equally, and downlinks max-min fair among what they are offered (uplink-share) or split equally too (equal-share).',
    }),
    pieceSelection: choice(['rarest', 'random', 'in-order'], {
      default: 'rarest',
      doc: 'The piece to ask for next: the one fewest neighbours have, any, or the first.',
    }),
    randomFirst: integer({
      default: 4,
      unit: 'pieces',
      min: 0,
      doc: 'Pieces picked at random before rarest first sets in.',
    }),
    seedChoking: choice(['fastest', 'round-robin'], {
      default: 'fastest',
      doc: 'Whom a seed serves: who downloads fastest from it (original), or everybody in turn (mainline 4).',
    }),
    smartSeed: boolean({ default: false, doc: 'Initial seeds repeat no piece before each has sent all of them once.' }),
    regularSlots: integer({ default: 4, unit: 'slots', min: 0, doc: 'Uploads to the best neighbours, k.' }),
    optimisticSlots: integer({ default: 1, unit: 'slots', min: 0, doc: 'Uploads to random other neighbours.' }),
    chokeInterval: real({ default: '10s', unit: 's', above: 0, doc: 'Time between two choices of whom to serve.' }),
    chokeAt: choice(['piece-end', 'at-once', 'leechers-at-once'], {
      default: 'piece-end',
      doc: 'A choke lets the piece on its way arrive, or interrupts it at once, or does so unless a seed chokes; the rest of an interrupted piece is resumed later.',
    }),
    rateCount: choice(['continuous', 'by-piece'], {
      default: 'continuous',
      doc: 'Bits count for the rate of a neighbour as they move, or by whole pieces: sent ones when they begin, received ones at their end.',
    }),
    optimisticRounds: integer({
      default: 3,
      unit: 'rounds',
      min: 1,
      doc: 'Choke rounds between two rotations of the optimistic slots.',
    }),
    trackerList: integer({ default: 50, unit: 'peers', min: 1, doc: 'Random peers the tracker names when asked.' }),
    minNeighbours: integer({
      default: 20,
      unit: 'peers',
      min: 0,
      doc: 'With fewer neighbours a peer asks the tracker again.',
    }),
    maxNeighbours: integer({
      default: 80,
      unit: 'peers',
      min: 1,
      max: 65_534,
      doc: 'Largest number of neighbours, d.',
    }),
  },
  metrics: {
    meanDownload: { unit: 's', doc: 'Mean time from joining to the last piece, over those who completed.' },
    medianDownload: { unit: 's', doc: 'Median of that time.' },
    p95Download: { unit: 's', doc: '95th percentile of that time.' },
    lastDownload: { unit: 's', doc: 'Longest such time.' },
    makespan: { unit: 's', doc: 'Time from the start until no leecher is left; none while there are leechers.' },
    lowerBound: {
      unit: 's',
      doc: 'No protocol can serve this flash crowd in a shorter makespan: max(F/us, F/dmin, N F/(us + sum u)).',
    },
    typicalTime: { unit: 's', doc: 'Mean download time of typical leechers.' },
    fastTime: { unit: 's', doc: 'Mean download time of fast leechers.' },
    slowTime: { unit: 's', doc: 'Mean download time of slow leechers.' },
    meanStay: { unit: 's', doc: 'Mean time as a leecher, those who gave up included, T.' },
    uploadUse: {
      unit: '1',
      doc: 'Bits uploaded by leechers over what their uplinks could carry while they were leechers.',
    },
    downloadUse: { unit: '1', doc: 'Bits downloaded over what the downlinks of the leechers could carry.' },
    originShare: { unit: '1', doc: 'Fraction of all bits that came from the initial seeds.' },
    maxServed: { unit: 'files', doc: 'Most that any leecher uploaded until it completed, in file sizes.' },
    fairness: { unit: '1', doc: "Jain's index of what leechers uploaded until they completed; 1: all the same." },
    meanLeechers: { unit: 'leechers', doc: 'Time-average number of leechers, x.' },
    meanSeeds: { unit: 'seeds', doc: 'Time-average number of finished peers that seed, initial seeds not counted, y.' },
    completed: { unit: 'leechers', doc: 'Leechers that completed the download.' },
    aborted: { unit: 'leechers', doc: 'Leechers that gave up.' },
  },
  theory: {
    meanDownload: theory.clientServerDownload,
    meanStay: theory.clientServerDownload,
    medianDownload: theory.clientServerFlashCrowd,
    p95Download: theory.clientServerFlashCrowd,
    lastDownload: theory.clientServerFlashCrowd,
    makespan: theory.clientServerFlashCrowd,
    meanLeechers: theory.clientServerLeechers,
  },
  run: { horizon: 20_000, replications: 5 },
  check(p) {
    if (p.fastShare + p.slowShare > 1)
      return `fastShare + slowShare is ${p.fastShare + p.slowShare}: expected at most 1.`
    if (p.regularSlots + p.optimisticSlots === 0)
      return 'regularSlots and optimisticSlots are both 0: nobody would upload.'
    return undefined
  },
  build(sim, p) {
    const fileBits = 8 * p.fileSize
    const links: Links[] = []
    links[Speed.typical] = { up: p.upload, down: p.download }
    links[Speed.fast] = { up: p.fastUpload, down: p.fastDownload }
    links[Speed.slow] = { up: p.slowUpload, down: p.slowDownload }
    const swarm: Swarm = new Swarm(
      sim,
      {
        ...p,
        pieceBits: fileBits / p.pieces,
        piecePolicy: p.pieceSelection,
        seedPolicy: p.seedChoking,
        origins: p.initialSeeds,
        clientServer: p.distribution === 'client-server',
      },
      { completed: (peer) => population.completed(peer), moved: (sender, bits) => ledger.moved(sender, bits) },
    )
    const ledger = new Ledger(sim, swarm.peers, fileBits)
    const population = new Population(sim, { ...p, links }, swarm, ledger)
    sim.onWarmUpEnd(() => {
      swarm.settle()
      ledger.reset()
    })
    // Nothing limits what a seed downloads, because it downloads nothing.
    for (let i = 0; i < p.initialSeeds; i++)
      swarm.join(Role.origin, Speed.typical, { up: p.seedUpload, down: p.seedUpload })
    population.start()
    return () => {
      swarm.settle()
      const crowdRate = p.initialSeeds * p.seedUpload
      return {
        ...ledger.read(),
        lowerBound: p.arrivals === 'flash-crowd' ? population.lowerBound(fileBits, crowdRate) : undefined,
      }
    }
  },
})
