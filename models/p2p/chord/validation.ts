import { laws, math } from '../../../engine/index.ts'
import type { Claim } from '../../claim.ts'
import { deadShareBetweenChecks } from '../shared/renewal.ts'
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

/** As in the experiments of Li et al., INFOCOM 2005: every node looks up keys, hosts are up for an hour and down for an hour. */
const sessions = { protocol: 'running', keys: 0, lookups: 1e9 } as const
/** Lookups that do not matter. */
const silent = { ...sessions, lookupInterval: 1e7 } as const
const statistical = 'Krishnamurthy, El-Ansary, Aurell and Haridi, A statistical theory of Chord under churn, IPTPS 2005'

const freshFingers = deadShareBetweenChecks(laws.deterministic(120), 3600)!

/** Share of lookups that meet a dead node, among those that are forwarded by fingers of which a share is dead. */
function meetsDead(nodes: number, dead: number): number {
  return hopDistribution(nodes).reduce((sum, share, hops) => sum + share * (1 - math.pow(1 - dead, hops)), 0)
}

const protocol: Claim[] = [
  ...([60, 180] as const).map((period) => ({
    claim: `With rounds every ${period} s on average and lifetimes of an hour, the successor of ${(200 / (3 + 3600 / period)).toFixed(1)} % of the nodes is not the next one.`,
    source: `${statistical}: 2 / (3 + r), r = ${3600 / period} rounds a lifetime`,
    parameters: { ...silent, nodes: 2000, stabilisePeriod: `exponential(${period}s)`, successors: 8 },
    expected: { misledShare: 2 / (3 + 3600 / period), livingNodes: 1000 },
    run: { warmUp: 3600, horizon: 10_800, replications: 10 },
    precision: 0.08,
    tolerance: { relative: 0.04, reason: 'that two changes of one successor may cancel each other is left out there' },
  })),
  {
    claim: `With all fingers refreshed every two minutes and lifetimes of an hour, ${(100 * freshFingers).toFixed(2)} % of the fingers name a node that has left.`,
    source: 'Renewal-reward theorem: an entry is as good as new at each refresh (shared/renewal.ts)',
    parameters: { ...silent, nodes: 3000, stabilisePeriod: 'constant(2min)', fingersPerRound: 52, successors: 8 },
    expected: { deadShare: freshFingers },
    run: { warmUp: 1000, horizon: 6400, replications: 10 },
    precision: 0.08,
    tolerance: { relative: 0.04, reason: 'fingers that a newcomer takes over are older than its own' },
  },
  ...(['weibull(0.5, 500s)', 'pareto(2.5, 600s)'] as const).map((lifetime) => ({
    claim: `A host that is up for ${lifetime} and down for as long on average is up half of the time.`,
    source: 'Alternating renewal process: E[up] / (E[up] + E[down]) with a mean of 1000 s each',
    parameters: { ...silent, nodes: 500, lifetime, downtime: 'exponential(1000s)', stabilisePeriod: 'constant(5min)' },
    expected: { livingNodes: 250 },
    run: { warmUp: 10_000, horizon: 30_000, replications: 6 },
    precision: 0.12,
    tolerance: { relative: 0.02, reason: 'all hosts begin anew at the start, and heavy tails are slow to settle' },
  })),
  {
    claim:
      'A ring whose protocol runs without churn takes the same path as one at rest, and sends what its messages are long.',
    source: `${exactLaw}; messages of 20 bytes and 4 for each node or key named`,
    parameters: { ...sessions, nodes: 1024, churn: false, style: 'recursive', lookupInterval: 20 },
    expected: {
      meanHops: meanHops(1024),
      lookupBandwidth: (28 * meanHops(1024) + 24 * (1 - 1 / 1024)) / 20,
      failedShare: 0,
      deadShare: 0,
      misledShare: 0,
    },
    run: { horizon: 300, replications: 10 },
  },
  {
    claim: 'Rounds of 30 s with a successor list of 8 entries cost 3.3 bytes a second.',
    source: 'Each round: request, reply with predecessor and list, notice; fingers left alone',
    parameters: {
      ...silent,
      nodes: 1024,
      churn: false,
      successors: 8,
      stabilisePeriod: 'constant(30s)',
      fingerRounds: 255,
    },
    expected: { maintenanceBandwidth: (3 * 20 + 10 * 4) / 30, bandwidth: (3 * 20 + 10 * 4) / 30 },
    run: { warmUp: 15, horizon: 3015, replications: 3 },
  },
  ...([0.1, 0.2] as const).map((churnRate) => {
    const failedShare = meetsDead(500, deadShareBetweenChecks(laws.uniform(15, 45), 500 / churnRate)!)
    return {
      claim: `When ${60 * churnRate} of 500 nodes leave in a minute, and every finger is refreshed twice in it, ${(100 * failedShare).toFixed(1)} % of the lookups that give up at a dead node fail.`,
      source: `${exactLaw}, each hop by a finger of which the renewal-reward theorem says how often it is dead; the experiment of ${sigcomm}, section 6.5 and figure 12`,
      parameters: {
        nodes: 500,
        keys: 0,
        churnRate,
        lookups: 32_000,
        lookupRate: 16,
        atDead: 'give up',
        fingersPerRound: 52,
      },
      expected: { failedShare },
      run: { warmUp: 200, horizon: Infinity, replications: 24 },
      precision: 0.16,
      tolerance: {
        relative: 0.12,
        reason: 'the number of nodes varies, newcomers start with older fingers, and paths get longer',
      },
    }
  }),
]

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
  ...protocol,
]

export default claims
