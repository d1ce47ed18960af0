import { defineModel, choice, boolean, integer, law, real } from '../../definition.ts'
import { admit, presentAtStart } from '../shared/membership.ts'
import { runningMetrics, runningParameters, runningResponses } from '../shared/running.ts'
import { Staleness } from '../shared/staleness.ts'
import { Traffic } from '../shared/traffic.ts'
import { lookUpEverywhere } from '../shared/workload.ts'
import { AtRest } from './at-rest.ts'
import { latencyModel } from './latency.ts'
import { Lookups } from './lookup.ts'
import { anyoneAlive, failedHosts, isLost, populate, storeKeys } from './population.ts'
import { churnAtRate } from './poisson-churn.ts'
import { quantileOfCounts, quantileOfSorted } from './quantile.ts'
import { Ring, randomId, randomIds } from './ring.ts'
import { Running } from './running.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'p2p/chord',
  title: 'Chord',
  source:
    'Stoica, Morris, Karger, Kaashoek and Balakrishnan, Chord: A Scalable Peer-to-peer Lookup Service, SIGCOMM 2001',
  parameters: {
    nodes: integer({ default: 1024, unit: 'nodes', min: 1, max: 4_000_000, doc: 'Hosts that form the ring, N.' }),
    virtualNodes: integer({
      default: 1,
      unit: 'positions',
      min: 1,
      max: 64,
      doc: 'Positions on the ring that each host holds, v.',
    }),
    placement: choice(['random', 'even'], {
      default: 'random',
      doc: 'Ids: uniform and independent as from a hash function, or evenly spaced for comparison.',
    }),
    keys: integer({
      default: 100_000,
      unit: 'keys',
      min: 0,
      max: 1e9,
      doc: 'Keys stored on the ring, for the load per host, K.',
    }),
    replicas: integer({
      default: 1,
      unit: 'copies',
      min: 1,
      max: 64,
      doc: 'Hosts that keep each key: its owner and those that follow.',
    }),
    successors: integer({ default: 20, unit: 'entries', min: 1, max: 1024, doc: 'Length of the successor list, r.' }),
    routing: choice(['fingers', 'fingers-and-successors'], {
      default: 'fingers',
      doc: 'Entries a lookup is forwarded by: fingers, with the list as a last resort (SIGCOMM 2001), or the best of both (ToN 2003).',
    }),
    style: choice(['iterative', 'recursive'], {
      default: 'iterative',
      doc: 'The origin asks each hop itself, or each hop forwards the request and the last one replies.',
    }),
    destination: choice(['predecessor', 'owner'], {
      default: 'predecessor',
      doc: 'Where a lookup ends: at the node that knows the owner of the key (as the papers count hops), or at the owner, one hop on.',
    }),
    lookups: integer({
      default: 10_000,
      unit: 'lookups',
      min: 1,
      max: 1e9,
      doc: 'Lookups in a run; it ends with the last of them.',
    }),
    lookupRate: real({
      default: 1000,
      unit: '1/s',
      above: 0,
      doc: 'Poisson rate at which lookups start, network-wide.',
    }),
    latency: law({ default: 'exponential(50ms)', unit: 's', doc: 'One-way delay of a message.' }),
    latencyScope: choice(['pair', 'message'], {
      default: 'pair',
      doc: 'Whether the delay is drawn once for two hosts, the same in both directions, or for each message.',
    }),
    failedFraction: real({
      default: 0,
      unit: '1',
      min: 0,
      below: 1,
      doc: 'Share of the hosts that fail at once before the lookups, p.',
    }),
    stabilised: boolean({
      default: false,
      doc: 'Whether tables have been repaired after the failure when the lookups start.',
    }),
    timeout: real({
      default: '500ms',
      unit: 's',
      min: 0,
      doc: 'Wait for a dead node before the next-best entry is tried.',
    }),
    churnRate: real({
      default: 0,
      unit: '1/s',
      min: 0,
      max: 1e4,
      doc: 'Rate at which nodes join, and at which others leave without notice, network-wide, R.',
    }),
    stabilisePeriod: law({
      default: 'uniform(15s, 45s)',
      unit: 's',
      doc: 'Time between two rounds of a node under churn: each stabilises the successor list and refreshes one finger.',
    }),
    fingerRounds: integer({
      default: 1,
      unit: 'rounds',
      min: 1,
      max: 255,
      doc: 'Rounds of a node from one refresh of fingers to the next.',
    }),
    fingersPerRound: integer({
      default: 1,
      unit: 'fingers',
      min: 1,
      max: 52,
      doc: 'Fingers that are refreshed then, the widest first, in turns; at most all.',
    }),
    atDead: choice(['next best', 'give up'], {
      default: 'next best',
      doc: 'What a lookup does that meets a dead node.',
    }),
    ...runningParameters,
    countedHops: integer({
      default: 6,
      unit: 'hops',
      min: 0,
      max: 1000,
      doc: 'Number of hops that shareAtHops counts; changes nothing else.',
    }),
  },
  metrics: {
    meanHops: { unit: 'hops', doc: 'Mean path length of answered lookups.' },
    p1Hops: { unit: 'hops', doc: '1st percentile of the path length.' },
    p99Hops: { unit: 'hops', doc: '99th percentile of the path length.' },
    shareAtHops: { unit: '1', doc: 'Share of answered lookups with a path of exactly countedHops hops.' },
    meanLatency: { unit: 's', doc: 'Mean time from start to answer of answered lookups.' },
    p50Latency: { unit: 's', doc: 'Median time from start to answer.' },
    p99Latency: { unit: 's', doc: '99th percentile of the time from start to answer.' },
    timeouts: { unit: 'timeouts', doc: 'Dead nodes contacted per lookup.' },
    messages: { unit: 'messages', doc: 'Messages sent per lookup: requests, replies, and requests to dead nodes.' },
    unansweredShare: { unit: '1', doc: 'Share of lookups that got stuck among dead nodes.' },
    wrongShare: { unit: '1', doc: 'Share of lookups whose answer was not the owner of the key at that moment.' },
    lostShare: {
      unit: '1',
      doc: 'Share of lookups for a key whose every copy was on failed hosts; no value under churn.',
    },
    ...runningMetrics,
    misledShare: {
      unit: '1',
      doc: 'Share of nodes whose successor is not the next living node, over time; no value at rest.',
    },
    keysMean: { unit: 'keys', doc: 'Mean number of keys per host.' },
    keysP1: { unit: 'keys', doc: '1st percentile of the number of keys per host.' },
    keysP99: { unit: 'keys', doc: '99th percentile of the number of keys per host.' },
    keysMax: { unit: 'keys', doc: 'Number of keys on the fullest host.' },
    keylessShare: { unit: '1', doc: 'Share of hosts without any key.' },
  },
  theory: {
    meanHops: theory.meanHops,
    p1Hops: (p) => theory.hopQuantile(0.01, p),
    p99Hops: (p) => theory.hopQuantile(0.99, p),
    shareAtHops: theory.shareAtHops,
    meanLatency: theory.meanLatency,
    timeouts: theory.timeouts,
    messages: theory.messages,
    unansweredShare: theory.unansweredShare,
    wrongShare: theory.wrongShare,
    lostShare: theory.lostShare,
    failedShare: (p) => (theory.wrongShare(p) === 0 ? theory.unansweredShare(p) : undefined),
    deadShare: theory.deadShare,
    livingNodes: theory.livingNodes,
    misledShare: theory.misledShare,
    keysMean: theory.keysMean,
    keysP1: (p) => theory.keysQuantile(0.01, p),
    keysP99: (p) => theory.keysQuantile(0.99, p),
    keysMax: theory.keysMax,
    keylessShare: theory.keylessShare,
  },
  run: { horizon: Infinity, replications: 10 },
  check(p) {
    if (failedHosts(p) === p.nodes)
      return `failedFraction = ${p.failedFraction} of ${p.nodes} nodes leaves nobody alive; lower it.`
    const positions = p.nodes * p.virtualNodes
    if (positions > 4_000_000)
      return `nodes x virtualNodes = ${positions}: expected at most 4000000 positions on the ring.`
    if (p.churnRate > 0 && (p.virtualNodes > 1 || p.failedFraction > 0)) {
      return `churnRate = ${p.churnRate} goes with virtualNodes = 1 and failedFraction = 0 only.`
    }
    if (p.protocol === 'running') {
      if (p.churnRate > 0) return `protocol = running has churn of its own (lifetime, downtime); leave churnRate at 0.`
      if (p.virtualNodes > 1 || p.failedFraction > 0 || p.placement === 'even')
        return 'protocol = running goes with virtualNodes = 1, failedFraction = 0 and placement = random only.'
    }
    return undefined
  },
  build(sim, p) {
    const sessions = p.protocol === 'running'
    const moving = sessions || p.churnRate > 0
    const population = populate(sim, p)
    const loads = storeKeys(population, p.nodes, p.keys, sim.stream('stored keys')).sort()
    const between = latencyModel(sim, p.latency, p.latencyScope)
    const traffic = moving ? new Traffic(sim, p) : undefined
    const start =
      sessions && presentAtStart(p) < p.nodes
        ? new Ring(randomIds(presentAtStart(p), sim.stream('ids')), p.nodes)
        : population.routed
    const running = traffic && new Running(sim, start, p.nodes, traffic, p)
    const kept = running && {
      traffic: traffic!,
      staleness: new Staleness(sim, running.roster, (node, count) => running.inspect(node, count)),
    }
    const lookups = new Lookups(
      sim,
      running ?? new AtRest(population, p.successors),
      moving ? between : (from, to) => between(population.routedHostOf(from), population.routedHostOf(to)),
      (key) => population.anyFailed && isLost(population, key, p.replicas),
      p,
      traffic,
    )

    let left = p.lookups
    const lookUp = (origin: number, key: number): void => {
      left--
      lookups.start(origin, key)
    }
    if (running && sessions) {
      admit(sim, running.roster, p, running)
      lookUpEverywhere(sim, running.roster, { hosts: p.nodes, interval: p.lookupInterval, limit: p.lookups }, lookUp)
    } else {
      if (running) churnAtRate(sim, running, p.churnRate)
      const arrivals = sim.stream('lookup arrivals')
      const origins = sim.stream('lookup origins')
      const wanted = sim.stream('lookup keys')
      const arrive = (): void => {
        lookUp(running?.roster.anyone(origins) ?? anyoneAlive(population, origins), randomId(wanted))
        if (left > 0) sim.schedule(arrivals.exponential(1 / p.lookupRate), arrive)
      }
      sim.schedule(arrivals.exponential(1 / p.lookupRate), arrive)
    }
    // The protocol goes on for ever.
    lookups.whenIdle = () => {
      if (left === 0) sim.stop()
    }

    return () => {
      const { outcomes } = lookups
      const { byHops, answered, ended } = outcomes
      const perHost = (value: number | undefined): number | undefined => (p.keys === 0 ? undefined : value)
      return {
        meanHops: outcomes.meanHops,
        p1Hops: quantileOfCounts(byHops, 0.01),
        p99Hops: quantileOfCounts(byHops, 0.99),
        shareAtHops: outcomes.shareAt(p.countedHops),
        meanLatency: lookups.latency.mean,
        p50Latency: outcomes.latencies.quantile(0.5),
        p99Latency: outcomes.latencies.quantile(0.99),
        timeouts: outcomes.perLookup(outcomes.timeouts),
        messages: outcomes.perLookup(outcomes.messages),
        unansweredShare: outcomes.perLookup(ended - answered),
        wrongShare: outcomes.perLookup(outcomes.wrong),
        lostShare: moving ? undefined : outcomes.perLookup(lookups.lost),
        ...runningResponses(outcomes, kept),
        misledShare: running && running.misled / running.inspected,
        keysMean: loads.reduce((sum, load) => sum + load, 0) / p.nodes,
        keysP1: perHost(quantileOfSorted(loads, 0.01)),
        keysP99: perHost(quantileOfSorted(loads, 0.99)),
        keysMax: perHost(loads[p.nodes - 1]),
        keylessShare: perHost(loads.filter((load) => load === 0).length / p.nodes),
      }
    }
  },
})
