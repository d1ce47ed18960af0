import { SimulationError } from '../../errors.ts'
import type { LinkParameters, TopologyBuilder } from './builder.ts'

/**
 * A value for all links, or a rule for each connection: of its two hosts and their distance, which is NaN where the
 * generator places no hosts. Called once a connection, in the order of link ids, so it may draw from a stream.
 */
export type LinkValue = number | ((a: number, b: number, distance: number) => number)

/** What the links of a generated topology are like. */
export interface LinkRule {
  /** Propagation delay, seconds, finite, >= 0. */
  latency: LinkValue
  /** Bits per second, > 0; Infinity takes no time to transmit. */
  bandwidth: LinkValue
}

/**
 * Latency that grows with distance.
 * @param secondsPerUnit seconds for each unit of the coordinates; light in fibre takes about 5e-6 s a kilometre
 * @param base seconds at distance 0
 */
export function byDistance(secondsPerUnit: number, base = 0): LinkValue {
  if (!(secondsPerUnit >= 0 && secondsPerUnit < Infinity && base >= 0 && base < Infinity))
    throw new SimulationError(`byDistance(${secondsPerUnit}, ${base}): expected two finite numbers of seconds >= 0.`)
  return (a, b, distance) => {
    if (Number.isNaN(distance)) {
      throw new SimulationError(
        `Latency by distance between hosts ${a} and ${b}, which have no coordinates: use a generator that places ` +
          'them (waxman), or give the latency as a number.',
      )
    }
    return base + secondsPerUnit * distance
  }
}

/** Connects two hosts of a generated topology. */
export function connectBy(builder: TopologyBuilder, a: number, b: number, rule: LinkRule): number {
  return builder.connect(a, b, parametersOf(builder, a, b, rule))
}

/** What the connection of two hosts is like by a rule. */
export function parametersOf(builder: TopologyBuilder, a: number, b: number, rule: LinkRule): LinkParameters {
  if (typeof rule !== 'object' || rule === null)
    throw new SimulationError(
      `The links of a topology = ${String(rule)}: expected what they are like, { latency, bandwidth }.`,
    )
  const { latency, bandwidth } = rule
  if (typeof latency !== 'function' && typeof bandwidth !== 'function') return { latency, bandwidth }
  const distance = builder.distance(a, b)
  return {
    latency: typeof latency === 'function' ? latency(a, b, distance) : latency,
    bandwidth: typeof bandwidth === 'function' ? bandwidth(a, b, distance) : bandwidth,
  }
}

/** @throws SimulationError unless the value is an integer from `min` to `max` */
export function requireInteger(generator: string, name: string, value: number, min: number, max = 0x1fffffff): void {
  if (Number.isInteger(value) && value >= min && value <= max) return
  throw new SimulationError(`${generator}, ${name} = ${value}: expected an integer from ${min} to ${max}.`)
}

/** @throws SimulationError unless the value is from 0 to 1 */
export function requireProbability(generator: string, name: string, value: number): void {
  if (value >= 0 && value <= 1) return
  throw new SimulationError(`${generator}, ${name} = ${value}: expected a probability from 0 to 1.`)
}
