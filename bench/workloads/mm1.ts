import { Resource, Simulation, Store, type ProcessBody } from '../../engine/index.ts'
import { CallbackServer } from './callback-server.ts'
import type { Workload } from './workload.ts'

/** Customers of one round. */
const CUSTOMERS = 100_000
/** Load of 0.9, service rate 1. */
const ARRIVAL_MEAN = 1 / 0.9
const SERVICE_MEAN = 1

interface World {
  readonly sim: Simulation
  /** Time to the next arrival, seconds. */
  gap(): number
  /** Service time, seconds. */
  service(): number
  /** A customer leaves, who arrived at that time. */
  departed(arrivedAt: number): void
}

/** An M/M/1 queue that never ends; `start` sets it up in one style or another. */
function mm1(style: string, start: (world: World) => void): Workload {
  return {
    name: `mm1/${style}`,
    unit: 'customers',
    operations: CUSTOMERS,
    prepare() {
      const sim = new Simulation({ seed: 'mm1' })
      const gaps = sim.stream('interarrival')
      const services = sim.stream('service')
      const sojourn = sim.tally('sojourn')
      let left = 0
      start({
        sim,
        gap: () => gaps.exponential(ARRIVAL_MEAN),
        service: () => services.exponential(SERVICE_MEAN),
        departed(arrivedAt) {
          sojourn.record(sim.now - arrivedAt)
          if (--left === 0) sim.stop()
        },
      })
      return () => {
        left = CUSTOMERS
        sim.run()
        return sojourn.mean
      }
    },
  }
}

export const workloads: readonly Workload[] = [
  mm1('callbacks', ({ sim, gap, service, departed }) => {
    const server = new CallbackServer()
    const arrive = (): void => {
      const arrivedAt = sim.now
      const depart = (): void => {
        server.release()
        departed(arrivedAt)
      }
      server.request({ serve: () => sim.schedule(service(), depart) })
      sim.schedule(gap(), arrive)
    }
    sim.schedule(gap(), arrive)
  }),

  /** A generator a customer; the resource observes its queue, its servers and its waits. */
  mm1('resource', ({ sim, gap, service, departed }) => {
    const server = new Resource(sim, { name: 'server', capacity: 1 })
    function* customer(): ProcessBody {
      const arrivedAt = sim.now
      {
        using _lease = yield* server.acquire()
        yield* sim.delay(service())
      }
      departed(arrivedAt)
    }
    function* source(): ProcessBody {
      for (;;) {
        yield* sim.delay(gap())
        sim.spawn(customer())
      }
    }
    sim.spawn(source())
  }),

  /** Two generators, source and server, and a store of customers between them. */
  mm1('store', ({ sim, gap, service, departed }) => {
    const line = new Store<number>(sim, { name: 'line' })
    function* source(): ProcessBody {
      for (;;) {
        yield* sim.delay(gap())
        yield* line.put(sim.now)
      }
    }
    function* server(): ProcessBody {
      for (;;) {
        const arrivedAt = yield* line.get()
        yield* sim.delay(service())
        departed(arrivedAt)
      }
    }
    sim.spawn(source())
    sim.spawn(server())
  }),
]
