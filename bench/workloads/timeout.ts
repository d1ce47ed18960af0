import { Simulation, type ProcessBody } from '../../engine/index.ts'
import { increments } from './increments.ts'
import type { Workload } from './workload.ts'

const CALLERS = 1000
const CALLS = 20_000

/** A thousand callers whose calls take about a millisecond, each raced with a time-out of 30 s that always loses. */
export const workloads: readonly Workload[] = [
  {
    name: `timeout/race/${CALLERS}`,
    unit: 'calls',
    operations: CALLS,
    prepare() {
      const sim = new Simulation({ seed: 'timeout' })
      const next = increments('exponential')
      let left = 0
      function* caller(): ProcessBody {
        for (;;) {
          const { index } = yield* sim.anyOf(sim.delay(next() / 1000), sim.delay(30))
          if (index !== 0) throw new Error('A time-out won.')
          if (--left === 0) sim.stop()
        }
      }
      for (let i = 0; i < CALLERS; i++) sim.spawn(caller())
      return () => {
        left = CALLS
        sim.run()
        if (sim.pending > 2 * CALLERS) throw new Error(`${sim.pending} events pending: lost time-outs stay.`)
        return sim.now
      }
    },
  },
]
