import type { Law, LinkOptions } from '../../../engine/index.ts'
import { boolean, choice, integer, law, real, type Resolved } from '../../definition.ts'

/** What the model takes; see the README for the table. */
export const parameters = {
  packetRate: real({ default: 100, unit: '1/s', above: 0, doc: 'Packets per second, a Poisson process, lambda.' }),
  size: law({ default: 'exponential(1000B)', unit: 'B', doc: 'Size of a packet without header.' }),
  headerBytes: integer({ default: 0, unit: 'B', min: 0, doc: 'Header of each packet on the wire.' }),
  bandwidth: real({ default: '1Mbps', unit: 'bit/s', above: 0, doc: 'Bandwidth of each link, B.' }),
  latency: real({ default: '10ms', unit: 's', min: 0, doc: 'Propagation delay of each link, d.' }),
  hops: integer({ default: 1, unit: 'links', min: 1, max: 100, doc: 'Links one after the other, H.' }),
  redraw: boolean({
    default: false,
    doc: "Draw a packet's size anew for each link: Kleinrock's independence assumption, which makes a chain solvable.",
  }),
  room: integer({
    default: 0,
    unit: 'packets',
    min: 0,
    doc: 'Packets that find room at a link, the one in transmission included, K; 0: no limit.',
  }),
  roomBytes: integer({
    default: 0,
    unit: 'B',
    min: 0,
    doc: 'Bytes that may wait at a link, the packet in transmission not counted; 0: no limit.',
  }),
  queue: choice(['drop-tail', 'red', 'codel'], {
    default: 'drop-tail',
    doc: 'Which packets are dropped: those that find no room, and with red and codel others before that.',
  }),
  redMin: real({ default: 5, unit: 'packets', min: 0, doc: 'red: average queue from which on packets are dropped.' }),
  redMax: real({ default: 15, unit: 'packets', above: 0, doc: 'red: average queue from which on all are dropped.' }),
  redProbability: real({ default: 0.1, unit: '1', min: 0, max: 1, doc: 'red: drop probability just below redMax.' }),
  redWeight: real({ default: 0.002, unit: '1', above: 0, max: 1, doc: 'red: weight of the newest length.' }),
  codelTarget: real({ default: '5ms', unit: 's', above: 0, doc: 'codel: standing wait that is acceptable.' }),
  codelInterval: real({ default: '100ms', unit: 's', above: 0, doc: 'codel: how long waits may exceed it.' }),
  loss: real({ default: 0, unit: '1', min: 0, max: 1, doc: 'Fraction of packets that a link loses on the wire, p.' }),
  lossBurst: real({
    default: 1,
    unit: 'packets',
    min: 1,
    doc: 'Mean length of a burst of losses (Gilbert-Elliott); 1: each packet for itself (Bernoulli).',
  }),
}

/** The parameters as the model receives them. */
export type LinkChain = Resolved<typeof parameters>

/** What is wrong with the combination, if anything. */
export function parametersProblem(p: LinkChain): string | undefined {
  if (p.size.mean < 0 || p.size.name === 'normal') return `size is ${String(p.size)}: expected a law of sizes >= 0`
  if (p.queue === 'red' && p.redMax <= p.redMin) return `redMax is ${p.redMax}: expected more than redMin = ${p.redMin}`
  if (p.lossBurst > 1 && p.loss / p.lossBurst > 1 - p.loss) {
    return `loss = ${p.loss} in bursts of ${p.lossBurst}: expected bursts of at least loss / (1 - loss) packets`
  }
  return undefined
}

/** The queue of a link as the engine takes it. */
export function queueOf(p: LinkChain): NonNullable<LinkOptions['queue']> {
  const limits = {
    packets: p.room === 0 ? Infinity : p.room - 1,
    bytes: p.roomBytes === 0 ? Infinity : p.roomBytes,
  }
  if (p.queue === 'red') {
    const { redMin: minThreshold, redMax: maxThreshold, redProbability: maxProbability, redWeight: weight } = p
    return { kind: 'red', minThreshold, maxThreshold, maxProbability, weight, ...limits }
  }
  if (p.queue === 'codel') return { kind: 'codel', target: p.codelTarget, interval: p.codelInterval, ...limits }
  return { kind: 'drop-tail', ...limits }
}

/** The losses of a link as the engine takes them: in the long run a fraction `loss`, in bursts of mean `lossBurst`. */
export function lossOf({ loss, lossBurst }: LinkChain): number | { goodToBad: number; badToGood: number } {
  if (lossBurst === 1 || loss === 0 || loss === 1) return loss
  return { goodToBad: loss / (lossBurst * (1 - loss)), badToGood: 1 / lossBurst }
}

/** Whether a law is always the same value. */
export function isConstant(law: Law): boolean {
  return law.variance === 0
}
