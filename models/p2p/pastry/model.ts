import { choice, defineModel, integer, law, real } from '../../definition.ts'
import { lookupParameters } from '../shared/lookup.ts'
import { Outcomes } from '../shared/outcomes.ts'
import { runningMetrics, runningParameters, runningResponses } from '../shared/running.ts'
import { rest, run } from './runs.ts'
import * as theory from './theory.ts'

/** Nodes of a running network, whose tables are kept. */
const mostRunning = 400_000

export default defineModel({
  name: 'p2p/pastry',
  title: 'Pastry',
  source:
    'Rowstron and Druschel, Pastry: Scalable, decentralized object location and routing for large-scale peer-to-peer systems, Middleware 2001',
  parameters: {
    nodes: integer({ default: 1024, unit: 'nodes', min: 1, max: 4_000_000, doc: 'Nodes in the network, N.' }),
    digitBits: choice(['1', '2', '4'], { default: '4', doc: 'Bits of a digit, b.' }),
    leafSet: integer({
      default: 16,
      unit: 'nodes',
      min: 2,
      max: 128,
      doc: 'Size of the leaf set, an even number, L: half of it on either side.',
    }),
    candidates: integer({
      default: 1,
      unit: 'nodes',
      min: 1,
      max: 64,
      doc: 'Nodes of which the nearest becomes an entry of the routing table; 1: a random one. While the protocol runs, above 1: the nearest of all that a node hears of.',
    }),
    style: choice(['one-way', 'recursive', 'iterative'], {
      default: 'one-way',
      doc: 'The message is passed on and stays at its destination (as in the paper), or that replies, or the origin asks each hop itself.',
    }),
    ...lookupParameters,
    timeout: real({
      default: '500ms',
      unit: 's',
      min: 0,
      doc: 'Wait for a dead node before another is tried.',
    }),
    leafSetPeriod: law({
      default: 'constant(30s)',
      unit: 's',
      doc: 'Time between two rounds in which a node asks its leaf set who is alive, and fills gaps, while the protocol runs.',
    }),
    tablePeriod: law({
      default: 'constant(20min)',
      unit: 's',
      doc: 'The same for the entries of its routing table.',
    }),
    ...runningParameters,
    countedHops: integer({
      default: 3,
      unit: 'hops',
      min: 0,
      max: 255,
      doc: 'Number of hops that shareAtHops counts; changes nothing else.',
    }),
  },
  metrics: {
    meanHops: { unit: 'hops', doc: 'Mean path length from the origin to the destination.' },
    p99Hops: { unit: 'hops', doc: '99th percentile of the path length.', quantile: 0.99 },
    shareAtHops: { unit: '1', doc: 'Share of lookups with a path of exactly countedHops hops.' },
    meanLatency: {
      unit: 's',
      doc: 'Mean time until the destination has the message or, if there is one, the origin the reply; time-outs included.',
    },
    p50Latency: { unit: 's', doc: 'Median of that time.', quantile: 0.5 },
    p99Latency: { unit: 's', doc: '99th percentile of that time.', quantile: 0.99 },
    directLatency: { unit: 's', doc: 'Mean delay from the origin to the destination over the network below.' },
    stretch: { unit: '1', doc: 'Latency over that of the direct way.', ratio: ['meanLatency', 'directLatency'] },
    messages: { unit: 'messages', doc: 'Messages sent per lookup: requests, replies, and requests to dead nodes.' },
    timeouts: { unit: 'timeouts', doc: 'Dead nodes contacted per lookup.' },
    wrongShare: { unit: '1', doc: 'Share of lookups that did not end at the live node closest to the key.' },
    tableEntries: { unit: 'nodes', doc: 'Mean number of entries in a routing table at rest.' },
    ...runningMetrics,
    deadLeafShare: {
      unit: '1',
      doc: 'Share of the members of leaf sets that have left, over time; no value at rest.',
    },
  },
  theory: {
    meanHops: (p) => theory.meanHops(numbers(p)),
    timeouts: (p) => theory.timeouts(numbers(p)),
    wrongShare: (p) => theory.wrongShare(numbers(p)),
    tableEntries: (p) => (p.protocol === 'running' ? undefined : theory.tableEntries(numbers(p))),
    failedShare: (p) => theory.wrongShare(numbers(p)),
    deadLeafShare: (p) => theory.deadLeafShare(numbers(p)),
    livingNodes: (p) => theory.livingNodes(numbers(p)),
  },
  run: { horizon: Infinity, replications: 10 },
  check(p) {
    if (p.leafSet % 2 !== 0) return `leafSet = ${p.leafSet}: expected an even number, half of it on either side.`
    if (theory.failedNodes(p) === p.nodes)
      return `failedFraction = ${p.failedFraction} of ${p.nodes} nodes leaves nobody alive; lower it.`
    if (p.protocol === 'at rest') return undefined
    if (p.failedFraction > 0)
      return 'protocol = running has departures of its own (lifetime); leave failedFraction at 0.'
    return p.nodes > mostRunning
      ? `nodes = ${p.nodes}: expected at most ${mostRunning} while the protocol runs.`
      : undefined
  },
  build(sim, p) {
    const outcomes = new Outcomes(sim)
    const q = numbers(p)
    const watched = p.protocol === 'running' ? run(sim, q, outcomes) : rest(sim, q, outcomes)
    return () => {
      const direct = watched.direct()
      const { answered } = outcomes
      return {
        meanHops: outcomes.meanHops,
        p99Hops: outcomes.hops,
        shareAtHops: outcomes.shareAt(p.countedHops),
        meanLatency: outcomes.meanLatency,
        p50Latency: outcomes.latencies,
        p99Latency: outcomes.latencies,
        directLatency: answered === 0 ? undefined : direct / answered,
        stretch: direct === 0 ? undefined : outcomes.totalLatency / direct,
        messages: outcomes.perLookup(outcomes.messages),
        timeouts: outcomes.perLookup(outcomes.timeouts),
        wrongShare: outcomes.perLookup(outcomes.wrong),
        tableEntries: watched.entries?.(),
        ...runningResponses(outcomes, watched.kept),
        deadLeafShare: watched.leaves?.deadShare,
      }
    }
  },
})

/** The parameters with the digit as a number. */
function numbers<P extends { readonly digitBits: '1' | '2' | '4' }>(
  p: P,
): Omit<P, 'digitBits'> & { digitBits: number } {
  return { ...p, digitBits: Number(p.digitBits) }
}
