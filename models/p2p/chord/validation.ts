import type { Claim } from '../../claim.ts'
import { hopDistribution, meanHops } from './hop-theory.ts'
import { keysMax, keysQuantile } from './theory.ts'

const exactLaw = 'Exact law of the path length on a ring of random ids (hop-theory.ts)'
const sigcomm = 'Stoica et al., Chord, SIGCOMM 2001'
const ton = 'Stoica et al., Chord, IEEE/ACM Transactions on Networking 11(1), 2003'

/** Millions of lookups each; its means are good to two digits after the point. */
const independent = 'Independent Monte-Carlo program, written from the description of the protocol'

const run = { horizon: Infinity, replications: 20 } as const
/** For claims about stored keys: one lookup, so that the run ends. */
const noTraffic = { lookups: 1 } as const
const constant = { latency: 'constant(50ms)' } as const
/** As in the simulations of the journal paper. */
const thousand = { nodes: 1000, successors: 20, routing: 'fingers-and-successors' } as const
const otherProgram =
  'another program decides otherwise where the description is silent, such as on the search of the list'
const pathReading = { relative: 0.04, reason: otherProgram } as const
const timeoutReading = { relative: 0.1, reason: otherProgram } as const

const pathLengths: Claim[] = [8, 10, 12, 14].map((bits) => {
  const nodes = 1 << bits
  return {
    claim: `On a ring of 2^${bits} nodes a lookup takes about half of ${bits} hops to the predecessor of its key.`,
    source: `${exactLaw}; ${sigcomm}, section 6.3: about 1/2 log2 N`,
    parameters: { nodes, keys: 0, lookups: 5000 },
    expected: { meanHops: meanHops(nodes), messages: 2 * meanHops(nodes) },
    run,
    precision: 0.02,
  }
})

const distribution: Claim[] = [4, 6, 8].map((countedHops) => ({
  claim: `On a ring of 2^12 nodes ${(100 * hopDistribution(4096)[countedHops]!).toFixed(1)} % of the lookups take ${countedHops} hops.`,
  source: `${exactLaw}; ${sigcomm}, figure 10(b), for the shape`,
  parameters: { nodes: 4096, keys: 0, countedHops },
  expected: { shareAtHops: hopDistribution(4096)[countedHops]! },
  run,
}))

const failures: Claim[] = (
  [
    [0.3, 4.45, 1.88],
    [0.5, 5.23, 5.32],
  ] as const
).flatMap(([failedFraction, path, timeouts]) => {
  const lost = `${failedFraction * 100} % of 1000 nodes fail at once and tables are not repaired yet`
  const parameters = { ...thousand, failedFraction, keys: 0 }
  const source = `${independent}; the experiment of ${ton}, section on simultaneous failures`
  return [
    {
      claim: `When ${lost}, lookups still find every key, in ${path} hops.`,
      source,
      parameters,
      expected: { meanHops: path, unansweredShare: 0 },
      run,
      tolerance: pathReading,
    },
    {
      claim: `When ${lost}, a lookup runs into ${timeouts} dead nodes.`,
      source,
      parameters,
      expected: { timeouts },
      run,
      precision: 0.1,
      tolerance: timeoutReading,
    },
  ]
})

const churn: Claim[] = (
  [
    [0.05, 3.84],
    [0.4, 3.97],
  ] as const
).map(([churnRate, path]) => ({
  claim: `While ${60 * churnRate} nodes a minute join and as many leave a ring of 1000, every lookup is answered, in ${path} hops.`,
  source: `${independent}; the experiment of ${ton}, section on lookups during stabilisation`,
  parameters: { ...thousand, churnRate, keys: 0, lookups: 12_000, lookupRate: 4 },
  expected: { meanHops: path, unansweredShare: 0 },
  // A finger is refreshed every five minutes: warm-up covers three rounds.
  run: { warmUp: 1000, horizon: Infinity, replications: 10 },
  tolerance: { relative: 0.03, reason: otherProgram },
}))

const load = (keys: number, nodes: number, virtualNodes: number) =>
  ({ placement: 'random', keys, nodes, virtualNodes }) as Parameters<typeof keysMax>[0]

const balance: Claim[] = [
  {
    claim: 'With 50 keys a node, the fullest hundredth of 10 000 nodes holds at least 4.6 times the mean.',
    source: `Uniform spacings: 99th percentile ln 100 = 4.605 means, and 0.4 keys for whole numbers; ${sigcomm}, section 6.2 and figure 8`,
    parameters: { ...noTraffic, nodes: 10_000, keys: 500_000 },
    expected: { keysMean: 50, keysP99: keysQuantile(0.99, load(500_000, 10_000, 1))! },
    run: { ...run, replications: 10 },
  },
  {
    claim: 'With 10 keys a node, 9 % of 10 000 nodes hold nothing.',
    source: 'Uniform spacings: N / (N + K)',
    parameters: { ...noTraffic, nodes: 10_000, keys: 100_000 },
    expected: { keylessShare: 9999 / 109_999 },
    run,
  },
  {
    claim: 'The fullest of 10 000 nodes holds about ten times the mean.',
    source: `Largest of N uniform spacings, H_N / N = 9.8 means; ${sigcomm}, section 6.2: 457 keys, 9.1 means, in one run`,
    parameters: { ...noTraffic, nodes: 10_000, keys: 100_000 },
    expected: { keysMax: keysMax(load(100_000, 10_000, 1))! },
    run: { ...run, replications: 60 },
    precision: 0.08,
  },
  ...[5, 20].map((virtualNodes) => ({
    claim: `With ${virtualNodes} positions a node, load evens out to a gamma law of shape ${virtualNodes}.`,
    source: `Sum of ${virtualNodes} uniform spacings, beta-binomial number of keys; ${sigcomm}, section 6.2 and figure 9`,
    parameters: { ...noTraffic, nodes: 2000, keys: 200_000, virtualNodes },
    expected: {
      keysP1: keysQuantile(0.01, load(200_000, 2000, virtualNodes))!,
      keysP99: keysQuantile(0.99, load(200_000, 2000, virtualNodes))!,
    },
    run,
    precision: 0.08,
  })),
]

const claims: readonly Claim[] = [
  ...pathLengths,
  ...distribution,
  {
    claim: 'On an evenly spaced ring of 4096 nodes the mean path is exactly 6 hops: half of the bits are ones.',
    source: `Mean of Binomial(12, 1/2), by the argument of ${sigcomm}, section 6.3, for the factor 1/2`,
    parameters: { nodes: 4096, placement: 'even', keys: 0, lookups: 5000 },
    expected: { meanHops: 6 },
    run,
    precision: 0.01,
  },
  {
    claim: 'An iterative lookup spends one round trip per hop.',
    source: `${exactLaw}, times 100 ms`,
    parameters: { ...constant, nodes: 1024, keys: 0, style: 'iterative' },
    expected: { meanLatency: 0.1 * meanHops(1024) },
    run,
    precision: 0.02,
  },
  {
    claim:
      'A recursive lookup spends one trip per hop and one for the reply, unless the origin knows the answer itself.',
    source: `${exactLaw}, plus 1 - 1/N, times 50 ms`,
    parameters: { ...constant, nodes: 1024, keys: 0, style: 'recursive' },
    expected: { meanLatency: 0.05 * (meanHops(1024) + 1 - 1 / 1024), messages: meanHops(1024) + 1 - 1 / 1024 },
    run,
    precision: 0.02,
  },
  {
    claim: 'On the Internet, 180 nodes with round trips of 60 ms answer half of the lookups within 285 ms.',
    source: `${sigcomm}, section 6.6 and figure 13`,
    parameters: { nodes: 180, keys: 0, latency: 'constant(30ms)', destination: 'owner' },
    expected: { p50Latency: 0.285 },
    run,
    tolerance: {
      relative: 0.1,
      reason: 'measured on ten sites whose round trips differ; only their typical value is known',
    },
  },
  {
    claim: 'A successor list of 20 entries that serves as shortcut takes one hop off the path in a ring of 1000 nodes.',
    source: `${exactLaw}`,
    parameters: { ...thousand, keys: 0 },
    expected: { meanHops: meanHops(1000, 20) },
    run,
    precision: 0.02,
  },
  ...failures,
  ...churn,
  {
    claim:
      'When a fifth of 10 000 nodes has failed and the ring has stabilised, a fifth of the keys is lost and no lookup gets stuck.',
    source: `${sigcomm}, section 6.4 and figure 11: failed lookups = p`,
    parameters: { nodes: 10_000, failedFraction: 0.2, stabilised: true, keys: 0 },
    expected: { lostShare: 0.2, unansweredShare: 0, timeouts: 0, meanHops: meanHops(8000) },
    run,
  },
  {
    claim: 'With three copies of each key, half of 5000 nodes take only an eighth of the keys with them.',
    source: 'Three of N nodes are all among the F that failed: F (F - 1) (F - 2) / (N (N - 1) (N - 2))',
    parameters: { nodes: 5000, failedFraction: 0.5, stabilised: true, replicas: 3, keys: 0 },
    expected: { lostShare: (2500 * 2499 * 2498) / (5000 * 4999 * 4998) },
    run: { ...run, replications: 40 },
  },
  ...balance,
]

export default claims
