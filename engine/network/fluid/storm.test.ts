import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Simulation } from '../../simulation.ts'
import type { ActivityId } from './activity.ts'
import { FluidNetwork } from './fluid-network.ts'
import { fluidPresets, type FluidPresetName } from './preset.ts'

const LINKS = 4
const presets = Object.keys(fluidPresets) as FluidPresetName[]

const linkOf = fc.record({
  bandwidth: fc.constantFrom(8, 80, 400, 800),
  latency: fc.constantFrom(0, 0.25, 1),
  policy: fc.constantFrom('shared', 'shared', 'fatpipe'),
  degrades: fc.boolean(),
})
const flowOf = fc.record({
  start: fc.double({ min: 0, max: 10, noNaN: true }),
  bytes: fc.constantFrom(1, 30, 200, 1000),
  route: fc.uniqueArray(fc.nat(LINKS - 1), { minLength: 1, maxLength: 3 }),
  reverse: fc.option(fc.uniqueArray(fc.nat(LINKS - 1), { maxLength: 2 })),
  weight: fc.constantFrom(0.5, 1, 3),
  rateLimit: fc.constantFrom(Infinity, Infinity, 40, 240),
  times: fc.constantFrom(1, 1, 2),
})
const change = fc.record({
  at: fc.double({ min: 0, max: 20, noNaN: true }),
  what: fc.constantFrom('bandwidth', 'latency', 'fail', 'weight', 'limit', 'suspend', 'cancel'),
  link: fc.nat(LINKS - 1),
  flow: fc.nat(7),
  value: fc.constantFrom(0, 1, 8, 160),
  for: fc.double({ min: 0.1, max: 5, noNaN: true }),
})
const storm = fc.record({
  preset: fc.constantFrom(...presets),
  links: fc.array(linkOf, { minLength: LINKS, maxLength: LINKS }),
  flows: fc.array(flowOf, { minLength: 1, maxLength: 8 }),
  changes: fc.array(change, { maxLength: 10 }),
})
type Storm = typeof storm extends fc.Arbitrary<infer T> ? T : never

/** Bytes on the wire of each link that the flows account for, and that the links do; how many were told of their end. */
function weather({ preset, links, flows, changes }: Storm) {
  const sim = new Simulation({ seed: 'storm' })
  const network = new FluidNetwork(sim, { preset, check: true })
  for (const { degrades, ...link } of links) {
    const degradation = (n: number): number => 1 / n
    network.addLink({ ...link, ...(degrades && link.policy === 'shared' && { degradation }) } as never)
  }
  const accounted = new Float64Array(LINKS)
  const { crossTraffic, bandwidthFactor } = network.preset
  const ids: (ActivityId | undefined)[] = []
  let ended = 0
  /** A flow is over with that much left on the wire. */
  const account = (flow: Storm['flows'][number], left: number): void => {
    const onWire = flow.bytes / bandwidthFactor - left
    const { route, reverse, times } = flow
    ended++
    for (const link of route) accounted[link]! += times * onWire
    for (const link of reverse ?? []) {
      // On a fat pipe acknowledgements count only where the flow is not.
      const both = route.includes(link)
      if (!both) accounted[link]! += crossTraffic * onWire
      else if (links[link]!.policy === 'shared') accounted[link]! += crossTraffic * times * onWire
    }
  }
  for (const [i, flow] of flows.entries()) {
    const { start, route, bytes, times, rateLimit, weight } = flow
    const options = { weight, rateLimit, reverse: flow.reverse ?? undefined, passes: route.map(() => times) }
    sim.scheduleAt(start, () => {
      const failed = (_reason: string, left: number): void => account(flow, left)
      ids[i] = network.start(route, bytes, () => account(flow, 0), failed as never, options)
    })
  }
  for (const { at, what, link, flow, value, for: duration } of changes) {
    const act = (): void => {
      const id = ids[flow % flows.length]
      if (what === 'bandwidth') {
        network.setBandwidth(link, value)
        sim.schedule(duration, () => network.setBandwidth(link, 80))
      } else if (what === 'latency') network.setLatency(link, value)
      else if (what === 'fail') {
        network.fail(link)
        sim.schedule(duration, () => network.repair(link))
      } else if (id === undefined) return
      else if (what === 'weight') network.setWeight(id, value + 0.5)
      else if (what === 'limit') network.setRateLimit(id, value + 0.5)
      else if (what === 'suspend') {
        if (network.suspend(id)) sim.schedule(duration, () => network.resume(id))
      } else {
        const left = network.remaining(id) / bandwidthFactor
        if (network.cancel(id)) account(flows[flow % flows.length]!, left)
      }
    }
    sim.scheduleAt(at, act)
  }
  sim.run()
  expect(network.flows).toBe(0)
  return { ended, accounted, network }
}

describe('flows in a storm of faults, caps and changes', () => {
  it('keep all invariants at every change of rates, and are each told of their end once', () => {
    const property = fc.property(storm, (given) => {
      const { ended, accounted, network } = weather(given)
      expect(ended).toBe(given.flows.length)
      for (let link = 0; link < LINKS; link++)
        expect(Math.abs(network.bytes(link) - accounted[link]!)).toBeLessThan(1e-9 * (1 + accounted[link]!))
    })
    fc.assert(property, { numRuns: 300, seed: 4 })
  })
})
