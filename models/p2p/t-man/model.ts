import { choice, defineModel, integer } from '../../definition.ts'
import { TopologyManager } from './manager.ts'
import { IdealSampling, NewscastSampling } from './sampling.ts'
import { targetOf } from './target.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'p2p/t-man',
  title: 'T-Man: a topology that forms by gossip',
  source:
    'Jelasity, Montresor and Babaoglu, T-Man: gossip-based fast overlay topology construction, Computer Networks 53, 2009',
  parameters: {
    target: choice(['ring', 'torus', 'tree'], {
      default: 'ring',
      doc: 'Topology to form: a ring, a square torus, a binary tree.',
    }),
    nodes: integer({
      default: 1024,
      unit: 'nodes',
      min: 3,
      max: 4_000_000,
      doc: 'Nodes, N; a square number for a torus.',
    }),
    view: integer({ default: 20, unit: 'peers', min: 2, max: 1000, doc: 'Peers that a node keeps, c.' }),
    nearest: integer({
      default: 10,
      unit: 'peers',
      min: 1,
      doc: 'A node calls a random one of so many nearest peers, psi.',
    }),
    message: integer({
      default: 'unlimited',
      unit: 'descriptors',
      min: 1,
      unlimited: true,
      doc: 'Descriptors in a message, m: those nearest to the receiver, or all.',
    }),
    random: integer({
      default: 0,
      unit: 'descriptors',
      min: 0,
      max: 1000,
      doc: 'Random descriptors from the layer below that each of two partners adds to its message.',
    }),
    sampling: choice(['ideal', 'newscast'], {
      default: 'ideal',
      doc: 'Layer below, which first views come from too: peers drawn from all nodes, or a peer-sampling service that runs.',
    }),
    samplingView: integer({
      default: 20,
      unit: 'peers',
      min: 2,
      max: 1000,
      doc: 'Peers that a node keeps in the layer below.',
    }),
    cycles: integer({
      default: 40,
      unit: 'cycles',
      min: 0,
      doc: 'Cycles after which a run ends, unless no link is missing earlier.',
    }),
  },
  metrics: {
    missing: { unit: '1', doc: 'Fraction of the links of the target that are missing in the end.' },
    complete: { unit: '1', proportion: true, doc: '1 when no link was missing in the end.' },
    lastCycle: { unit: 'cycles', doc: 'Cycles until no link was missing; none when some were to the end.' },
    nearlyAll: {
      unit: 'cycles',
      doc: 'Cycles until at most 1 % of the links were missing; none when more were to the end.',
    },
    growth: { unit: '1', doc: 'Largest factor by which a cycle multiplied the links known.' },
  },
  theory: { missing: theory.missing },
  run: { horizon: Infinity, replications: 10 },
  check(p) {
    const side = Math.round(Math.sqrt(p.nodes))
    if (p.target === 'torus' && (side * side !== p.nodes || side < 3))
      return `a torus needs a square number of at least 9 nodes, such as ${Math.max(3, side) * Math.max(3, side)}; given ${p.nodes}.`
    if (p.sampling === 'newscast' && p.samplingView >= p.nodes)
      return `samplingView ${p.samplingView} must be less than nodes ${p.nodes}.`
    return undefined
  },
  build(sim, p) {
    const below = sim.stream('sampling')
    const sampling =
      p.sampling === 'ideal' ? new IdealSampling(p.nodes, below) : new NewscastSampling(p.nodes, p.samplingView, below)
    // As in the published runs, the layer below has forgotten its own start.
    if (p.sampling === 'newscast') for (let cycle = 0; cycle < 50; cycle++) sampling.cycle()
    const manager = new TopologyManager(p, targetOf(p.target, p.nodes), sampling, sim.stream('exchanges'))
    let missing = manager.missing()
    let nearlyAll = missing <= 0.01 ? 0 : NaN
    let lastCycle = missing === 0 ? 0 : NaN
    let growth = NaN
    let cycle = 0

    function step(): void {
      manager.cycle()
      cycle++
      const before = 1 - missing
      missing = manager.missing()
      const factor = (1 - missing) / before
      if (before > 0 && !(factor <= growth)) growth = factor
      if (missing <= 0.01 && Number.isNaN(nearlyAll)) nearlyAll = cycle
      if (missing === 0) lastCycle = cycle
      else if (cycle < p.cycles) sim.schedule(1, step)
    }

    if (p.cycles > 0 && missing > 0) sim.schedule(1, step)
    return () => ({ missing, complete: missing === 0 ? 1 : 0, lastCycle, nearlyAll, growth })
  },
})
