import { type ProcessBody, Reneged, Resource } from '../../../engine/index.ts'
import { defineModel, law, real } from '../../definition.ts'
import { durationProblem } from '../../shared/queueing/durations.ts'
import { staff, steadyState } from './theory.ts'

export default defineModel({
  name: 'queueing/staffing',
  title: 'Square-root staffing: how many servers for a large load',
  source: 'Halfin and Whitt, Operations Research 29(3), 1981',
  parameters: {
    arrivalRate: real({ default: 100, unit: '1/s', above: 0, doc: 'Poisson arrival rate, lambda.' }),
    service: law({ default: 'exponential(1s)', unit: 's', doc: 'Law of the service time, S.' }),
    grade: real({
      default: 1,
      unit: '1',
      min: -100,
      max: 1000,
      doc: 'Servers beyond the load R = lambda E[S], in units of its square root, beta: c = R + beta sqrt(R), rounded up.',
    }),
    patience: real({
      default: 'unlimited',
      unit: 's',
      above: 0,
      unlimited: true,
      doc: 'Mean of the exponential time after which a customer who waits gives up.',
    }),
  },
  metrics: {
    servers: { unit: 'servers', doc: 'Number of servers that the rule gives, c.' },
    waitProbability: { unit: '1', doc: 'Fraction of customers who find all servers busy.' },
    meanWait: { unit: 's', doc: 'Mean time in the queue of all customers, those who give up included.' },
    abandonment: { unit: '1', doc: 'Fraction of customers who give up.' },
    utilisation: { unit: '1', doc: 'Time-average fraction of busy servers.' },
  },
  theory: {
    servers: staff,
    waitProbability: (p) => steadyState(p)?.waitProbability,
    meanWait: (p) => steadyState(p)?.meanWait,
    abandonment: (p) => steadyState(p)?.abandonment,
    utilisation: (p) => steadyState(p)?.utilisation,
  },
  laws: { load: (p) => (p.patience === Infinity ? (p.arrivalRate * p.service.mean) / staff(p) : 0) },
  run: { warmUp: 20, horizon: 320, replications: 10 },
  check: (p) => {
    if (staff(p) > 1_000_000) return 'that takes more than a million servers: lower arrivalRate, service or grade.'
    return durationProblem({ service: p.service }) ?? (p.service.mean === 0 ? 'service takes no time.' : undefined)
  },
  build(sim, p) {
    const interarrival = sim.stream('interarrival')
    const services = sim.stream('service')
    const tempers = sim.stream('patience')
    const capacity = staff(p)
    const servers = new Resource(sim, { name: 'servers', capacity })
    const wait = sim.tally('wait')
    const hadToWait = sim.tally('had to wait')
    const gaveUp = sim.tally('gave up')

    function* source(): ProcessBody {
      for (;;) {
        yield* sim.delay(interarrival.exponential(1 / p.arrivalRate))
        sim.spawn(customer())
      }
    }

    function* customer(): ProcessBody {
      const arrivedAt = sim.now
      const work = p.service.sample(services)
      // Drawn whether it matters or not, so that staffs of different sizes serve the same customers.
      const options = p.patience === Infinity ? {} : { patience: tempers.exponential(p.patience) }
      let waited: number
      let patient = true
      try {
        ;({ waited } = yield* servers.serve(work, options))
      } catch (error) {
        if (!(error instanceof Reneged)) throw error
        waited = sim.now - arrivedAt
        patient = false
      }
      wait.record(waited)
      hadToWait.record(waited > 0 ? 1 : 0)
      gaveUp.record(patient ? 0 : 1)
    }

    sim.spawn(source())
    return () => ({
      servers: capacity,
      waitProbability: hadToWait.mean,
      meanWait: wait.mean,
      abandonment: gaveUp.mean,
      utilisation: servers.busy.mean / capacity,
    })
  },
})
