import { choice, defineModel, integer, law, real } from '../../definition.ts'
import { lookupParameters } from '../shared/lookup.ts'
import { Outcomes } from '../shared/outcomes.ts'
import { runningMetrics, runningParameters, runningResponses } from '../shared/running.ts'
import { rest, run } from './runs.ts'
import * as theory from './theory.ts'

/** Contacts that the buckets of a running network may hold: some 30 times as many places are kept. */
const mostContacts = 8_000_000

export default defineModel({
  name: 'p2p/kademlia',
  title: 'Kademlia',
  source: 'Maymounkov and Mazieres, Kademlia: A peer-to-peer information system based on the XOR metric, IPTPS 2002',
  parameters: {
    nodes: integer({ default: 1024, unit: 'nodes', min: 1, max: 4_000_000, doc: 'Nodes in the network, N.' }),
    bucketSize: integer({
      default: 20,
      unit: 'contacts',
      min: 1,
      max: 64,
      doc: 'Contacts in a full bucket, and in a reply, k.',
    }),
    style: choice(['iterative', 'recursive'], {
      default: 'iterative',
      doc: 'The origin asks each node itself, or each node forwards the request and the last one replies.',
    }),
    parallel: integer({
      default: 3,
      unit: 'requests',
      min: 1,
      max: 64,
      doc: 'Requests of an iterative lookup under way at a time, alpha.',
    }),
    until: choice(['closest', 'all k'], {
      default: 'closest',
      doc: 'An iterative lookup ends when the closest live node known has answered, or when the k closest have (as before storing).',
    }),
    ...lookupParameters,
    timeout: real({ default: '500ms', unit: 's', min: 0, doc: 'Wait for a dead node until it is given up.' }),
    refreshPeriod: law({
      default: 'constant(1h)',
      unit: 's',
      doc: 'Time after which a node looks up an id in the range of each bucket that no lookup went to since, while the protocol runs.',
    }),
    refreshUntil: choice(['closest', 'all k'], {
      default: 'closest',
      doc: 'When such a lookup ends: as under until. That for the own id asks all k.',
    }),
    ...runningParameters,
  },
  metrics: {
    meanHops: { unit: 'hops', doc: 'Mean path length from the origin to the node found.' },
    p99Hops: { unit: 'hops', doc: '99th percentile of the path length.', quantile: 0.99 },
    meanLatency: { unit: 's', doc: 'Mean time until the origin has the answer.' },
    p50Latency: { unit: 's', doc: 'Median time until the origin has the answer.', quantile: 0.5 },
    p99Latency: { unit: 's', doc: '99th percentile of the time until the origin has the answer.', quantile: 0.99 },
    messages: { unit: 'messages', doc: 'Messages sent per lookup: requests, replies, and requests to dead nodes.' },
    timeouts: { unit: 'timeouts', doc: 'Dead nodes given up per lookup.' },
    wrongShare: { unit: '1', doc: 'Share of lookups that did not end at the live node closest to the key.' },
    ...runningMetrics,
  },
  theory: {
    meanHops: theory.meanHops,
    meanLatency: theory.meanLatency,
    messages: theory.messages,
    timeouts: theory.timeouts,
    wrongShare: theory.wrongShare,
    failedShare: theory.wrongShare,
    lookupBandwidth: theory.lookupBandwidth,
    livingNodes: theory.livingNodes,
  },
  run: { horizon: Infinity, replications: 10 },
  check(p) {
    if (theory.failedNodes(p) === p.nodes)
      return `failedFraction = ${p.failedFraction} of ${p.nodes} nodes leaves nobody alive; lower it.`
    if (p.protocol === 'at rest') return undefined
    if (p.failedFraction > 0)
      return 'protocol = running has departures of its own (lifetime); leave failedFraction at 0.'
    return p.nodes * p.bucketSize > mostContacts
      ? `nodes x bucketSize = ${p.nodes * p.bucketSize}: expected at most ${mostContacts} while the protocol runs.`
      : undefined
  },
  build(sim, p) {
    const outcomes = new Outcomes(sim)
    const kept = p.protocol === 'running' ? run(sim, p, outcomes) : undefined
    if (kept === undefined) rest(sim, p, outcomes)
    return () => ({
      meanHops: outcomes.meanHops,
      p99Hops: outcomes.hops,
      meanLatency: outcomes.meanLatency,
      p50Latency: outcomes.latencies,
      p99Latency: outcomes.latencies,
      messages: outcomes.perLookup(outcomes.messages),
      timeouts: outcomes.perLookup(outcomes.timeouts),
      wrongShare: outcomes.perLookup(outcomes.wrong),
      ...runningResponses(outcomes, kept),
    })
  },
})
