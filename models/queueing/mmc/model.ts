import { type ProcessBody, Resource } from '../../../engine/index.ts'
import { defineModel, integer, real } from '../../definition.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'queueing/mmc',
  title: 'M/M/c queue',
  source: 'Kleinrock, Queueing Systems vol. 1 (1975), ch. 3',
  parameters: {
    arrivalRate: real({ default: 8, unit: '1/s', above: 0, doc: 'Poisson arrival rate, lambda.' }),
    serviceRate: real({ default: 1, unit: '1/s', above: 0, doc: 'Rate of one server, mu.' }),
    servers: integer({ default: 10, unit: 'servers', min: 1, doc: 'Number of identical servers, c.' }),
  },
  metrics: {
    meanWait: { unit: 's', doc: 'Mean time from arrival to start of service, Wq.' },
    p99Wait: { unit: 's', doc: '99th percentile of the time from arrival to start of service.', quantile: 0.99 },
    waitProbability: { unit: '1', doc: 'Fraction of customers who have to wait, P(wait > 0).' },
    meanTimeInSystem: { unit: 's', doc: 'Mean time from arrival to departure, W.' },
    p99TimeInSystem: { unit: 's', doc: '99th percentile of the time from arrival to departure.', quantile: 0.99 },
    meanQueueLength: { unit: 'customers', doc: 'Time-average number of customers who wait, Lq.' },
    utilisation: { unit: '1', doc: 'Time-average fraction of busy servers, rho.' },
    throughput: { unit: '1/s', doc: 'Departures per second.' },
  },
  theory: {
    meanWait: theory.meanWait,
    p99Wait: (p) => theory.waitQuantile(0.99, p),
    waitProbability: theory.waitProbability,
    meanTimeInSystem: theory.meanTimeInSystem,
    p99TimeInSystem: (p) => theory.timeInSystemQuantile(0.99, p),
    meanQueueLength: theory.meanQueueLength,
    utilisation: theory.utilisation,
    throughput: theory.throughput,
  },
  laws: {
    load: theory.load,
    little: [{ number: 'meanQueueLength', rate: 'throughput', time: 'meanWait' }],
    utilisation: [
      {
        utilisation: 'utilisation',
        rate: 'throughput',
        serviceTime: (p) => 1 / p.serviceRate,
        servers: (p) => p.servers,
      },
    ],
    flow: [{ arrivals: (p) => p.arrivalRate, departures: 'throughput' }],
  },
  run: { warmUp: 500, horizon: 5500, replications: 10 },
  build(sim, p) {
    const interarrival = sim.stream('interarrival')
    const service = sim.stream('service')
    const servers = new Resource(sim, { name: 'servers', capacity: p.servers })
    const wait = sim.tally('wait')
    const waits = sim.quantiles('wait')
    const hadToWait = sim.tally('had to wait')
    const timeInSystem = sim.tally('time in system')
    const timesInSystem = sim.quantiles('time in system')
    const departures = sim.counter('departures')

    function* source(): ProcessBody {
      for (;;) {
        yield* sim.delay(interarrival.exponential(1 / p.arrivalRate))
        sim.spawn(customer())
      }
    }

    function* customer(): ProcessBody {
      const arrivedAt = sim.now
      // Drawn on arrival, so that runs that differ only in `servers` serve the same customers.
      const serviceTime = service.exponential(1 / p.serviceRate)
      using _server = yield* servers.acquire()
      const waited = sim.now - arrivedAt
      wait.record(waited)
      waits.record(waited)
      hadToWait.record(waited > 0 ? 1 : 0)
      yield* sim.delay(serviceTime)
      timeInSystem.record(sim.now - arrivedAt)
      timesInSystem.record(sim.now - arrivedAt)
      departures.increment()
    }

    sim.spawn(source())
    return () => ({
      meanWait: wait.mean,
      p99Wait: waits,
      waitProbability: hadToWait.mean,
      meanTimeInSystem: timeInSystem.mean,
      p99TimeInSystem: timesInSystem,
      meanQueueLength: servers.queue.mean,
      utilisation: servers.busy.mean / p.servers,
      throughput: departures.rate,
    })
  },
})
