import { Simulation, type ProcessBody } from '../../engine/index.ts'
import type { Workload } from './workload.ts'

const WAKE_UPS = 300_000

/** Processes that do nothing but wait: the cost of switching to a process and back. */
export function processSwitch(processes: number): Workload {
  return {
    name: `process switch, ${processes.toLocaleString('en')} processes`,
    unit: 'wake-ups',
    operations: WAKE_UPS,
    prepare() {
      const sim = new Simulation({ seed: 'switch' })
      const increments = sim.stream('increments')
      function* sleeper(): ProcessBody {
        for (let i = 0; i < WAKE_UPS / processes; i++) yield* sim.delay(increments.exponential(1))
      }
      for (let i = 0; i < processes; i++) sim.spawn(sleeper())
      return () => {
        sim.run()
        return sim.now
      }
    },
  }
}
