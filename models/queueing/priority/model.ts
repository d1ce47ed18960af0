import { type Law, type ProcessBody, Resource } from '../../../engine/index.ts'
import { choice, defineModel, integer, law, real } from '../../definition.ts'
import { durationProblem } from '../../shared/queueing/durations.ts'
import { type CustomerClass, load, meanWait, type PriorityQueue, timeInSystem, weightedWait } from './theory.ts'

const rate = (name: string, value: number, more = '') =>
  real({ default: value, unit: '1/s', min: 0, doc: `Poisson arrival rate of ${name} customers${more}.` })
const service = (name: string) =>
  law({ default: 'exponential(1s)', unit: 's', doc: `Law of the service time of ${name} customers.` })

interface Given {
  readonly discipline: PriorityQueue['discipline']
  readonly servers: number
  readonly urgentRate: number
  readonly normalRate: number
  readonly bulkRate: number
  readonly urgentService: Law
  readonly normalService: Law
  readonly bulkService: Law
}

const queueOf = (p: Given): PriorityQueue => ({
  discipline: p.discipline,
  servers: p.servers,
  classes: [
    { rate: p.urgentRate, service: p.urgentService },
    { rate: p.normalRate, service: p.normalService },
    { rate: p.bulkRate, service: p.bulkService },
  ],
})

export default defineModel({
  name: 'queueing/priority',
  title: 'Priorities, with and without preemption',
  source: 'Cobham, Operations Research 2(1), 1954; Kleinrock, Queueing Systems vol. 2 (1976), ch. 3',
  parameters: {
    discipline: choice(['fifo', 'non-preemptive', 'preemptive-resume'], {
      default: 'non-preemptive',
      doc: 'Who is served next: the first to come, the most urgent when a server is free, or the most urgent at once.',
    }),
    servers: integer({ default: 1, unit: 'servers', min: 1, max: 100_000, doc: 'Number of identical servers, c.' }),
    urgentRate: rate('urgent', 0.2),
    normalRate: rate('normal', 0.3),
    bulkRate: rate('bulk', 0.3, '; 0 for two classes only'),
    urgentService: service('urgent'),
    normalService: service('normal'),
    bulkService: service('bulk'),
  },
  metrics: {
    urgentWait: { unit: 's', doc: 'Mean time without a server of urgent customers.' },
    normalWait: { unit: 's', doc: 'Mean time without a server of normal customers.' },
    bulkWait: { unit: 's', doc: 'Mean time without a server of bulk customers.' },
    urgentTimeInSystem: { unit: 's', doc: 'Mean time from arrival to departure of urgent customers.' },
    normalTimeInSystem: { unit: 's', doc: 'Mean time from arrival to departure of normal customers.' },
    bulkTimeInSystem: { unit: 's', doc: 'Mean time from arrival to departure of bulk customers.' },
    weightedWait: { unit: 's', doc: 'Mean of the waits of the classes, weighted by their loads.' },
    utilisation: { unit: '1', doc: 'Time-average fraction of busy servers.' },
  },
  theory: {
    urgentWait: (p) => meanWait(queueOf(p), 0),
    normalWait: (p) => meanWait(queueOf(p), 1),
    bulkWait: (p) => meanWait(queueOf(p), 2),
    urgentTimeInSystem: (p) => timeInSystem(queueOf(p), 0),
    normalTimeInSystem: (p) => timeInSystem(queueOf(p), 1),
    bulkTimeInSystem: (p) => timeInSystem(queueOf(p), 2),
    weightedWait: (p) => weightedWait(queueOf(p)),
    utilisation: (p) => Math.min(1, load(queueOf(p))),
  },
  laws: { load: (p) => load(queueOf(p)) },
  run: { warmUp: 200, horizon: 10_200, replications: 10 },
  check: (p) => {
    const { urgentService, normalService, bulkService } = p
    if (p.urgentRate + p.normalRate + p.bulkRate === 0) return 'all rates are 0: nobody ever comes.'
    return durationProblem({ urgentService, normalService, bulkService })
  },
  build(sim, p) {
    const { classes } = queueOf(p)
    const discipline = ({ fifo: 'fifo', 'non-preemptive': 'priority', 'preemptive-resume': 'preemptive' } as const)[
      p.discipline
    ]
    const servers = new Resource(sim, { name: 'servers', capacity: p.servers, discipline })
    const measured = classes.map((of, priority) => {
      const name = ['urgent', 'normal', 'bulk'][priority]!
      const seen = { wait: sim.tally(`${name} wait`), time: sim.tally(`${name} time in system`) }
      if (of.rate > 0) sim.spawn(source(name, of, priority, seen))
      return seen
    })

    function* source(name: string, of: CustomerClass, priority: number, seen: Seen): ProcessBody {
      const interarrival = sim.stream(`${name} interarrival`)
      const services = sim.stream(`${name} service`)
      for (;;) {
        yield* sim.delay(interarrival.exponential(1 / of.rate))
        sim.spawn(customer(of.service.sample(services), priority, seen))
      }
    }

    function* customer(work: number, priority: number, seen: Seen): ProcessBody {
      const arrivedAt = sim.now
      const { waited } = yield* servers.serve(work, { priority })
      seen.wait.record(waited)
      seen.time.record(sim.now - arrivedAt)
    }

    return () => {
      const [urgent, normal, bulk] = [measured[0]!, measured[1]!, measured[2]!]
      const loads = classes.map((of) => of.rate * of.service.mean)
      const total = loads.reduce((sum, each) => sum + each, 0)
      const weighted = loads.reduce((sum, each, k) => (each === 0 ? sum : sum + each * measured[k]!.wait.mean), 0)
      return {
        urgentWait: urgent.wait.mean,
        normalWait: normal.wait.mean,
        bulkWait: bulk.wait.mean,
        urgentTimeInSystem: urgent.time.mean,
        normalTimeInSystem: normal.time.mean,
        bulkTimeInSystem: bulk.time.mean,
        weightedWait: total === 0 ? undefined : weighted / total,
        utilisation: servers.busy.mean / p.servers,
      }
    }
  },
})

/** What is measured of a class. */
interface Seen {
  readonly wait: { readonly mean: number; record(x: number): void }
  readonly time: { readonly mean: number; record(x: number): void }
}
