import type { Claim } from '../../claim.ts'
import type { PlainValue } from '../../parameter.ts'

const yang = 'Yang and Garcia-Molina, Designing a super-peer network, ICDE 2003'
const sum = 'sum of all messages, each with its size and rate'
const montresor = 'Montresor, A robust protocol for building superpeer overlay topologies, P2P 2004'

/** A hundred clusters of a hundred that all know each other, where everything can be summed up. */
const linked = { peers: 10_000, clusterSize: 100, overlay: 'complete', ttl: 1 }

function fewest(
  claim: string,
  parameters: Record<string, PlainValue>,
  source: string,
  count: number,
  replications = 4,
): Claim {
  return {
    claim,
    source,
    parameters: { formation: 'sg-1', formationCycles: 0, queryRate: 0, overlay: 'complete', ...parameters },
    expected: { fewest: count },
    run: { horizon: 0.001, replications },
    tolerance: { relative: 0.03, reason: 'the capacities are drawn at random' },
  }
}

function paths(
  claim: string,
  parameters: Record<string, PlainValue>,
  expected: Record<string, number>,
  reason: string,
): Claim {
  return {
    claim,
    source: `${yang}, section 3: reach by degree and TTL; elementary for a graph without cycles`,
    parameters: { peers: 500_000, clusterSize: 5, match: 0.005, ...parameters },
    expected,
    run: { horizon: 0.05, replications: 5 },
    tolerance: { relative: 0.015, reason },
  }
}

const claims: readonly Claim[] = [
  {
    claim: 'Where all super-peers know each other one bears a thousand times what a client does.',
    source: `${yang}, section 4; ${sum}`,
    parameters: linked,
    expected: { superPeerLoad: 183_766.92, clientLoad: 196.593, aggregateLoad: 10_161_482 },
    run: { horizon: 60, replications: 20 },
  },
  {
    claim: 'Two super-peers that share a cluster have nearly half the load each; all together send a twentieth more.',
    source: `${yang}, section 5.1, rule 2; ${sum}`,
    parameters: { ...linked, partners: 2 },
    expected: { superPeerLoad: 94_650.115, clientLoad: 252.769, aggregateLoad: 10_703_578 },
    run: { horizon: 60, replications: 20 },
  },
  {
    claim: 'It finds what one in a thousand has ten times among ten thousand, one hop away.',
    source: `${yang}, section 4; elementary: (n - 1) times the probability of a match`,
    parameters: linked,
    expected: { reach: 99, messages: 99, duplicates: 0, pathLength: 1, results: 9.999 },
    run: { horizon: 60, replications: 10 },
  },
  {
    claim: 'One hop too many makes ninety-nine messages in a hundred useless.',
    source: `${yang}, section 5.1, rule 4; elementary: each of n - 1 tells each of n - 2`,
    parameters: { ...linked, ttl: 2 },
    expected: { reach: 99, messages: 9801, duplicates: 0.98989899 },
    run: { horizon: 5, replications: 3 },
  },
  paths(
    'Four neighbours each and four hops reach 160 clusters, 3.6 hops away on average.',
    { degree: 4, ttl: 4 },
    { reach: 160, messages: 160, pathLength: 3.55 },
    'a few of the paths meet',
  ),
  paths(
    'With twice the neighbours three hops reach nearly three times as many, a hop nearer.',
    { degree: 8, ttl: 3 },
    { reach: 456, messages: 456, pathLength: 2.842105 },
    'a few of the paths meet',
  ),
  {
    claim:
      'A query that goes everywhere is carried once over each link, and once more over those that it did not come by.',
    source: 'elementary: n d - (n - 1) messages on a connected graph of n clusters with d neighbours',
    parameters: { ttl: 100 },
    expected: { reach: 999, messages: 3001, duplicates: 0.667111 },
    run: { horizon: 5, replications: 5 },
    tolerance: { relative: 0.002, reason: 'a link may be missing where a random ring closes' },
  },
  ...([1, 2, 3] as const).map(
    (partners): Claim => ({
      claim: [
        'When a super-peer lasts four minutes and is replaced within one, a fifth of the queries find none.',
        'With two that share a cluster one in twenty-five does.',
        'With three fewer than one in a hundred do.',
      ][partners - 1]!,
      source: 'independent alternating renewal processes: 1 - (replacement / (uptime + replacement))^k',
      parameters: {
        peers: 10_000,
        clusterSize: 20,
        partners,
        uptime: 240,
        replacement: 60,
        overlay: 'complete',
        ttl: 1,
      },
      expected: { served: [0.8, 0.96, 0.992][partners - 1]! },
      run: { horizon: 600, replications: 10 },
    }),
  ),
  fewest(
    'Two hundred super-peers can serve a hundred thousand when each serves up to 500, all numbers equally likely.',
    { peers: 100_000 },
    `${montresor}; largest capacities first`,
    200,
  ),
  fewest(
    'Two thousand can serve a million.',
    { peers: 1_000_000 },
    `${montresor}; largest capacities first, sorted independently`,
    1997,
  ),
  fewest(
    'It takes ten times as many when few can serve many.',
    { peers: 100_000, capacity: 'power-law', maxCapacity: 100 },
    'elementary: as many of each capacity as its probability says, the largest first',
    2394,
    25,
  ),
  {
    claim: 'By gossip the peers find nearly the fewest super-peers in thirty cycles.',
    source: `${montresor}: within a few per cent of the capacity in twenty to thirty cycles; largest capacities first`,
    parameters: { formation: 'sg-1', peers: 100_000, queryRate: 0, overlay: 'complete' },
    expected: { superPeers: 200 },
    run: { horizon: 0.001, replications: 4 },
    tolerance: { relative: 0.05, reason: 'the paper measures until 95 % of the capacity is used' },
  },
]

export default claims
