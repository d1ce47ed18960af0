import { Simulation, type ProcessBody } from '../../engine/index.ts'
import { increments } from './increments.ts'
import type { Workload } from './workload.ts'

/** Processes that do nothing but sleep: the cost of switching to a process and back, and of having it. */
function sleepers(name: string, processes: number, wakeUps: number): Workload {
  return {
    name,
    unit: 'wake-ups',
    operations: wakeUps,
    alive: processes,
    prepare() {
      const sim = new Simulation({ seed: 'sleepers' })
      const next = increments('exponential')
      let left = 0
      function* sleeper(): ProcessBody {
        for (;;) {
          yield* sim.delay(next())
          if (--left === 0) sim.stop()
        }
      }
      for (let i = 0; i < processes; i++) sim.spawn(sleeper())
      return () => {
        left = wakeUps
        sim.run()
        return sim.now
      }
    },
  }
}

/** Processes that live for one delay: the cost of starting and ending one. */
const births: Workload = {
  name: 'process/start-and-end',
  unit: 'processes',
  operations: 100_000,
  prepare() {
    const sim = new Simulation({ seed: 'births' })
    let left = 0
    function* life(): ProcessBody {
      yield* sim.delay(1)
      if (--left === 0) sim.stop()
      else sim.spawn(life())
    }
    for (let i = 0; i < 100; i++) sim.spawn(life())
    return () => {
      left = births.operations
      sim.run()
      // The one that ended the round left nobody behind.
      sim.spawn(life())
      return sim.now
    }
  },
}

export const workloads: readonly Workload[] = [
  sleepers('process/switch', 100, 400_000),
  sleepers('process/sleeping/100000', 100_000, 400_000),
  births,
]
