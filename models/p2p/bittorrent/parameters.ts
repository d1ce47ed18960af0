import { boolean, choice, integer, type Parameters, real } from '../../definition.ts'

/** What goes in: the file, the crowd, its links, and the rules of the protocol. */
export const parameters = {
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
  oneClub: integer({
    default: 0,
    unit: 'leechers',
    min: 0,
    doc: 'Leechers that are there when Poisson arrivals begin, and lack the first piece alone: the one club.',
  }),
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
  freeRiderShare: real({
    default: 0,
    unit: '1',
    min: 0,
    max: 1,
    doc: 'Fraction of the leechers, whatever their links, that upload nothing and leave as soon as they have the file.',
  }),

  bandwidth: choice(['uplink-share', 'equal-share', 'max-min'], {
    default: 'uplink-share',
    doc: 'Rates: max-min fair over all links; or uplinks split equally, and downlinks max-min fair among what they are offered (uplink-share) or split equally too (equal-share).',
  }),
  pieceSelection: choice(['rarest', 'random', 'in-order'], {
    default: 'rarest',
    doc: 'The piece to ask for next: the one fewest neighbours have, any, or the first.',
  }),
  strictPriority: boolean({
    default: true,
    doc: 'A piece that has been begun is finished before another one is begun.',
  }),
  randomFirst: integer({
    default: 4,
    unit: 'pieces',
    min: 0,
    doc: 'Pieces picked at random before rarest first sets in.',
  }),
  transferUnit: choice(['piece', 'block'], {
    default: 'piece',
    doc: 'What is asked for and moves as a whole: a piece, from one neighbour; or a block, so that several neighbours send parts of one piece.',
  }),
  blocksPerPiece: integer({
    default: 16,
    unit: 'blocks',
    min: 1,
    max: 65_535,
    doc: 'Equal blocks a piece is cut into; transferUnit=block only.',
  }),
  pipeline: integer({
    default: 5,
    unit: 'requests',
    min: 1,
    max: 1000,
    doc: 'Blocks that a peer has asked each neighbour for and not yet received; transferUnit=block only.',
  }),
  roundTrip: real({
    default: 0,
    unit: 's',
    min: 0,
    doc: 'Time from asking for a block until its first bit can arrive; transferUnit=block only.',
  }),
  endGame: boolean({
    default: true,
    doc: 'When all blocks that a peer lacks have been asked for, it asks others for them too, and cancels when one arrives; transferUnit=block only.',
  }),
  seedChoking: choice(['fastest', 'round-robin'], {
    default: 'fastest',
    doc: 'Whom a seed serves: who downloads fastest from it (original), or everybody in turn (mainline 4).',
  }),
  leecherChoking: choice(['rate', 'pairwise', 'random'], {
    default: 'rate',
    doc: 'Whom a leecher serves: who sends it most; the same, but nobody gets more than pairwiseCredit ahead of what it sent; or anybody.',
  }),
  pairwiseCredit: real({
    default: 2,
    unit: 'pieces',
    above: 0,
    doc: 'A leecher sends a neighbour so many pieces more than it has received from it, at most; leecherChoking=pairwise only.',
  }),
  snubAfter: real({
    default: 'unlimited',
    unit: 's',
    above: 0,
    unlimited: true,
    doc: 'A neighbour that has sent a leecher nothing for so long gets no regular slot of it; clients take 60 s.',
  }),
  smartSeed: boolean({ default: false, doc: 'Initial seeds repeat no piece before each has sent all of them once.' }),
  regularSlots: integer({ default: 4, unit: 'slots', min: 0, doc: 'Uploads to the best neighbours, k.' }),
  optimisticSlots: integer({ default: 1, unit: 'slots', min: 0, doc: 'Uploads to random other neighbours.' }),
  chokeInterval: real({ default: '10s', unit: 's', above: 0, doc: 'Time between two choices of whom to serve.' }),
  chokeAt: choice(['piece-end', 'at-once', 'leechers-at-once'], {
    default: 'piece-end',
    doc: 'A choke lets the piece (or block) on its way arrive, or interrupts it at once, or does so unless a seed chokes; the rest of an interrupted piece is resumed later, an interrupted block is lost.',
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
} satisfies Parameters
