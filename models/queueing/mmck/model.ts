import { type ProcessBody, Rejected, Resource } from '../../../engine/index.ts'
import { defineModel, integer, law, real } from '../../definition.ts'
import { durationProblem, meanIfRegular } from '../../shared/queueing/durations.ts'
import { steadyState } from './theory.ts'

export default defineModel({
  name: 'queueing/mmck',
  title: 'Queue with a limit: M/M/c/K and loss systems',
  source: 'Kleinrock, Queueing Systems vol. 1 (1975), ch. 3',
  parameters: {
    arrivalRate: real({ default: 0.9, unit: '1/s', above: 0, doc: 'Poisson arrival rate, lambda.' }),
    service: law({ default: 'exponential(1s)', unit: 's', doc: 'Law of the service time.' }),
    servers: integer({ default: 1, unit: 'servers', min: 1, max: 100_000, doc: 'Number of identical servers, c.' }),
    queueLimit: integer({
      default: 9,
      unit: 'customers',
      min: 0,
      max: 100_000,
      unlimited: true,
      doc: 'Customers that may wait, K - c; one more is refused.',
    }),
  },
  metrics: {
    blocking: { unit: '1', doc: 'Fraction of the arrivals that are refused.' },
    throughput: { unit: '1/s', doc: 'Departures per second of those let in.' },
    waitProbability: { unit: '1', doc: 'Fraction of those served that had to wait.' },
    meanWait: { unit: 's', doc: 'Mean time from arrival to start of service of those served.' },
    meanTimeInSystem: { unit: 's', doc: 'Mean time from arrival to departure of those served, W.' },
    meanCustomers: { unit: 'customers', doc: 'Time-average number inside, L.' },
    utilisation: { unit: '1', doc: 'Time-average fraction of busy servers.' },
  },
  theory: {
    blocking: (p) => steadyState(p).blocking,
    throughput: (p) => steadyState(p).throughput,
    waitProbability: (p) => steadyState(p).waitProbability,
    meanWait: (p) => steadyState(p).meanWait,
    meanTimeInSystem: (p) => steadyState(p).meanTimeInSystem,
    meanCustomers: (p) => steadyState(p).meanCustomers,
    utilisation: (p) => steadyState(p).utilisation,
  },
  laws: {
    load: (p) => (p.queueLimit === Infinity ? (p.arrivalRate * p.service.mean) / p.servers : 0),
    little: [{ number: 'meanCustomers', rate: 'throughput', time: 'meanTimeInSystem' }],
    utilisation: [
      {
        utilisation: 'utilisation',
        rate: 'throughput',
        serviceTime: (p) => meanIfRegular(p.service),
        servers: (p) => p.servers,
      },
    ],
  },
  run: { warmUp: 200, horizon: 10_200, replications: 10 },
  check: ({ service }) => durationProblem({ service }),
  build(sim, p) {
    const interarrival = sim.stream('interarrival')
    const serviceTimes = sim.stream('service')
    const servers = new Resource(sim, { name: 'servers', capacity: p.servers, queueLimit: p.queueLimit })
    const inside = sim.timeWeighted('inside')
    const arrivals = sim.counter('arrivals')
    const refused = sim.counter('refused')
    const departures = sim.counter('departures')
    const wait = sim.tally('wait')
    const hadToWait = sim.tally('had to wait')
    const timeInSystem = sim.tally('time in system')

    function* source(): ProcessBody {
      for (;;) {
        yield* sim.delay(interarrival.exponential(1 / p.arrivalRate))
        sim.spawn(customer())
      }
    }

    function* customer(): ProcessBody {
      const arrivedAt = sim.now
      // Drawn on arrival, so that runs that differ only in servers or queueLimit meet the same customers.
      const work = p.service.sample(serviceTimes)
      arrivals.increment()
      inside.add(1)
      try {
        const { waited } = yield* servers.serve(work)
        wait.record(waited)
        hadToWait.record(waited > 0 ? 1 : 0)
        timeInSystem.record(sim.now - arrivedAt)
        departures.increment()
      } catch (error) {
        if (!(error instanceof Rejected)) throw error
        refused.increment()
      }
      inside.add(-1)
    }

    sim.spawn(source())
    return () => ({
      blocking: arrivals.count === 0 ? undefined : refused.count / arrivals.count,
      throughput: departures.rate,
      waitProbability: hadToWait.mean,
      meanWait: wait.mean,
      meanTimeInSystem: timeInSystem.mean,
      meanCustomers: inside.mean,
      utilisation: servers.busy.mean / p.servers,
    })
  },
})
