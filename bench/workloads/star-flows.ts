import { Mulberry32 } from '../peers/mulberry32.ts'

const HOSTS = 100

/** Flows between random pairs of the hosts of a star: 1 to 100 MB each, as in conformance case `flows/90-star1000.json`. */
export interface StarFlows {
  /** Links of the star, 1 Gbit/s each: of host h, 2h up and 2h + 1 down. */
  readonly links: number
  readonly bandwidth: number
  /** By flow: the links up and down, bytes, seconds after the start. */
  readonly routes: readonly (readonly [number, number])[]
  readonly bytes: Float64Array
  readonly starts: Float64Array
}

/** @param rate flows per second, of a Poisson process; Infinity: all at once */
export function starFlows(flows: number, rate = Infinity): StarFlows {
  const random = new Mulberry32(5)
  const gaps = new Mulberry32(6)
  const routes: [number, number][] = []
  const bytes = new Float64Array(flows)
  const starts = new Float64Array(flows)
  let time = 0
  for (let i = 0; i < flows; i++) {
    const from = Math.floor(HOSTS * random.uniform01())
    const other = Math.floor((HOSTS - 1) * random.uniform01())
    const to = other >= from ? other + 1 : other
    routes.push([2 * from, 2 * to + 1])
    bytes[i] = 1e6 * (1 + Math.floor(100 * random.uniform01()))
    if (rate < Infinity) time += gaps.exponential(rate)
    starts[i] = time
  }
  return { links: 2 * HOSTS, bandwidth: 1e9, routes, bytes, starts }
}
