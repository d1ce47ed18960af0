import { choice, defineModel, integer, law, real } from '../../definition.ts'
import { randomId } from '../shared/identifiers.ts'
import { underlay } from '../shared/underlay.ts'
import { route } from './route.ts'
import { Tables } from './tables.ts'
import * as theory from './theory.ts'

/** Nodes whose routing tables are counted in a run. */
const countedTables = 200
/** No route is longer: that many digits an id has at most, and some closer nodes. */
const mostHops = 256

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
      doc: 'Nodes of which the nearest becomes an entry of the routing table; 1: a random one.',
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
    timeout: real({
      default: '500ms',
      unit: 's',
      min: 0,
      doc: 'Wait for a dead node before another is tried.',
    }),
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
    meanLatency: { unit: 's', doc: 'Mean time until the destination has the message, time-outs included.' },
    directLatency: { unit: 's', doc: 'Mean delay from the origin to the destination over the network below.' },
    stretch: { unit: '1', doc: 'Latency over that of the direct way.', ratio: ['meanLatency', 'directLatency'] },
    timeouts: { unit: 'timeouts', doc: 'Dead nodes contacted per lookup.' },
    wrongShare: { unit: '1', doc: 'Share of lookups that did not end at the live node closest to the key.' },
    tableEntries: { unit: 'nodes', doc: 'Mean number of entries in a routing table.' },
  },
  theory: {
    meanHops: (p) => theory.meanHops(numbers(p)),
    timeouts: (p) => theory.timeouts(numbers(p)),
    wrongShare: (p) => theory.wrongShare(numbers(p)),
    tableEntries: (p) => theory.tableEntries(numbers(p)),
  },
  run: { horizon: Infinity, replications: 10 },
  check(p) {
    if (p.leafSet % 2 !== 0) return `leafSet = ${p.leafSet}: expected an even number, half of it on either side.`
    return theory.failedNodes(p) === p.nodes
      ? `failedFraction = ${p.failedFraction} of ${p.nodes} nodes leaves nobody alive; lower it.`
      : undefined
  },
  build(sim, p) {
    const between = underlay(sim, p.nodes, p)
    const tables = new Tables(numbers(p), sim.stream('ids'), sim.stream('entries'), between)
    const dead = new Uint8Array(p.nodes)
    const failures = theory.failedNodes(p)
    if (failures > 0) for (const node of sim.stream('failures').sampleIndices(p.nodes, failures)) dead[node] = 1
    const origins = sim.stream('lookup origins')
    const wanted = sim.stream('lookup keys')
    const lengths = sim.quantiles('hops')
    const counts = new Float64Array(mostHops)
    let [ended, wrong, hops, latency, direct, timeouts] = [0, 0, 0, 0, 0, 0]
    sim.onWarmUpEnd(() => {
      ended = wrong = hops = latency = direct = timeouts = 0
      counts.fill(0)
    })

    let left = p.lookups
    function lookUp(): void {
      let origin = origins.integer(0, p.nodes - 1)
      while (dead[origin] !== 0) origin = origins.integer(0, p.nodes - 1)
      const key = randomId(wanted)
      const outcome = route(tables, dead, between, p.timeout, origin, key)
      ended++
      if (outcome.end !== tables.owner(key, dead)) wrong++
      hops += outcome.hops
      counts[Math.min(outcome.hops, mostHops - 1)]! += 1
      lengths.record(outcome.hops)
      latency += outcome.latency
      direct += between(origin, outcome.end)
      timeouts += outcome.timeouts
      if (--left > 0) sim.schedule(outcome.latency, lookUp)
    }
    sim.schedule(0, lookUp)

    return () => {
      const perLookup = (sum: number): number | undefined => (ended === 0 ? undefined : sum / ended)
      return {
        meanHops: perLookup(hops),
        p99Hops: lengths,
        shareAtHops: perLookup(counts[p.countedHops]!),
        meanLatency: perLookup(latency),
        directLatency: perLookup(direct),
        stretch: direct === 0 ? undefined : latency / direct,
        timeouts: perLookup(timeouts),
        wrongShare: perLookup(wrong),
        tableEntries: meanEntries(tables, p.nodes),
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

/** Over nodes spread evenly along the ids. */
function meanEntries(tables: Tables, nodes: number): number {
  const counted = Math.min(nodes, countedTables)
  let entries = 0
  for (let i = 0; i < counted; i++) tables.rows(Math.floor((i * nodes) / counted), 0, () => entries++)
  return entries / counted
}
