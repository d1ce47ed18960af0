import { choice, defineModel, integer, real } from '../../definition.ts'
import { math } from '../../../engine/index.ts'
import { Averaging } from './average.ts'
import * as theory from './theory.ts'

/** Below this share of the variance at the start, rounding of the values says more than the protocol. */
const RESOLUTION = 1e-20

export default defineModel({
  name: 'p2p/aggregation',
  title: 'Gossip aggregation: push-pull averaging',
  source: 'Jelasity, Montresor and Babaoglu, Gossip-based aggregation in large dynamic networks, ACM TOCS 23(3), 2005',
  parameters: {
    nodes: integer({ default: 10_000, unit: 'nodes', min: 2, max: 10_000_000, doc: 'Nodes, each with a value.' }),
    cycles: integer({ default: 20, unit: 'cycles', min: 1, max: 1000, doc: 'Cycles of an epoch.' }),
    start: choice(['peak', 'uniform'], {
      default: 'peak',
      doc: 'Values at the start: one node has the number of nodes and all others 0, or uniform between 0 and 2. The mean is 1.',
    }),
    pairing: choice(['each calls once', 'random pairs', 'matching twice'], {
      default: 'each calls once',
      doc: 'Who meets whom in a cycle: each node calls one other; as many random pairs as nodes; two perfect matchings.',
    }),
    neighbours: integer({
      default: 'unlimited',
      unit: 'nodes',
      min: 1,
      max: 1000,
      unlimited: true,
      doc: 'Random nodes that a node knows and calls, drawn once; unlimited: all.',
    }),
    linkFailure: real({ default: 0, unit: '1', min: 0, max: 1, doc: 'Probability that an exchange does not begin.' }),
    messageLoss: real({ default: 0, unit: '1', min: 0, max: 1, doc: 'Probability that a request or a reply is lost.' }),
    crash: real({ default: 0, unit: '1', min: 0, max: 1, doc: 'Probability that a node crashes before a cycle.' }),
  },
  metrics: {
    convergenceFactor: {
      unit: '1',
      doc: 'Geometric mean, over the cycles, of the variance after a cycle over that before.',
    },
    variance: { unit: '1', doc: 'Variance of the values at the end over that at the start.' },
    mean: { unit: '1', doc: 'Mean value at the end; 1 at the start.' },
    sizeEstimate: {
      unit: '1',
      doc: 'What the nodes take for the number of nodes, over the number: one over the mean value.',
    },
    exchanges: { unit: 'exchanges', doc: 'Exchanges per living node and cycle.' },
  },
  theory: { convergenceFactor: theory.convergenceFactor },
  check: ({ pairing, neighbours }) =>
    pairing === 'each calls once' || neighbours === Infinity
      ? undefined
      : 'pairs and matchings are drawn among all nodes: neighbours needs pairing = each calls once.',
  run: { horizon: Infinity, replications: 20 },
  build(sim, p) {
    const values = sim.stream('values')
    const initial = (node: number): number =>
      p.start === 'uniform' ? 2 * values.uniform01() : node === 0 ? p.nodes : 0
    const streams = {
      partners: sim.stream('partners'),
      overlay: sim.stream('overlay'),
      failures: sim.stream('failures'),
    }
    const averaging = new Averaging(p, streams, initial)
    const first = averaging.variance
    let last = first
    /** Cycles whose effect on the variance could be told. */
    let measured = 0
    let sinceStart = 1
    let cycles = 0
    let nodeCycles = 0

    function cycle(): void {
      averaging.step()
      cycles++
      nodeCycles += averaging.living
      if (averaging.living < 2) return
      last = averaging.variance
      if (last > RESOLUTION * first) {
        measured = cycles
        sinceStart = last / first
      }
      if (cycles < p.cycles) sim.schedule(1, cycle)
    }

    sim.schedule(1, cycle)
    return () => ({
      convergenceFactor: measured > 0 ? math.exp(math.ln(sinceStart) / measured) : undefined,
      variance: last / first,
      mean: averaging.mean,
      sizeEstimate: 1 / averaging.mean,
      exchanges: averaging.exchanges / nodeCycles,
    })
  },
})
