import { boolean, choice, defineModel, integer, real } from '../../definition.ts'
import { clustering } from '../shared/graph-clustering.ts'
import { afterRemoval, pathLength } from '../shared/graph-search.ts'
import { Views } from '../shared/views.ts'
import { protocolNames, protocolOf } from './protocols.ts'
import { deadLinks, inDegrees, overlayOf } from './survey.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'p2p/peer-sampling',
  title: 'Peer-sampling services: Newscast, Cyclon and the generic frameworks',
  source:
    'Jelasity et al., The peer sampling service, Middleware 2004, and Gossip-based peer sampling, ACM TOCS 25(3), 2007; Voulgaris, Gavidia and van Steen, CYCLON, Journal of Network and Systems Management 13(2), 2005',
  parameters: {
    nodes: integer({ default: 1000, unit: 'nodes', min: 2, max: 10_000_000, doc: 'Nodes.' }),
    protocol: choice(protocolNames, {
      default: 'newscast',
      doc: 'How views change: one of two protocols, the frameworks of 2004 (whole views) and 2007 (half views), or not at all.',
    }),
    view: integer({ default: 30, unit: 'peers', min: 1, max: 1000, doc: 'Peers in a view, c.' }),
    shuffle: integer({
      default: 8,
      unit: 'peers',
      min: 1,
      max: 1000,
      doc: 'Entries that Cyclon swaps, l, the fresh one included.',
    }),
    peerSelection: choice(['rand', 'head', 'tail'], {
      default: 'rand',
      doc: 'Whom a node calls in the frameworks: a random peer of its view, the freshest (head) or the oldest (tail).',
    }),
    viewSelection: choice(['rand', 'head', 'tail'], {
      default: 'head',
      doc: 'What a node keeps in framework-2004: random descriptors, the freshest (head) or the oldest (tail).',
    }),
    freshness: choice(['age', 'hops'], {
      default: 'age',
      doc: 'What makes a descriptor old in framework-2004: the cycles since its node made it, or the exchanges it came through.',
    }),
    propagation: choice(['push', 'pull', 'pushpull'], {
      default: 'pushpull',
      doc: 'Who tells in an exchange of the frameworks: who calls, who is called, or both.',
    }),
    healer: integer({
      default: 0,
      unit: 'descriptors',
      min: 0,
      max: 500,
      doc: 'Oldest descriptors given up first in framework-2007, H; blind selection is healer = swapper = 0.',
    }),
    swapper: integer({
      default: 0,
      unit: 'descriptors',
      min: 0,
      max: 500,
      doc: 'Descriptors just sent that are given up next in framework-2007, S.',
    }),
    selectsLive: boolean({
      default: true,
      doc: 'In the frameworks a node calls only peers that live; else it may call a crashed one in vain.',
    }),
    start: choice(['random', 'lattice', 'growing'], {
      default: 'random',
      doc: 'Views at the start: random peers, nearest on a ring, or nodes that join by and by and know only node 0.',
    }),
    joining: integer({
      default: 500,
      unit: 'nodes',
      min: 1,
      doc: 'Nodes that join in a cycle when the overlay is growing.',
    }),
    cycles: integer({
      default: 50,
      unit: 'cycles',
      min: 1,
      max: 100_000,
      doc: 'Cycles; each living node begins one exchange in each.',
    }),
    crashAt: integer({
      default: 'unlimited',
      unit: 'cycles',
      min: 0,
      unlimited: true,
      doc: 'Cycle after which nodes crash; unlimited: none do.',
    }),
    crash: real({ default: 0.5, unit: '1', min: 0, below: 1, doc: 'Share of the nodes that crash then.' }),
    removed: real({
      default: 0.85,
      unit: '1',
      min: 0,
      below: 1,
      doc: 'Share of the nodes taken out to see whether the rest stays connected.',
    }),
    countedDegree: integer({
      default: 30,
      unit: 'peers',
      min: 0,
      doc: 'In-degree that shareAtDegree counts; changes nothing else.',
    }),
    countedWithin: integer({
      default: 0,
      unit: 'peers',
      min: 0,
      doc: 'Difference from it that shareAtDegree allows; changes nothing else.',
    }),
    sample: integer({ default: 500, unit: 'nodes', min: 1, doc: 'Nodes whose clustering is measured.' }),
    sources: integer({ default: 5, unit: 'nodes', min: 1, doc: 'Nodes from which distances are measured.' }),
  },
  metrics: {
    inDegreeSd: { unit: 'peers', doc: 'Standard deviation over nodes of the number of views a node is in.' },
    inDegreeMin: { unit: 'peers', doc: 'Fewest views a node is in.' },
    inDegreeMax: { unit: 'peers', doc: 'Most views a node is in.' },
    shareAtDegree: {
      unit: '1',
      doc: 'Share of the nodes that are in countedDegree views, give or take countedWithin.',
    },
    clustering: { unit: '1', doc: 'Clustering coefficient of the undirected overlay.' },
    pathLength: { unit: 'hops', doc: 'Mean distance of two nodes in the undirected overlay.' },
    deadLinks: { unit: 'peers', doc: 'Entries of a living node that point to crashed ones, mean.' },
    outsideLargest: {
      unit: '1',
      doc: 'Share of the nodes left that are not in the largest component after the removal.',
    },
    components: { unit: 'components', doc: 'Components that the nodes left fall into.' },
  },
  theory: {
    inDegreeSd: theory.inDegreeSd,
    shareAtDegree: theory.shareAtDegree,
    clustering: theory.clustering,
    outsideLargest: theory.outsideLargest,
  },
  check({ protocol, shuffle, view, healer, swapper }) {
    if (protocol === 'cyclon' && shuffle > view)
      return `shuffle = ${shuffle}: expected at most the size of a view, ${view}.`
    if (protocol === 'framework-2007' && healer + swapper > view >> 1)
      return `healer + swapper = ${healer + swapper}: expected at most half a view, ${view >> 1}.`
    return undefined
  },
  run: { horizon: Infinity, replications: 5 },
  build(sim, p) {
    const views = new Views(p.nodes, p.view)
    const starts = sim.stream('start')
    const crashes = sim.stream('crash')
    const samples = sim.stream('sample')
    if (p.start === 'random') views.fillRandomly(starts)
    else if (p.start === 'lattice') views.fillLattice()
    else views.alive[0] = 1
    const protocol = protocolOf(p, views, sim.stream('exchanges'))
    // Descriptors bear the cycle in which they were made, or grow older.
    const stamped = p.protocol === 'newscast' || (p.protocol === 'framework-2004' && p.freshness === 'age')
    let joined = p.start === 'growing' ? 1 : p.nodes
    let cycles = 0

    function join(): void {
      const until = Math.min(p.nodes, joined + p.joining)
      for (; joined < until; joined++) {
        views.alive[joined] = 1
        views.add(joined, 0, stamped ? cycles : 0)
      }
    }

    function cycle(): void {
      cycles++
      if (joined < p.nodes) join()
      if (protocol !== undefined) {
        for (let node = 0; node < joined; node++) if (views.alive[node] === 1) protocol.exchange(node, cycles)
      }
      if (cycles === p.crashAt) crash()
      if (cycles < p.cycles) sim.schedule(1, cycle)
    }

    function crash(): void {
      // Exactly that share, any of them equally likely: each is taken with the chance that is left.
      let wanted = Math.round(p.crash * joined)
      for (let node = 0; node < joined; node++) {
        if (crashes.uniform01() * (joined - node) >= wanted) continue
        views.alive[node] = 0
        wanted--
      }
    }

    sim.schedule(1, cycle)
    return () => {
      const degrees = inDegrees(views)
      const overlay = overlayOf(views)
      const clustered = clustering(overlay, views.alive, p.sample, samples)
      const apart = pathLength(overlay, views.alive, p.sources, samples)
      const { left, largest, components } = afterRemoval(overlay, views.alive, p.removed, samples)
      return {
        inDegreeSd: degrees.sd,
        inDegreeMin: degrees.min,
        inDegreeMax: degrees.max,
        shareAtDegree: degrees.between(p.countedDegree - p.countedWithin, p.countedDegree + p.countedWithin),
        clustering: clustered,
        pathLength: apart,
        deadLinks: deadLinks(views),
        outsideLargest: left === 0 ? 0 : 1 - largest / left,
        components,
      }
    }
  },
})
