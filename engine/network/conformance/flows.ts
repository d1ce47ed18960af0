import { Simulation } from '../../simulation.ts'
import { FluidNetwork } from '../fluid/fluid-network.ts'
import type { FluidPresetName } from '../fluid/preset.ts'
import { readFlowCase, type FlowCase, type FlowColumn } from './flow-case.ts'

/** Which rules give which column of the data, and how close they must come, relative. */
const COLUMNS: readonly { preset: FluidPresetName; columns: readonly FlowColumn[]; tolerance: number }[] = [
  { preset: 'round-trip', columns: ['exact', 'simgrid_pure'], tolerance: 1e-9 },
  { preset: 'tcp-lv08', columns: ['simgrid_lv08'], tolerance: 1e-6 },
]

/** Differences this small count as none where the time expected is 0. */
const TINY = 1e-12

/**
 * Runs a case of `flows/*.json` by the rules of each of its columns of results.
 * @param json text of the file
 * @returns one sentence a finishing time that is not as expected
 * @throws Error when the file is not understood: no JSON, a field that is missing, unknown or of the wrong kind, an unknown
 *   link or route, or no column of results
 */
export function checkFlows(json: string): string[] {
  const scenario = readFlowCase(json)
  const { flows, results } = scenario
  const disagreements: string[] = []
  for (const { preset, columns, tolerance } of COLUMNS) {
    const column = columns.find((one) => results[one] !== undefined)
    if (column === undefined) continue
    const found = finishingTimes(scenario, preset)
    for (const [i, time] of results[column]!.entries()) {
      if (Math.abs(found[i]! - time) <= Math.max(tolerance * time, TINY)) continue
      disagreements.push(`Flow ${flows[i]!.id} by ${preset} ends at ${found[i]} s: ${column} says ${time} s.`)
    }
  }
  return disagreements
}

/** When each flow of a case ends, seconds; NaN when it does not. */
export function finishingTimes(scenario: FlowCase, preset: FluidPresetName, check = false): Float64Array {
  const sim = new Simulation({ seed: 'flows' })
  const network = new FluidNetwork(sim, { preset, check })
  const links = new Map<string, number>()
  for (const { id, bandwidth, latency, policy } of scenario.links) {
    links.set(id, network.addLink({ bandwidth: bandwidth * 8, latency, policy }))
  }
  const routes = new Map(
    scenario.routes.map(({ src, dst, links: ids }) => [`${src} ${dst}`, ids.map((id) => links.get(id)!)]),
  )
  const ends = new Float64Array(scenario.flows.length).fill(NaN)
  for (const [i, { src, dst, size, start, limit }] of scenario.flows.entries()) {
    const route = routes.get(`${src} ${dst}`)!
    const reverse = routes.get(`${dst} ${src}`)
    const options = { reverse, rateLimit: limit * 8 }
    const begin = (): void => {
      network.start(route, size, () => (ends[i] = sim.now), undefined, options)
    }
    if (start === 0) begin()
    else sim.scheduleAt(start, begin)
  }
  sim.run()
  return ends
}
