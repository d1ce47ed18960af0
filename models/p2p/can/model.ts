import { boolean, choice, defineModel, integer, law, real } from '../../definition.ts'
import { underlay } from '../shared/underlay.ts'
import { Router } from './router.ts'
import { drawPoint, failedNodes, populate } from './space.ts'
import { surveyOf } from './survey.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'p2p/can',
  title: 'CAN: a content-addressable network',
  source: 'Ratnasamy, Francis, Handley, Karp and Shenker, A Scalable Content-Addressable Network, SIGCOMM 2001',
  parameters: {
    nodes: integer({ default: 1024, unit: 'nodes', min: 1, max: 4_000_000, doc: 'Nodes that have joined, n.' }),
    dimensions: integer({
      default: 2,
      unit: 'dimensions',
      min: 1,
      max: 16,
      doc: 'Dimensions of the coordinate space, d.',
    }),
    realities: integer({
      default: 1,
      unit: 'realities',
      min: 1,
      max: 16,
      doc: 'Independent coordinate spaces; a node has a zone, and a key an owner, in each, r.',
    }),
    placement: choice(['random', 'even'], {
      default: 'random',
      doc: 'Zones as uniform joins leave them, or all equal for comparison.',
    }),
    peersPerZone: integer({
      default: 1,
      unit: 'nodes',
      min: 1,
      max: 16,
      doc: 'Nodes that share a zone before it is split, MAXPEERS.',
    }),
    uniformPartitioning: boolean({
      default: false,
      doc: 'Whether a zone to be split first looks for a larger neighbour, which is split in its place.',
    }),
    routing: choice(['greedy', 'RTT-weighted'], {
      default: 'greedy',
      doc: 'Forward to the neighbour closest to the point, or where the ratio of progress to round-trip time is best.',
    }),
    measuredTo: choice(['zone', 'centre'], {
      default: 'zone',
      doc: 'Distance of a neighbour to the point: from the nearest point of its zone, or from the centre, which gets stuck at times.',
    }),
    lookups: integer({
      default: 2000,
      unit: 'lookups',
      min: 1,
      max: 1e9,
      doc: 'Lookups in a run, one after the other.',
    }),
    underlay: choice(['transit-stub', 'pairs'], {
      default: 'transit-stub',
      doc: 'Network below: the transit-stub internet of the paper, or a delay drawn for each pair of nodes.',
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
      doc: 'Share of the nodes that fail at once before the lookups.',
    }),
    takenOver: boolean({
      default: false,
      doc: 'Whether the zones of failed nodes have been taken over when the lookups start.',
    }),
    timeout: real({
      default: '500ms',
      unit: 's',
      min: 0,
      doc: 'Wait for a dead node before the next-best is tried.',
    }),
    countedVolume: integer({
      default: 0,
      unit: 'doublings',
      min: -30,
      max: 30,
      doc: 'shareAtVolume counts zones of 2^countedVolume times the mean volume; changes nothing else.',
    }),
  },
  metrics: {
    meanHops: { unit: 'hops', doc: "Mean path length of lookups that arrive; 0 for a key of one's own." },
    p99Hops: { unit: 'hops', doc: '99th percentile of the path length.', quantile: 0.99 },
    meanLatency: { unit: 's', doc: 'Mean time from the origin to the owner, time-outs included, without a reply.' },
    hopLatency: { unit: 's', doc: 'Delay of a hop, over all hops.' },
    directLatency: { unit: 's', doc: 'Mean delay from the origin to the owner over the network below.' },
    stretch: {
      unit: '1',
      doc: 'Latency of the lookups over that of the direct way.',
      ratio: ['meanLatency', 'directLatency'],
    },
    timeouts: { unit: 'timeouts', doc: 'Dead nodes contacted per lookup.' },
    stuckShare: { unit: '1', doc: 'Share of lookups that found no live neighbour closer to the point.' },
    lostShare: { unit: '1', doc: 'Share of the keys whose owners, in all realities, have failed.' },
    neighbours: { unit: 'zones', doc: 'Mean number of zones that abut on a zone, times the realities.' },
    peers: { unit: 'nodes', doc: 'Mean number of others who share the zone of a node, in a reality.' },
    shareAtVolume: {
      unit: '1',
      doc: 'Share of zones of 2^countedVolume times the mean volume, to the nearest power of two.',
    },
    largestVolume: { unit: '1', doc: 'Volume of the largest zone over the mean.' },
    takeOverRequests: {
      unit: 'requests',
      doc: 'Requests of a search for two siblings that can merge, after a take-over by somebody else than the sibling.',
    },
  },
  theory: {
    meanHops: theory.meanHops,
    meanLatency: theory.meanLatency,
    lostShare: theory.lostShare,
    neighbours: theory.neighbours,
    shareAtVolume: theory.shareAtVolume,
  },
  run: { horizon: Infinity, replications: 10 },
  check(p) {
    if (failedNodes(p) === p.nodes)
      return `failedFraction = ${p.failedFraction} of ${p.nodes} nodes leaves nobody alive; lower it.`
    if (p.placement === 'even' && (p.peersPerZone > 1 || !isPowerOfTwo(p.nodes)))
      return `placement = even with nodes = ${p.nodes}, peersPerZone = ${p.peersPerZone}: expected a power of two and 1.`
    return undefined
  },
  build(sim, p) {
    const space = populate(sim, p)
    const between = underlay(sim, p.nodes, p)
    const router = new Router(space.realities, between, space.dead, p)
    const origins = sim.stream('lookup origins')
    const wanted = sim.stream('lookup keys')
    const lengths = sim.quantiles('hops')
    const point = new Float64Array(p.dimensions)
    let [arrived, stuck, hops, travel, latency, direct, timeouts] = [0, 0, 0, 0, 0, 0, 0]

    function lookUp(): void {
      let origin = origins.integer(0, p.nodes - 1)
      while (space.failed[origin] !== 0) origin = origins.integer(0, p.nodes - 1)
      drawPoint(point, wanted)
      router.walk(origin, point)
      timeouts += router.timeouts
      if (!router.arrived) {
        stuck++
        return
      }
      arrived++
      hops += router.hops
      lengths.record(router.hops)
      travel += router.travel
      latency += router.latency
      direct += between(origin, router.end)
    }

    let left = p.lookups
    const next = (): void => {
      lookUp()
      if (--left > 0) sim.schedule(router.latency, next)
    }
    sim.schedule(0, next)
    sim.onWarmUpEnd(() => {
      arrived = stuck = hops = travel = latency = direct = timeouts = 0
    })

    return () => {
      const survey = surveyOf(space.realities, p.countedVolume)
      const mean = (sum: number, count: number): number | undefined => (count === 0 ? undefined : sum / count)
      return {
        meanHops: mean(hops, arrived),
        p99Hops: lengths,
        meanLatency: mean(latency, arrived),
        hopLatency: mean(travel, hops),
        directLatency: mean(direct, arrived),
        stretch: mean(latency, direct),
        timeouts: mean(timeouts, arrived + stuck),
        stuckShare: mean(stuck, arrived + stuck),
        lostShare: space.lostShare,
        ...survey,
        takeOverRequests: mean(space.requests, space.searches),
      }
    }
  },
})

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0
}
