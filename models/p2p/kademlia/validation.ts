import { math } from '../../../engine/index.ts'
import type { Claim } from '../../claim.ts'
import { meanHops } from './hop-theory.ts'

const exact = 'Exact mean on full buckets (hop-theory.ts)'
const independent = 'independent Monte-Carlo program, written from the description of the protocol'
const run = { horizon: Infinity, replications: 10 } as const
const recursive = { style: 'recursive', lookups: 4000 } as const
const oneByOne = { style: 'iterative', parallel: 1, latency: 'constant(50ms)', lookups: 4000 } as const

const published: Claim[] = (
  [
    [1, 10, 4.84],
    [1, 16, 7.82],
    [8, 10, 2.42],
    [8, 12, 2.89],
    [8, 14, 3.34],
    [8, 16, 3.8],
    [20, 10, 1.97],
    [20, 12, 2.34],
    [20, 14, 2.7],
    [20, 16, 3.04],
  ] as const
).map(([bucketSize, bits, hops]) => ({
  claim: `With ${bucketSize} ${bucketSize === 1 ? 'contact' : 'contacts'} in a bucket, a lookup among 2^${bits} nodes takes ${hops} hops to the node closest to the key.`,
  source: `${independent}; the exact mean (hop-theory.ts) is ${meanHops(1 << bits, bucketSize).toFixed(3)}`,
  parameters: { ...recursive, nodes: 1 << bits, bucketSize },
  expected: { meanHops: hops, wrongShare: 0 },
  run,
  precision: 0.02,
  tolerance: {
    relative: 0.025,
    reason: 'the reference is a simulation with choices of its own, such as how a bucket is filled',
  },
}))

const hops: Claim[] = (
  [
    [30, 3],
    [500, 8],
    [3000, 5],
    [20_000, 20],
    [100_000, 1],
    [200_000, 16],
  ] as const
).map(([nodes, bucketSize]) => ({
  claim: `${nodes} nodes with ${bucketSize} ${bucketSize === 1 ? 'contact' : 'contacts'} in a bucket find the closest to a key in ${meanHops(nodes, bucketSize).toFixed(2)} hops.`,
  source: exact,
  parameters: { ...recursive, nodes, bucketSize },
  expected: {
    meanHops: meanHops(nodes, bucketSize),
    messages: meanHops(nodes, bucketSize) + 1 - 1 / nodes,
    wrongShare: 0,
  },
  // Few nodes: where their ids happen to lie matters.
  run: { ...run, replications: nodes < 100 ? 100 : 10 },
  precision: 0.02,
}))

/** As in the experiments of Li et al., INFOCOM 2005: 1024 hosts, up for an hour and down for an hour on average. */
const sessions = { protocol: 'running', lookups: 1e9, latency: 'lognormal(89ms, 0.55)' } as const
const pvc =
  'Li, Stribling, Morris, Kaashoek and Gil, A performance vs. cost framework for evaluating DHT design tradeoffs under churn, INFOCOM 2005'

/** Mean number of buckets up to the last one that is not empty, among so many nodes. */
function bucketsInUse(nodes: number): number {
  let mean = 0
  for (let share = 1; share > 1e-12; share /= 2) mean += 1 - math.pow(1 - share, nodes - 1)
  return mean
}

const protocol: Claim[] = [
  {
    claim: 'A network whose protocol runs without churn finds the closest node in as many hops as one at rest.',
    source: `${exact}; bytes: 28 a hop, and 24 for the reply unless the origin is the closest`,
    parameters: { ...recursive, ...sessions, nodes: 1024, bucketSize: 8, churn: false, lookupInterval: 20 },
    expected: {
      meanHops: meanHops(1024, 8),
      lookupBandwidth: (28 * meanHops(1024, 8) + 24 * (1 - 1 / 1024)) / 20,
      failedShare: 0,
      deadShare: 0,
      livingNodes: 1024,
    },
    run: { horizon: 100, replications: 10 },
    precision: 0.04,
  },
  {
    claim: 'Where everybody knows everybody, each refreshed bucket costs a message and a reply that names all, to all.',
    source:
      'Buckets up to the most bits shared with any of the N - 1 others, and the own id: sum over j of 1 - (1 - 2^-j)^(N - 1), plus 1',
    parameters: {
      ...sessions,
      nodes: 20,
      churn: false,
      lookupInterval: 1e12,
      refreshPeriod: 'constant(100s)',
      refreshUntil: 'all k',
    },
    expected: { maintenanceBandwidth: ((bucketsInUse(20) + 1) * 19 * (2 * 20 + 20 * 4)) / 100 },
    run: { warmUp: 100, horizon: 1100, replications: 60 },
  },
  {
    claim: 'A network of 500 nodes that have joined one after the other has the path length of full buckets.',
    source: exact,
    parameters: {
      ...recursive,
      ...sessions,
      nodes: 500,
      bucketSize: 8,
      churn: false,
      joinPhase: 250,
      lookupInterval: 20,
    },
    expected: { meanHops: meanHops(500, 8), wrongShare: 0, timeouts: 0 },
    run: { warmUp: 1800, horizon: 2000, replications: 6 },
    precision: 0.03,
    tolerance: {
      relative: 0.06,
      reason: 'buckets hold whom their owner happened to meet first, not random nodes, and few are not full yet',
    },
  },
  {
    claim: 'Hosts that are up for an hour and down for half an hour on average are up two thirds of the time.',
    source: 'Alternating renewal process: E[up] / (E[up] + E[down])',
    parameters: {
      ...sessions,
      nodes: 600,
      lifetime: 'weibull(0.7, 2844s)',
      downtime: 'exponential(30min)',
      lookupInterval: 1e7,
    },
    expected: { livingNodes: 400 },
    run: { warmUp: 7200, horizon: 21_600, replications: 5 },
    tolerance: { relative: 0.02, reason: 'all hosts begin anew at the start' },
  },
  {
    claim: 'About 10 bytes a node and second buy lookups of 450 ms under churn.',
    source: `${pvc}: Kademlia on its best parameters at 10 bytes per node and second, with the delays between 1024 name servers`,
    parameters: { ...sessions, bucketSize: 16, parallel: 3, refreshPeriod: 'constant(8min)' },
    expected: { bandwidth: 10, meanLatency: 0.45 },
    run: { warmUp: 3600, horizon: 10_800, replications: 4 },
    tolerance: {
      relative: 0.2,
      reason:
        'the parameters behind that point and the delays of single pairs are not known, only their median and mean',
    },
  },
]

const claims: readonly Claim[] = [
  ...published,
  ...hops,
  {
    claim: 'Where a bucket has room for everybody, a lookup takes one hop, unless the origin is the closest itself.',
    source: 'All contacts are known: 1 - 1/N',
    parameters: { ...recursive, nodes: 40, bucketSize: 40 },
    expected: { meanHops: 1 - 1 / 40, wrongShare: 0, timeouts: 0 },
    run,
    precision: 0.01,
  },
  {
    claim: 'Asking one node after the other costs a round trip a hop.',
    source: `${exact}, times 100 ms`,
    parameters: { ...oneByOne, nodes: 4096, bucketSize: 8 },
    expected: { meanLatency: 0.1 * meanHops(4096, 8), messages: 2 * meanHops(4096, 8), wrongShare: 0 },
    run,
    precision: 0.02,
  },
  {
    claim: 'Forwarding costs one way a hop and one for the reply.',
    source: `${exact}, plus 1 - 1/N, times 50 ms`,
    parameters: { ...recursive, nodes: 4096, bucketSize: 8, latency: 'constant(50ms)' },
    expected: { meanLatency: 0.05 * (meanHops(4096, 8) + 1 - 1 / 4096) },
    run,
    precision: 0.02,
  },
  ...protocol,
]

export default claims
