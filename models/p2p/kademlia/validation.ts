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
]

export default claims
