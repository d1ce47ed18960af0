import { choice, defineModel, integer, real } from '../../definition.ts'
import { largestComponent } from '../shared/graph-search.ts'
import { gridGraph, powerLawGraph, randomGraph } from './graph.ts'
import { PathReplication } from './path-replication.ts'
import { copies, Placement, popularity, totalCopies } from './replication.ts'
import { Searches } from './searches.ts'
import { slope } from './slope.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'p2p/search',
  title: 'Search in unstructured overlays: floods, rings and random walks',
  source: 'Lv et al., Search and replication in unstructured peer-to-peer networks, ICS 2002',
  parameters: {
    graph: choice(['random', 'power-law', 'grid', 'torus'], {
      default: 'random',
      doc: 'Links: all graphs equally likely, hubs by a power law, or a square with or without edges.',
    }),
    nodes: integer({
      default: 9836,
      unit: 'nodes',
      min: 4,
      max: 2_000_000,
      doc: 'Nodes, n; a square number for a grid or torus.',
    }),
    meanDegree: real({
      default: 4.0868,
      unit: 'links',
      min: 1,
      max: 1000,
      doc: 'Links of a node, mean; random and power-law graphs only.',
    }),
    maxDegree: integer({
      default: 1746,
      unit: 'links',
      min: 1,
      doc: 'Links of the largest hub of a power-law graph, before links that are there twice are dropped.',
    }),
    strategy: choice(['flooding', 'expanding ring', 'walkers', 'probes'], {
      default: 'flooding',
      doc: 'How an object is searched; probes ask random nodes whatever the links, the search of the replication theory.',
    }),
    ttl: integer({ default: 6, unit: 'hops', min: 1, max: 10_000, doc: 'Hops that a flood goes, TTL.' }),
    firstRing: integer({
      default: 1,
      unit: 'hops',
      min: 1,
      doc: 'Hops that the first flood of an expanding ring goes.',
    }),
    ringStep: integer({ default: 2, unit: 'hops', min: 1, doc: 'Hops by which each next ring is larger.' }),
    walkers: integer({ default: 32, unit: 'walkers', min: 1, max: 100_000, doc: 'Random walkers of a query, k.' }),
    steps: integer({
      default: 20_000,
      unit: 'hops',
      min: 1,
      doc: 'Hops after which a walker gives up, or probes after which a node does.',
    }),
    check: integer({
      default: 4,
      unit: 'hops',
      min: 1,
      doc: 'Hops between two times that a walker asks the origin whether to go on.',
    }),
    memory: choice(['none', 'not back', 'unused links'], {
      default: 'unused links',
      doc: 'A walker avoids nothing, the node it comes from, or links on which the node has forwarded the query before.',
    }),
    objects: integer({ default: 100, unit: 'objects', min: 1, max: 100_000, doc: 'Objects, m.' }),
    popularityExponent: real({
      default: 1.2,
      unit: '1',
      min: 0,
      max: 10,
      doc: 'Exponent of the Zipf law by which queries choose objects.',
    }),
    allocation: choice(['uniform', 'proportional', 'square-root', 'path'], {
      default: 'uniform',
      doc: 'Copies of an object: equal, by popularity, by its root, or made along the way by searches (path, with probes).',
    }),
    replicationRatio: real({
      default: 0.00125,
      unit: '1',
      above: 0,
      max: 1,
      doc: 'Nodes that hold a copy of an object, mean over the objects, as a fraction of all; not for path replication.',
    }),
    storage: integer({
      default: 1,
      unit: 'copies',
      min: 1,
      max: 1000,
      doc: 'Copies that a node has room for with path replication.',
    }),
    copying: real({
      default: 0.01,
      unit: 'copies',
      above: 0,
      max: 1,
      doc: 'Copies that path replication makes for each probe of a search, mean.',
    }),
    origins: choice(['any', 'largest component'], {
      default: 'any',
      doc: 'Nodes that ask: all, or those of the largest connected component; a random graph has nodes without links.',
    }),
    settle: integer({ default: 0, unit: 'queries', min: 0, doc: 'Queries before those that are measured.' }),
    queries: integer({
      default: 500,
      unit: 'queries',
      min: 1,
      doc: 'Queries that are measured, from random nodes that lack the object.',
    }),
  },
  metrics: {
    success: { unit: '1', doc: 'Fraction of the queries that found the object.' },
    messages: { unit: 'messages', doc: 'Messages a query, answers and checks not counted.' },
    visited: {
      unit: 'nodes',
      doc: 'Nodes that a query reached, the origin not counted; in an expanding ring those of the last ring.',
    },
    duplicates: { unit: '1', doc: 'Fraction of the messages that reached a node that the search had reached before.' },
    hops: { unit: 'hops', doc: 'Hops, or probes, to the first copy; mean over the queries that found one.' },
    checks: { unit: 'messages', doc: 'Times a query that walkers asked the origin.' },
    busiest: { unit: 'messages', doc: 'Messages a query that the busiest node received.' },
    slope: { unit: '1', doc: 'Slope of the logarithm of the copies over that of the popularity, by least squares.' },
  },
  theory: {
    success: theory.success,
    messages: theory.messages,
    visited: theory.visited,
    duplicates: theory.duplicates,
    hops: theory.hops,
  },
  run: { horizon: Infinity, replications: 10 },
  check(p) {
    const square = Math.round(Math.sqrt(p.nodes))
    if ((p.graph === 'grid' || p.graph === 'torus') && square * square !== p.nodes)
      return `a ${p.graph} needs a square number of nodes, such as ${square * square}; given ${p.nodes}.`
    if (p.graph === 'torus' && square < 3) return 'a torus needs at least 9 nodes.'
    if (p.graph === 'random' && p.meanDegree > (p.nodes - 1) / 2)
      return `meanDegree ${p.meanDegree} is more than half of the other nodes (${p.nodes - 1}): choose fewer links or more nodes.`
    if (p.graph === 'power-law' && !(p.meanDegree <= p.maxDegree && p.maxDegree < p.nodes))
      return `maxDegree ${p.maxDegree} must be at least meanDegree ${p.meanDegree} and less than nodes ${p.nodes}.`
    if (p.allocation === 'path' && p.strategy !== 'probes') return 'allocation = path needs strategy = probes.'
    if (p.allocation !== 'path' && p.nodes * p.objects * p.replicationRatio > 1e8)
      return 'more than 100 million copies: choose a smaller replicationRatio or fewer objects.'
    return undefined
  },
  build(sim, p) {
    const links = sim.stream('graph')
    const graph =
      p.graph === 'random'
        ? randomGraph(p.nodes, Math.round((p.nodes * p.meanDegree) / 2), links)
        : p.graph === 'power-law'
          ? powerLawGraph(p.nodes, p.meanDegree, p.maxDegree, links)
          : gridGraph(p.nodes, p.graph === 'torus')
    const origins = p.origins === 'any' ? undefined : largestComponent(graph)
    const q = popularity(p.objects, p.popularityExponent)
    const objects =
      p.allocation === 'path'
        ? new PathReplication(q, p.nodes, p.storage, p.copying, sim.stream('copies'))
        : new Placement(q, copies(q, totalCopies(p), p.nodes, p.allocation), p.nodes, sim.stream('copies'))
    const searches = new Searches(graph, objects)
    const queries = sim.stream('queries')
    const hops = sim.stream('hops')
    const copyCount = new Float64Array(p.objects)
    let asked = 0
    let found = 0
    let messages = 0
    let visited = 0
    let duplicates = 0
    let checks = 0
    let hopsToFirst = 0

    function search(): void {
      if (asked === p.settle) searches.load.clear()
      objects.ask(queries)
      let origin: number
      do origin = (queries.uniform01() * p.nodes) | 0
      while (objects.holds(origin) || origins?.[origin] === 0)
      if (p.strategy === 'flooding') searches.flood(origin, p.ttl)
      else if (p.strategy === 'expanding ring') searches.expand(origin, p.firstRing, p.ringStep, p.ttl)
      else if (p.strategy === 'walkers') searches.walk(origin, p.walkers, p.steps, p.check, p.memory, hops)
      else searches.probe(origin, p.steps, hops)
      if (searches.hops >= 0) objects.found(searches.messages)
      if (asked++ >= p.settle) observe()
      if (asked < p.settle + p.queries) sim.schedule(1, search)
    }

    function observe(): void {
      messages += searches.messages
      visited += searches.visited
      duplicates += searches.duplicates
      checks += searches.checks
      if (searches.hops >= 0) {
        found++
        hopsToFirst += searches.hops
      }
      // Fixed copies need no mean over time.
      if (asked === p.settle + 1 || p.allocation === 'path')
        for (let i = 0; i < copyCount.length; i++) copyCount[i]! += objects.count[i]!
    }

    sim.schedule(1, search)
    return () => ({
      success: found / p.queries,
      messages: messages / p.queries,
      visited: visited / p.queries,
      duplicates: messages > 0 ? duplicates / messages : undefined,
      hops: found > 0 ? hopsToFirst / found : undefined,
      checks: checks / p.queries,
      busiest: searches.load.max() / p.queries,
      slope: slope(q, copyCount),
    })
  },
})
