import { Resource, Simulation, type ProcessBody } from '../../engine/index.ts'
import type { Workload } from './workload.ts'

/** Customers of one round. */
const CUSTOMERS = 100_000
/** Load of 0.9, service rate 1. */
const ARRIVAL_MEAN = 1 / 0.9
const SERVICE_MEAN = 1

/** M/M/1 in callbacks: three lines of state, two events a customer. */
export const mm1Callbacks: Workload = {
  name: 'M/M/1, callbacks',
  unit: 'customers',
  operations: CUSTOMERS,
  prepare() {
    const sim = new Simulation({ seed: 'mm1' })
    const gaps = sim.stream('interarrival')
    const services = sim.stream('service')
    const sojourn = sim.tally('sojourn')
    const arrivals = new Float64Array(CUSTOMERS)
    let arrived = 0
    let served = 0
    const depart = (): void => {
      sojourn.record(sim.now - arrivals[served++]!)
      if (served < arrived) sim.schedule(services.exponential(SERVICE_MEAN), depart)
    }
    const arrive = (): void => {
      arrivals[arrived++] = sim.now
      if (arrived === served + 1) sim.schedule(services.exponential(SERVICE_MEAN), depart)
      if (arrived < CUSTOMERS) sim.schedule(gaps.exponential(ARRIVAL_MEAN), arrive)
    }
    sim.schedule(0, arrive)
    return () => {
      sim.run()
      return sojourn.mean
    }
  },
}

/** M/M/1 in processes: a generator a customer, a resource that observes itself. */
export const mm1Processes: Workload = {
  name: 'M/M/1, processes with a resource',
  unit: 'customers',
  operations: CUSTOMERS,
  prepare() {
    const sim = new Simulation({ seed: 'mm1' })
    const gaps = sim.stream('interarrival')
    const services = sim.stream('service')
    const server = new Resource(sim, { name: 'server', capacity: 1 })
    const sojourn = sim.tally('sojourn')
    function* customer(): ProcessBody {
      const arrivedAt = sim.now
      using _lease = yield* server.acquire()
      yield* sim.delay(services.exponential(SERVICE_MEAN))
      sojourn.record(sim.now - arrivedAt)
    }
    function* source(): ProcessBody {
      for (let i = 0; i < CUSTOMERS; i++) {
        sim.spawn(customer())
        yield* sim.delay(gaps.exponential(ARRIVAL_MEAN))
      }
    }
    sim.spawn(source())
    return () => {
      sim.run()
      return sojourn.mean
    }
  },
}
