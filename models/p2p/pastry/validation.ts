import { laws } from '../../../engine/index.ts'
import type { Claim } from '../../claim.ts'
import { deadShareBetweenChecks } from '../shared/renewal.ts'
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
  const expected = tableEntries({ nodes, digitBits: Number(digitBits) })
  return {
    claim: `Among ${nodes} nodes a routing table with digits of ${digitBits} bits has ${expected.toFixed(1)} entries.`,
    source: `Uniform ids (theory.ts); ${paper}: about 75 with the leaf set of 16, for 100 000 nodes and four bits`,
    parameters: { nodes, digitBits, lookups: 1 },
    expected: { tableEntries: expected },
    run,
  }
})

/** As in the experiments of Li et al., INFOCOM 2005: hosts are up for an hour and down for an hour on average. */
const sessions = { protocol: 'running', lookups: 1e9 } as const
/** Lookups that do not matter. */
const silent = { ...sessions, lookupInterval: 1e7 } as const
const renewal = 'Renewal-reward theorem: an entry is as good as new after each round (shared/renewal.ts)'
const deadAfter = (period: number): number => deadShareBetweenChecks(laws.deterministic(period), 3600)!

const protocol: Claim[] = [
  {
    claim: 'A network whose protocol runs without churn takes as many hops as one at rest.',
    source: `${independent}; 28 bytes a hop`,
    parameters: { ...sessions, nodes: 1000, churn: false, lookupInterval: 10 },
    expected: {
      meanHops: 2.48,
      lookupBandwidth: (28 * 2.48) / 10,
      failedShare: 0,
      timeouts: 0,
      deadShare: 0,
      deadLeafShare: 0,
      livingNodes: 1000,
    },
    run: { horizon: 100, replications: 10 },
    precision: 0.03,
    tolerance: {
      relative: 0.012,
      reason: 'the reference is a simulation, too; one leaf fewer makes a difference of 0.3 %',
    },
  },
  {
    claim: 'Tables made by joins, one after the other, are as good as random full ones.',
    source: independent,
    parameters: { ...sessions, nodes: 1000, churn: false, joinPhase: 500, lookupInterval: 10 },
    expected: { meanHops: 2.48, wrongShare: 0, timeouts: 0 },
    run: { warmUp: 1800, horizon: 1900, replications: 6 },
    precision: 0.02,
    tolerance: {
      relative: 0.03,
      reason: 'the reference has random tables; those made by joins favour nodes that came early',
    },
  },
  {
    claim: 'Without churn, a leaf set of 16 that is asked every 30 s costs 21.3 bytes a second.',
    source: 'A request and a reply of 20 bytes for each member',
    parameters: { ...silent, nodes: 1000, churn: false, tablePeriod: 'constant(10h)' },
    expected: { maintenanceBandwidth: (16 * 40) / 30, bandwidth: (16 * 40) / 30 },
    run: { horizon: 3000, replications: 3 },
    tolerance: { relative: 0.01, reason: 'a few nodes look after their routing table in that time' },
  },
  ...[30, 60].map((period) => ({
    claim: `Where leaf sets are asked every ${period} s, ${(100 * deadAfter(period)).toFixed(2)} % of their members have left after lifetimes of an hour.`,
    source: renewal,
    parameters: { ...silent, nodes: 1000, leafSetPeriod: `constant(${period}s)` },
    expected: { deadLeafShare: deadAfter(period), livingNodes: 500 },
    run: { warmUp: 1800, horizon: 9000, replications: 10 },
    precision: 0.08,
  })),
  ...[300, 600].map((period) => ({
    claim: `Where routing tables are asked every ${period / 60} min, ${(100 * deadAfter(period)).toFixed(1)} % of their entries have left after lifetimes of an hour.`,
    source: renewal,
    // A small leaf set: what it finds dead leaves the table as well.
    parameters: {
      ...silent,
      nodes: 2000,
      leafSet: 2,
      leafSetPeriod: 'constant(20s)',
      tablePeriod: `constant(${period}s)`,
    },
    expected: { deadShare: deadAfter(period) },
    run: { warmUp: 3600, horizon: 10_800, replications: 12 },
    precision: 0.08,
    tolerance: {
      relative: 0.08,
      reason: 'entries that newcomers fill between two rounds are younger, and a few are in the leaf set as well',
    },
  })),
  {
    claim: 'Hosts that are up for a Pareto time of 1000 s and down for as long on average are up half of the time.',
    source: 'Alternating renewal process: E[up] / (E[up] + E[down])',
    parameters: { ...silent, nodes: 1000, lifetime: 'pareto(2.5, 600s)', downtime: 'exponential(1000s)' },
    expected: { livingNodes: 500 },
    run: { warmUp: 6000, horizon: 15_000, replications: 5 },
    tolerance: { relative: 0.02, reason: 'all hosts begin anew at the start' },
  },
]

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
  ...protocol,
]

export default claims
