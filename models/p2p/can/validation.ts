import type { Claim } from '../../claim.ts'
import { growth } from './growth-theory.ts'

const paper = 'Ratnasamy et al., CAN, SIGCOMM 2001'
const independent = 'independent Monte-Carlo program, written from the description of the protocol'
const run = { horizon: Infinity, replications: 10 } as const
/** For claims about zones: one lookup, so that the run ends. */
const noTraffic = { lookups: 1 } as const

const equalZones: Claim[] = (
  [
    [2, 12, 32],
    [3, 12, 12],
    [4, 12, 8],
    [2, 16, 128],
    [4, 16, 16],
  ] as const
).map(([dimensions, bits, meanHops]) => ({
  claim: `On 2^${bits} equal zones in ${dimensions} dimensions a lookup takes ${meanHops} hops, and a node has ${2 * dimensions} neighbours.`,
  source: `${paper}, routing: (d/4) n^(1/d) hops, 2d neighbours`,
  parameters: { placement: 'even', nodes: 1 << bits, dimensions, lookups: 3000 },
  expected: { meanHops, neighbours: 2 * dimensions },
  run: { ...run, replications: 6 },
}))

const joined: Claim[] = (
  [
    [8, 6.81],
    [10, 13.03],
    [12, 25.5],
    [14, 50.5],
    [16, 100],
  ] as const
).map(([bits, meanHops]) => ({
  claim: `After 2^${bits} random joins in two dimensions a lookup takes ${meanHops} hops.`,
  source: independent,
  parameters: { nodes: 1 << bits, lookups: 3000 },
  expected: { meanHops },
  run: { ...run, replications: 8 },
  precision: 0.03,
  tolerance: { relative: 0.02, reason: 'the reference is a simulation, too' },
}))

const neighbours: Claim[] = (
  [
    [2, 4.575],
    [3, 7.21],
    [4, 9.84],
  ] as const
).map(([dimensions, count]) => ({
  claim: `After random joins in ${dimensions} dimensions a node has ${count} neighbours, of which none is counted twice.`,
  source: `${independent}; the exact mean (growth-theory.ts) is ${growth(1 << 14, dimensions).neighbours.toFixed(3)}`,
  parameters: { ...noTraffic, nodes: 1 << 14, dimensions },
  expected: { neighbours: count },
  run: { ...run, replications: 5 },
  precision: 0.01,
}))

const volumes: Claim[] = [-3, -2, -1, 0, 1, 2].map((countedVolume) => {
  const share = growth(1 << 16, 3).zones[16 - countedVolume]! / (1 << 16)
  return {
    claim: `Without uniform partitioning ${(100 * share).toFixed(1)} % of 2^16 zones have 2^${countedVolume} times the mean volume.`,
    source: `Exact mean (growth-theory.ts); ${paper}, figure on uniform partitioning: about 40 % at the mean, 8 times at most; ${independent}`,
    parameters: { ...noTraffic, nodes: 1 << 16, dimensions: 3, countedVolume },
    expected: { shareAtVolume: share },
    // There are few of the smallest and of the largest.
    run: { ...run, replications: countedVolume === -3 || countedVolume === 2 ? 10 : 4 },
    precision: 0.15,
  }
})

const roundTrips: Claim[] = (
  [
    [2, 0.0883],
    [3, 0.0761],
    [4, 0.0712],
    [5, 0.0709],
  ] as const
).map(([dimensions, hopLatency]) => ({
  claim: `Weighing progress against round-trip time brings a hop in ${dimensions} dimensions down to ${(1000 * hopLatency).toFixed(1)} ms.`,
  source: `${paper}, table 1`,
  parameters: { nodes: 8192, dimensions, routing: 'RTT-weighted', lookups: 300 },
  expected: { hopLatency },
  run: { ...run, replications: 40 },
  precision: 0.1,
  tolerance: { relative: 0.05, reason: 'of the internet below only the link delays and the mean delay are published' },
}))

const takeOvers: Claim[] = (
  [
    [2, 1.12],
    [3, 1.09],
    [4, 1.07],
  ] as const
).map(([dimensions, takeOverRequests]) => ({
  claim: `In ${dimensions} dimensions the search for two siblings that can merge takes ${takeOverRequests} requests, and nobody gets stuck after it.`,
  source: `${paper}, table 6`,
  parameters: { nodes: 4096, dimensions, failedFraction: 0.1, takenOver: true },
  expected: { takeOverRequests, stuckShare: 0, timeouts: 0 },
  run: { ...run, replications: 20 },
  tolerance: { relative: 0.02, reason: 'printed with three digits, for a number of nodes that is not stated' },
}))

const lost: Claim[] = (
  [
    [1, 0.3],
    [2, 0.09],
    [3, 0.027],
  ] as const
).map(([realities, lostShare]) => ({
  claim: `With a copy in each of ${realities} realities, 30 % of the nodes take ${100 * lostShare} % of the keys with them.`,
  source: `The owners in different realities are independent: 0.3^${realities}`,
  parameters: { ...noTraffic, nodes: 2000, realities, failedFraction: 0.3 },
  expected: { lostShare },
  run: { ...run, replications: 60 },
  precision: 0.08,
}))

const claims: readonly Claim[] = [
  ...equalZones,
  ...joined,
  {
    claim: 'After 2^18 random joins in two dimensions a lookup takes 198 hops, and a node has 4.57 neighbours.',
    source: `${paper}, tables 4 and 5`,
    parameters: { nodes: 1 << 18, lookups: 2000 },
    expected: { meanHops: 198, neighbours: 4.57 },
    run: { ...run, replications: 5 },
    precision: 0.05,
    tolerance: { relative: 0.02, reason: 'the reference is a simulation, too' },
  },
  {
    claim: 'When neighbours are judged by the centres of their zones, 3.5 % of the lookups go round in circles.',
    source: independent,
    parameters: { nodes: 1024, measuredTo: 'centre', lookups: 20_000 },
    expected: { stuckShare: 0.035 },
    run,
    precision: 0.1,
    tolerance: { relative: 0.08, reason: 'the reference is printed with two digits, for a number of nodes not stated' },
  },
  {
    claim: 'Over equal hops of 50 ms, 4096 equal zones answer within 1.6 s on average.',
    source: `${paper}, routing: (d/4) n^(1/d) hops`,
    parameters: { placement: 'even', nodes: 4096, underlay: 'pairs', latency: 'constant(50ms)', lookups: 5000 },
    expected: { meanLatency: 1.6, hopLatency: 0.05 },
    run,
    precision: 0.02,
  },
  ...neighbours,
  ...volumes,
  ...roundTrips,
  ...takeOvers,
  ...lost,
]

export default claims
