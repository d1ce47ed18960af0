import { choice, defineModel, integer, real } from '../../definition.ts'
import { Cyclon } from './cyclon.ts'
import { deadLinks, inDegrees, Overlay } from './graph.ts'
import { Newscast } from './newscast.ts'
import * as theory from './theory.ts'
import { Views } from './views.ts'

export default defineModel({
  name: 'p2p/peer-sampling',
  title: 'Peer-sampling services: Newscast and Cyclon',
  source:
    'Jelasity et al., The peer sampling service, Middleware 2004; Voulgaris, Gavidia and van Steen, CYCLON, Journal of Network and Systems Management 13(2), 2005',
  parameters: {
    nodes: integer({ default: 1000, unit: 'nodes', min: 2, max: 10_000_000, doc: 'Nodes.' }),
    protocol: choice(['newscast', 'cyclon', 'none'], {
      default: 'newscast',
      doc: 'How views change; none leaves them as they were at the start.',
    }),
    view: integer({ default: 30, unit: 'peers', min: 1, max: 1000, doc: 'Peers in a view, c.' }),
    shuffle: integer({
      default: 8,
      unit: 'peers',
      min: 1,
      max: 1000,
      doc: 'Entries that Cyclon swaps, l, the fresh one included.',
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
    sample: integer({ default: 500, unit: 'nodes', min: 1, doc: 'Nodes whose clustering is measured.' }),
    sources: integer({ default: 5, unit: 'nodes', min: 1, doc: 'Nodes from which distances are measured.' }),
  },
  metrics: {
    inDegreeSd: { unit: 'peers', doc: 'Standard deviation over nodes of the number of views a node is in.' },
    inDegreeMin: { unit: 'peers', doc: 'Fewest views a node is in.' },
    inDegreeMax: { unit: 'peers', doc: 'Most views a node is in.' },
    clustering: { unit: '1', doc: 'Clustering coefficient of the undirected overlay.' },
    pathLength: { unit: 'hops', doc: 'Mean distance of two nodes in the undirected overlay.' },
    deadLinks: { unit: 'peers', doc: 'Entries of a living node that point to crashed ones, mean.' },
    outsideLargest: {
      unit: '1',
      doc: 'Share of the nodes left that are not in the largest component after the removal.',
    },
  },
  theory: { inDegreeSd: theory.inDegreeSd, clustering: theory.clustering },
  check: ({ protocol, shuffle, view }) =>
    protocol === 'cyclon' && shuffle > view
      ? `shuffle = ${shuffle}: expected at most the size of a view, ${view}.`
      : undefined,
  run: { horizon: Infinity, replications: 5 },
  build(sim, p) {
    const views = new Views(p.nodes, p.view)
    const starts = sim.stream('start')
    const crashes = sim.stream('crash')
    const samples = sim.stream('sample')
    if (p.start === 'random') views.fillRandomly(starts)
    else if (p.start === 'lattice') views.fillLattice()
    else views.alive[0] = 1
    const exchanges = sim.stream('exchanges')
    const protocol =
      p.protocol === 'newscast'
        ? new Newscast(views, exchanges)
        : p.protocol === 'cyclon'
          ? new Cyclon(views, exchanges, p.shuffle)
          : undefined
    let joined = p.start === 'growing' ? 1 : p.nodes
    let cycles = 0

    function join(): void {
      const until = Math.min(p.nodes, joined + p.joining)
      for (; joined < until; joined++) {
        views.alive[joined] = 1
        views.add(joined, 0, cycles)
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
      const overlay = new Overlay(views)
      return {
        inDegreeSd: degrees.sd,
        inDegreeMin: degrees.min,
        inDegreeMax: degrees.max,
        clustering: overlay.clustering(p.sample, samples),
        pathLength: overlay.pathLength(p.sources, samples),
        deadLinks: deadLinks(views),
        outsideLargest: overlay.outsideLargest(p.removed, samples),
      }
    }
  },
})
