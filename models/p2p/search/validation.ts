import type { Claim, RunLength, Tolerance } from '../../claim.ts'
import type { PlainValue } from '../../parameter.ts'

const lv = 'Lv et al., Search and replication in unstructured peer-to-peer networks, ICS 2002'
const cohen = 'Cohen and Shenker, Replication strategies in unstructured peer-to-peer networks, SIGCOMM 2002'
const chain = 'chain binomial of Reed and Frost (Bailey, The Mathematical Theory of Infectious Diseases, 1975, ch. 14)'
const reproduced = 'figures of an independent implementation from the description, 9836 nodes and 20 099 links'

const sampled: Tolerance = { relative: 0.05, reason: 'the reference is one Monte-Carlo run on one graph' }
const walked: Tolerance = { relative: 0.08, reason: 'the reference is one Monte-Carlo run on one graph' }
const runs = (replications: number): RunLength => ({ horizon: Infinity, replications })

function flood(claim: string, ttl: number, queries: number, expected: Record<string, number>): Claim {
  return {
    claim,
    source: `${lv}; ${reproduced}`,
    parameters: { ttl, queries, popularityExponent: 0 },
    expected,
    run: runs(15),
    tolerance: sampled,
  }
}

function course(claim: string, parameters: Record<string, PlainValue>, expected: Record<string, number>): Claim {
  return { claim, source: `${chain}, layer by layer`, parameters, expected, run: runs(30) }
}

function walk(
  claim: string,
  walkers: number,
  replicationRatio: number,
  queries: number,
  expected: Record<string, number>,
  tolerance = walked,
): Claim {
  return {
    claim,
    source: `${lv}; ${reproduced}`,
    parameters: {
      strategy: 'walkers',
      memory: 'none',
      origins: 'largest component',
      walkers,
      replicationRatio,
      queries,
      popularityExponent: 0,
    },
    expected,
    run: runs(15),
    precision: 0.1,
    tolerance,
  }
}

function cost(claim: string, parameters: Record<string, PlainValue>, messages: number, rule: string): Claim {
  return {
    claim,
    source: `${cohen}, ${rule}`,
    parameters: {
      strategy: 'probes',
      nodes: 10_000,
      replicationRatio: 0.01,
      popularityExponent: 1,
      queries: 2000,
      ...parameters,
    },
    expected: { messages },
    run: runs(30),
  }
}

const claims: readonly Claim[] = [
  flood('A flood of four hops reaches 350 of ten thousand nodes.', 4, 600, { messages: 360, visited: 352 }),
  flood('Five hops reach one node in seven.', 5, 600, { messages: 1470, visited: 1350 }),
  flood('Five hops find three in four of the objects that one node in 800 has.', 5, 600, { success: 0.76 }),
  flood('Seven hops send two messages for each node that they reach.', 7, 150, {
    messages: 14_800,
    visited: 7600,
    duplicates: 0.49,
  }),
  flood('Eight hops reach nearly all; two messages in three are in vain.', 8, 120, {
    messages: 26_000,
    visited: 9480,
    duplicates: 0.63,
  }),
  course(
    'Six hops reach two nodes in five, with a fourth of the messages in vain.',
    { ttl: 6, queries: 300 },
    { messages: 5321.69, visited: 3955.21, duplicates: 0.256776 },
  ),
  course(
    'Twice the links reach as many nodes in four hops, and with fewer messages in vain.',
    { nodes: 20_000, meanDegree: 8, ttl: 4, queries: 200 },
    { messages: 4586.5, visited: 4049.5, duplicates: 0.11708 },
  ),
  course(
    'Rings that grow hop by hop pay for small ones in vain, and save the last ones.',
    {
      strategy: 'expanding ring',
      nodes: 2000,
      meanDegree: 8,
      ttl: 5,
      firstRing: 2,
      ringStep: 1,
      popularityExponent: 0,
      replicationRatio: 0.01,
      queries: 1000,
    },
    { messages: 366.96, visited: 281.17, hops: 2.4419 },
  ),
  {
    claim: 'On a square lattice a flood of ten hops reaches 220 nodes with 544 messages.',
    source: 'elementary: 4 t nodes are t hops away, and each passes the query to three',
    parameters: { graph: 'torus', nodes: 10_000, ttl: 10, queries: 50 },
    expected: { messages: 544, visited: 220, duplicates: 0.595588235294 },
    run: runs(3),
  },
  {
    claim: 'It finds an object that one node in a hundred has nine times in ten, seven hops away on average.',
    source: 'hypergeometric law over the 4 t nodes that are t hops away',
    parameters: {
      graph: 'torus',
      nodes: 10_000,
      ttl: 10,
      queries: 400,
      replicationRatio: 0.01,
      popularityExponent: 0,
    },
    expected: { success: 0.893115, hops: 5.511687 },
    run: runs(20),
  },
  walk('One walker makes 1200 hops to find what one node in 800 has: a third of them in vain.', 1, 0.00125, 400, {
    hops: 1206,
    messages: 1207,
  }),
  walk('Eight walkers are eight times as fast, for as many messages.', 8, 0.00125, 400, { hops: 155, messages: 1254 }),
  walk('Sixteen are sixteen times as fast.', 16, 0.00125, 400, { hops: 78, messages: 1263 }),
  walk('Sixty-four waste a third more messages than one.', 64, 0.00125, 400, { hops: 24, messages: 1660 }),
  walk(
    'Sixteen walkers find what one node in 200 has with 324 messages, where a flood of seven hops takes 15 000.',
    16,
    0.005,
    400,
    { messages: 324 },
    { relative: 0.2, reason: 'the reference gives the ratio to a flood, within a factor of 1.2' },
  ),
  cost('Equal copies on one node in a hundred cost a hundred probes.', {}, 99.99, 'section 3: m / rho'),
  cost(
    'Copies in proportion to popularity cost exactly as many.',
    { allocation: 'proportional' },
    99.99,
    'section 3: m / rho',
  ),
  cost(
    'Copies by the root of popularity cost two thirds of that.',
    { allocation: 'square-root' },
    66.6115,
    'section 4: (sum of sqrt q)^2 / rho',
  ),
  cost(
    'The more popularity differs, the more the root saves.',
    { allocation: 'square-root', popularityExponent: 1.2 },
    53.2553,
    'section 4: (sum of sqrt q)^2 / rho',
  ),
  cost(
    'With two objects it saves at most a half; a fifth when one is eight times as popular.',
    { allocation: 'square-root', popularityExponent: 3, objects: 2 },
    81.4188,
    'section 4: (sum of sqrt q)^2 / rho',
  ),
  {
    claim: 'Searches that leave copies on their way make copies by the root of popularity, whatever they began with.',
    source: `${cohen}, section 5: path replication`,
    parameters: {
      strategy: 'probes',
      allocation: 'path',
      nodes: 10_000,
      popularityExponent: 1,
      copying: 0.02,
      settle: 30_000,
      queries: 30_000,
    },
    expected: { slope: 0.5 },
    run: runs(5),
    tolerance: { relative: 0.1, reason: 'the mean of finitely many copies that come and go' },
  },
]

export default claims
