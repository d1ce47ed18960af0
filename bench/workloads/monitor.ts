import { Quantiles, RingTrace, Simulation, Tally, TimeWeighted, type SimulationOptions } from '../../engine/index.ts'
import { increments } from './increments.ts'
import type { Workload } from './workload.ts'

const OBSERVATIONS = 1_000_000
const EVENTS = 500_000

function observations(name: string, create: () => (x: number) => number): Workload {
  return {
    name: `monitor/${name}`,
    unit: 'observations',
    operations: OBSERVATIONS,
    prepare() {
      const observe = create()
      const next = increments('exponential')
      return () => {
        let proof = 0
        for (let i = 0; i < OBSERVATIONS; i++) proof = observe(next())
        return proof
      }
    },
  }
}

/** A hundred pending events and nothing else: what watching the run loop adds to an event. */
function watched(name: string, options: () => Partial<SimulationOptions>): Workload {
  return {
    name: `monitor/${name}`,
    unit: 'events',
    operations: EVENTS,
    prepare() {
      const sim = new Simulation({ seed: 'watched', ...options() })
      const next = increments('exponential')
      let left = 0
      const event = (): void => {
        if (--left === 0) sim.stop()
        sim.schedule(next(), event)
      }
      for (let i = 0; i < 100; i++) sim.schedule(next(), event)
      return () => {
        left = EVENTS
        sim.run()
        return sim.now
      }
    },
  }
}

export const workloads: readonly Workload[] = [
  observations('tally', () => {
    const tally = new Tally('tally')
    return (x) => {
      tally.record(x)
      return tally.count
    }
  }),
  observations('time-weighted', () => {
    const clock = { now: 0 }
    const level = new TimeWeighted('level', clock)
    return (x) => {
      clock.now += x
      level.set(x)
      return level.level
    }
  }),
  observations('quantiles', () => {
    const quantiles = new Quantiles('quantiles')
    return (x) => {
      quantiles.record(x)
      return quantiles.count
    }
  }),
  watched('nothing', () => ({})),
  watched('fingerprint', () => ({ fingerprint: true })),
  watched('ring-trace', () => ({ trace: new RingTrace() })),
]
