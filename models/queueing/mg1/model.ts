import { type ProcessBody, Resource } from '../../../engine/index.ts'
import { defineModel, law, real } from '../../definition.ts'
import { durationProblem, meanIfRegular } from '../../shared/queueing/durations.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'queueing/mg1',
  title: 'M/G/1 queue: what variable service costs',
  source: 'Kleinrock, Queueing Systems vol. 1 (1975), ch. 5',
  parameters: {
    arrivalRate: real({ default: 0.8, unit: '1/s', above: 0, doc: 'Poisson arrival rate, lambda.' }),
    service: law({ default: 'erlang(4, 1s)', unit: 's', doc: 'Law of the service time, S.' }),
  },
  metrics: {
    meanWait: { unit: 's', doc: 'Mean time from arrival to start of service, Wq.' },
    meanTimeInSystem: { unit: 's', doc: 'Mean time from arrival to departure, W.' },
    p99Wait: { unit: 's', doc: '99th percentile of the time from arrival to start of service.', quantile: 0.99 },
    waitProbability: { unit: '1', doc: 'Fraction of customers who have to wait.' },
    meanQueueLength: { unit: 'customers', doc: 'Time-average number of customers who wait, Lq.' },
    meanBusyPeriod: { unit: 's', doc: 'Mean time from an arrival at an idle server until it is idle again.' },
    utilisation: { unit: '1', doc: 'Time-average fraction of the time the server is busy, rho.' },
    throughput: { unit: '1/s', doc: 'Departures per second.' },
  },
  theory: {
    meanWait: theory.meanWait,
    meanTimeInSystem: theory.meanTimeInSystem,
    waitProbability: theory.waitProbability,
    meanQueueLength: theory.meanQueueLength,
    meanBusyPeriod: theory.meanBusyPeriod,
    utilisation: (p) => Math.min(1, theory.load(p)),
    throughput: (p) => Math.min(p.arrivalRate, 1 / p.service.mean),
  },
  laws: {
    load: theory.load,
    little: [{ number: 'meanQueueLength', rate: 'throughput', time: 'meanWait' }],
    utilisation: [
      {
        utilisation: 'utilisation',
        rate: 'throughput',
        serviceTime: (p) => meanIfRegular(p.service),
        servers: () => 1,
      },
    ],
    flow: [{ arrivals: (p) => p.arrivalRate, departures: 'throughput' }],
  },
  run: { warmUp: 200, horizon: 10_200, replications: 10 },
  check: ({ service }) =>
    durationProblem({ service }) ?? (service.mean === 0 ? 'service takes no time: nobody would ever wait.' : undefined),
  build(sim, p) {
    const interarrival = sim.stream('interarrival')
    const serviceTimes = sim.stream('service')
    const server = new Resource(sim, { name: 'server', capacity: 1 })
    const wait = sim.tally('wait')
    const waits = sim.quantiles('wait')
    const hadToWait = sim.tally('had to wait')
    const timeInSystem = sim.tally('time in system')
    const busyPeriod = sim.tally('busy period')
    const departures = sim.counter('departures')
    let inside = 0
    let busySince = 0

    function* source(): ProcessBody {
      for (;;) {
        yield* sim.delay(interarrival.exponential(1 / p.arrivalRate))
        sim.spawn(customer())
      }
    }

    function* customer(): ProcessBody {
      const arrivedAt = sim.now
      const work = p.service.sample(serviceTimes)
      if (inside++ === 0) busySince = arrivedAt
      const { waited } = yield* server.serve(work)
      wait.record(waited)
      waits.record(waited)
      hadToWait.record(waited > 0 ? 1 : 0)
      timeInSystem.record(sim.now - arrivedAt)
      departures.increment()
      if (--inside === 0) busyPeriod.record(sim.now - busySince)
    }

    sim.spawn(source())
    return () => ({
      meanWait: wait.mean,
      meanTimeInSystem: timeInSystem.mean,
      p99Wait: waits,
      waitProbability: hadToWait.mean,
      meanQueueLength: server.queue.mean,
      meanBusyPeriod: busyPeriod.mean,
      utilisation: server.busy.mean,
      throughput: departures.rate,
    })
  },
})
