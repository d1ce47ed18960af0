import { SimulationError } from '../../errors.ts'
import type { RandomStream } from '../../random/stream.ts'
import { requireCount, requireSeconds, type LatencyModel } from './latency-model.ts'

/** Where hosts lie in a plane. */
export interface Places {
  readonly x: Float64Array
  readonly y: Float64Array
}

/** Options of `coordinates`. */
export interface CoordinatesOptions {
  /** Seconds for each unit of distance, >= 0: 0.001 when coordinates are in milliseconds. */
  secondsPerUnit: number
  /** Seconds added to every latency: access lines, processing. Default 0. */
  base?: number
  /** Side of the square whose opposite edges are joined (a torus): no host is at the rim. Default: a plane. */
  wrap?: number
}

/**
 * Latency in proportion to the distance of hosts that have coordinates.
 * @source Ng, Zhang, Predicting Internet network distance with coordinates-based approaches, INFOCOM 2002, for the idea
 */
export function coordinates(
  { x, y }: Places,
  { secondsPerUnit, base = 0, wrap = Infinity }: CoordinatesOptions,
): LatencyModel {
  requireSeconds('coordinates', 'secondsPerUnit', secondsPerUnit)
  requireSeconds('coordinates', 'base', base)
  if (!(wrap > 0)) throw new SimulationError(`Latency model "coordinates", wrap = ${wrap}: expected a number > 0.`)
  if (x.length !== y.length || x.length === 0) {
    throw new SimulationError(
      `Latency model "coordinates", ${x.length} x and ${y.length} y: expected as many of both, at least one.`,
    )
  }
  for (let host = 0; host < x.length; host++) {
    const inside = wrap === Infinity || (x[host]! >= 0 && x[host]! <= wrap && y[host]! >= 0 && y[host]! <= wrap)
    if (Number.isFinite(x[host]) && Number.isFinite(y[host]) && inside) continue
    const expected = wrap === Infinity ? 'finite coordinates' : `coordinates from 0 to ${wrap}`
    throw new SimulationError(
      `Latency model "coordinates", host ${host} at (${x[host]}, ${y[host]}): expected ${expected}.`,
    )
  }
  const half = wrap / 2
  const between = (a: number, b: number): number => {
    const d = a < b ? b - a : a - b
    return d > half ? wrap - d : d
  }
  return {
    hosts: x.length,
    latency(from, to) {
      const dx = between(x[from]!, x[to]!)
      const dy = between(y[from]!, y[to]!)
      return base + secondsPerUnit * Math.sqrt(dx * dx + dy * dy)
    },
  }
}

/** Places hosts uniformly in a square from (0, 0) to (side, side). */
export function placesInSquare(hosts: number, side: number, stream: RandomStream): Places {
  requireCount('coordinates', 'hosts', hosts)
  if (!(side > 0 && side < Infinity))
    throw new SimulationError(`placesInSquare, side = ${side}: expected a finite number > 0.`)
  const x = new Float64Array(hosts)
  const y = new Float64Array(hosts)
  for (let host = 0; host < hosts; host++) {
    x[host] = side * stream.uniform01()
    y[host] = side * stream.uniform01()
  }
  return { x, y }
}
