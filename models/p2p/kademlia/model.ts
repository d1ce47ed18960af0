import { choice, defineModel, integer, law, real } from '../../definition.ts'
import { underlay } from '../shared/underlay.ts'
import { Iterative } from './iterative.ts'
import { type Outcome, forwarded } from './recursive.ts'
import { randomId } from '../shared/identifiers.ts'
import { Tables } from './tables.ts'
import * as theory from './theory.ts'

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
    lookups: integer({
      default: 2000,
      unit: 'lookups',
      min: 1,
      max: 1e9,
      doc: 'Lookups in a run, one after the other.',
    }),
    underlay: choice(['pairs', 'transit-stub'], {
      default: 'pairs',
      doc: 'Network below: a delay drawn for each pair of nodes, or a transit-stub internet.',
    }),
    latency: law({
      default: 'exponential(50ms)',
      unit: 's',
      doc: 'One-way delay between two nodes, where the network below is given by pairs.',
    }),
    failedFraction: real({
      default: 0,
      unit: '1',
      min: 0,
      below: 1,
      doc: 'Share of the nodes that have failed without their peers knowing.',
    }),
    timeout: real({ default: '500ms', unit: 's', min: 0, doc: 'Wait for a dead node until it is given up.' }),
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
  },
  theory: {
    meanHops: theory.meanHops,
    meanLatency: theory.meanLatency,
    messages: theory.messages,
    timeouts: theory.timeouts,
    wrongShare: theory.wrongShare,
  },
  run: { horizon: Infinity, replications: 10 },
  check(p) {
    return theory.failedNodes(p) === p.nodes
      ? `failedFraction = ${p.failedFraction} of ${p.nodes} nodes leaves nobody alive; lower it.`
      : undefined
  },
  build(sim, p) {
    const tables = new Tables(p.nodes, p.bucketSize, sim.stream('ids'), sim.stream('contacts'))
    const between = underlay(sim, p.nodes, p)
    const dead = new Uint8Array(p.nodes)
    const failures = theory.failedNodes(p)
    if (failures > 0) for (const node of sim.stream('failures').sampleIndices(p.nodes, failures)) dead[node] = 1
    const origins = sim.stream('lookup origins')
    const wanted = sim.stream('lookup keys')
    const iterative = new Iterative(sim, tables, dead, between, p)

    const hops = sim.quantiles('hops')
    const latencies = sim.quantiles('latency')
    let [ended, wrong, hopCount, time, messages, timeouts] = [0, 0, 0, 0, 0, 0]
    sim.onWarmUpEnd(() => {
      ended = wrong = hopCount = time = messages = timeouts = 0
    })

    let left = p.lookups
    function lookUp(): void {
      let origin = origins.integer(0, p.nodes - 1)
      while (dead[origin] !== 0) origin = origins.integer(0, p.nodes - 1)
      const key = randomId(wanted)
      const record = (outcome: Outcome): void => {
        ended++
        if (outcome.end !== tables.owner(key, (node) => dead[node] === 0)) wrong++
        hopCount += outcome.hops
        hops.record(outcome.hops)
        time += outcome.latency
        latencies.record(outcome.latency)
        messages += outcome.messages
        timeouts += outcome.timeouts
        if (--left > 0) sim.schedule(0, lookUp)
      }
      if (p.style === 'iterative') iterative.start(origin, key, record)
      else record(forwarded(tables, dead, between, p.timeout, origin, key))
    }
    sim.schedule(0, lookUp)

    return () => {
      const perLookup = (sum: number): number | undefined => (ended === 0 ? undefined : sum / ended)
      return {
        meanHops: perLookup(hopCount),
        p99Hops: hops,
        meanLatency: perLookup(time),
        p50Latency: latencies,
        p99Latency: latencies,
        messages: perLookup(messages),
        timeouts: perLookup(timeouts),
        wrongShare: perLookup(wrong),
      }
    }
  },
})
