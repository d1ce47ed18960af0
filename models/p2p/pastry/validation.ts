import type { Claim } from '../../claim.ts'
import { tableEntries } from './theory.ts'

const paper = 'Rowstron and Druschel, Pastry, Middleware 2001'
const independent = 'independent Monte-Carlo program with random tables, written from the description of the protocol'
const run = { horizon: Infinity, replications: 10 } as const

const paths: Claim[] = (
  [
    [1000, 2.48],
    [5000, 2.95],
    [10_000, 3.23],
    [100_000, 3.97],
  ] as const
).map(([nodes, meanHops]) => ({
  claim: `Among ${nodes} nodes with digits of four bits a message takes ${meanHops} hops.`,
  source: `${independent}; ${paper}: below log16 N`,
  parameters: { nodes, lookups: 10_000 },
  expected: { meanHops, wrongShare: 0, timeouts: 0 },
  run,
  precision: 0.01,
  tolerance: {
    relative: 0.012,
    reason: 'the reference is a simulation, too; one leaf fewer makes a difference of 0.3 %',
  },
}))

const shares: Claim[] = (
  [
    [2, 0.0156, 0.06],
    [3, 0.1643, 0.03],
    [4, 0.6449, 0.03],
  ] as const
).map(([countedHops, shareAtHops, relative]) => ({
  claim: `Among 100 000 nodes ${(100 * shareAtHops).toFixed(1)} % of the messages take ${countedHops} hops.`,
  source: `${paper}, figure 5`,
  parameters: { nodes: 100_000, lookups: 20_000, countedHops },
  expected: { shareAtHops },
  run,
  precision: 0.12,
  tolerance: { relative, reason: 'measured in a single network, with tables made by joins' },
}))

const entries: Claim[] = (
  [
    [1000, '4'],
    [20_000, '2'],
    [100_000, '4'],
    [100_000, '1'],
  ] as const
).map(([nodes, digitBits]) => {
  const expected = tableEntries({ nodes, digitBits: Number(digitBits), leafSet: 16, failedFraction: 0 })
  return {
    claim: `Among ${nodes} nodes a routing table with digits of ${digitBits} bits has ${expected.toFixed(1)} entries.`,
    source: `Uniform ids (theory.ts); ${paper}: about 75 with the leaf set of 16, for 100 000 nodes and four bits`,
    parameters: { nodes, digitBits, lookups: 1 },
    expected: { tableEntries: expected },
    run,
  }
})

const claims: readonly Claim[] = [
  ...paths,
  ...shares,
  ...entries,
  {
    claim: 'Where everybody is in the leaf set, a message takes one hop, unless the origin is the destination.',
    source: 'All nodes are known: 1 - 1/N',
    parameters: { nodes: 17, lookups: 10_000 },
    expected: { meanHops: 16 / 17, stretch: 1, wrongShare: 0 },
    run,
    precision: 0.01,
  },
]

export default claims
