import { Simulation } from '../../simulation.ts'
import { FluidNetwork } from '../fluid/fluid-network.ts'
import type { FluidPresetName } from '../fluid/preset.ts'

interface Case {
  readonly links: readonly { id: string; bandwidth: number; latency: number; policy: string }[]
  readonly routes: readonly { src: string; dst: string; links: readonly string[] }[]
  readonly flows: readonly {
    id: string | number
    src: string
    dst: string
    size: number
    start: number
    rate_limit: number | null
  }[]
  readonly results: Readonly<Record<string, readonly number[]>>
}

/** Which rules give which column of the data, and how close they must come, relative. */
const COLUMNS: readonly { preset: FluidPresetName; columns: readonly string[]; tolerance: number }[] = [
  { preset: 'round-trip', columns: ['exact', 'simgrid_pure'], tolerance: 1e-9 },
  { preset: 'tcp-lv08', columns: ['simgrid_lv08'], tolerance: 1e-6 },
]

/** Differences this small count as none where the time expected is 0. */
const TINY = 1e-12

/**
 * Runs a case of `flows/*.json` by the rules of each of its columns of results.
 * @param json text of the file
 * @returns one sentence a finishing time that is not as expected
 * @throws Error when the file is not understood: no JSON, a field that is missing or of the wrong kind, an unknown link
 *   or route, or no column of results that is known
 */
export function checkFlows(json: string): string[] {
  const scenario = read(JSON.parse(json))
  const { flows, results } = scenario
  const disagreements: string[] = []
  let known = 0
  for (const { preset, columns, tolerance } of COLUMNS) {
    const column = columns.find((one) => results[one] !== undefined)
    if (column === undefined) continue
    known++
    const expected = results[column]!
    if (expected.length !== flows.length) {
      throw new Error(
        `results.${column} has ${expected.length} entries: expected one for each of ${flows.length} flows.`,
      )
    }
    const found = finishingTimes(scenario, preset)
    for (const [i, time] of expected.entries()) {
      if (Math.abs(found[i]! - time) <= Math.max(tolerance * time, TINY)) continue
      disagreements.push(`Flow ${flows[i]!.id} by ${preset} ends at ${found[i]} s: ${column} says ${time} s.`)
    }
  }
  if (known === 0) throw new Error('results has none of the columns exact, simgrid_pure, simgrid_lv08.')
  return disagreements
}

/** When each flow of a case ends, seconds; NaN when it does not. */
export function finishingTimes(scenario: Case, preset: FluidPresetName, check = false): Float64Array {
  const sim = new Simulation({ seed: 'flows' })
  const network = new FluidNetwork(sim, { preset, check })
  const links = new Map<string, number>()
  for (const { id, bandwidth, latency, policy } of scenario.links) {
    links.set(id, network.addLink({ bandwidth: bandwidth * 8, latency, policy: policy as 'shared' | 'fatpipe' }))
  }
  const routes = new Map(
    scenario.routes.map(({ src, dst, links: ids }) => [`${src} ${dst}`, ids.map((id) => links.get(id)!)]),
  )
  const ends = new Float64Array(scenario.flows.length).fill(NaN)
  for (const [i, { src, dst, size, start, rate_limit: limit }] of scenario.flows.entries()) {
    const route = routes.get(`${src} ${dst}`)!
    const reverse = routes.get(`${dst} ${src}`)
    const options = { reverse, rateLimit: limit === null ? Infinity : limit * 8 }
    const begin = (): void => {
      network.start(route, size, () => (ends[i] = sim.now), undefined, options)
    }
    if (start === 0) begin()
    else sim.scheduleAt(start, begin)
  }
  sim.run()
  return ends
}

/** @throws Error when something is missing or not what it should be */
export function read(data: unknown): Case {
  const list = (of: unknown, name: string): Record<string, unknown>[] => {
    const found = (of as Record<string, unknown> | null)?.[name]
    if (Array.isArray(found)) return found as Record<string, unknown>[]
    throw new Error(`${name}: expected a list.`)
  }
  const must = (holds: boolean, what: string, given: unknown, expected: string): void => {
    if (!holds) throw new Error(`${what} = ${JSON.stringify(given)}: expected ${expected}.`)
  }
  const isNumber = (x: unknown, least: number): boolean => typeof x === 'number' && Number.isFinite(x) && x >= least
  const links = new Set<unknown>()
  for (const { id, bandwidth, latency, policy } of list(data, 'links')) {
    must(typeof id === 'string' && !links.has(id), 'id of a link', id, 'a text of its own')
    must(isNumber(bandwidth, Number.MIN_VALUE), `bandwidth of link ${id}`, bandwidth, 'a number > 0')
    must(isNumber(latency, 0), `latency of link ${id}`, latency, 'a number >= 0')
    must(policy === 'shared' || policy === 'fatpipe', `policy of link ${id}`, policy, 'shared or fatpipe')
    links.add(id)
  }
  const routes = new Set<string>()
  for (const route of list(data, 'routes')) {
    for (const link of list(route, 'links') as unknown[]) must(links.has(link), 'link of a route', link, 'a link above')
    routes.add(`${route['src']} ${route['dst']}`)
  }
  for (const { id, src, dst, size, start, rate_limit: limit } of list(data, 'flows')) {
    must(routes.has(`${src} ${dst}`), `route of flow ${id}`, `${src} ${dst}`, 'a route above')
    must(isNumber(size, Number.MIN_VALUE), `size of flow ${id}`, size, 'a number of bytes > 0')
    must(isNumber(start, 0), `start of flow ${id}`, start, 'a number of seconds >= 0')
    must(limit === null || isNumber(limit, Number.MIN_VALUE), `rate_limit of flow ${id}`, limit, 'null or a number > 0')
  }
  const results = (data as { results?: Record<string, unknown> }).results
  must(typeof results === 'object' && results !== null, 'results', results, 'columns of finishing times')
  for (const { columns } of COLUMNS) {
    for (const column of columns) {
      if (results![column] === undefined) continue
      for (const time of list(results, column) as unknown[])
        must(isNumber(time, 0), `results.${column}`, time, 'numbers')
    }
  }
  return data as Case
}
