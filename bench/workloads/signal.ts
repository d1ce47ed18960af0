import { Simulation, type ProcessBody } from '../../engine/index.ts'
import type { Workload } from './workload.ts'

const WAITERS = 1000
const FIRES = 200

/** A signal wakes a thousand processes, which wait for it again. */
export const workloads: readonly Workload[] = [
  {
    name: `signal/broadcast/${WAITERS}`,
    unit: 'wake-ups',
    operations: WAITERS * FIRES,
    alive: WAITERS,
    prepare() {
      const sim = new Simulation({ seed: 'signal' })
      const news = sim.signal('news')
      let woken = 0
      function* waiter(): ProcessBody {
        for (;;) {
          yield* news
          woken++
        }
      }
      for (let i = 0; i < WAITERS; i++) sim.spawn(waiter())
      const fire = (): void => {
        news.fire()
        sim.schedule(1, fire)
      }
      sim.schedule(0.5, fire)
      return () => {
        woken = 0
        sim.run(sim.now + FIRES)
        if (woken !== WAITERS * FIRES) throw new Error(`${woken} wake-ups, expected ${WAITERS * FIRES}.`)
        return sim.now
      }
    },
  },
]
