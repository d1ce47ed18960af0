import { type Law, ProcessorSharing, type ProcessBody, Resource, type Simulation } from '../../../engine/index.ts'
import { choice, defineModel, integer, law } from '../../definition.ts'
import { durationProblem } from '../../shared/queueing/durations.ts'
import * as theory from './theory.ts'

const station = (what: string, mean: string) =>
  law({
    default: mean === '0s' ? mean : `exponential(${mean})`,
    unit: 's',
    doc: `Service of a request at ${what}; 0 s: there is none.`,
  })

export default defineModel({
  name: 'queueing/closed-network',
  title: 'Closed network of stations, with mean value analysis',
  source:
    'Reiser and Lavenberg, JACM 27(2), 1980; Gunther, Analyzing Computer System Performance with Perl::PDQ (2011)',
  parameters: {
    population: integer({ default: 10, unit: 'customers', min: 1, max: 100_000, doc: 'Customers, N.' }),
    think: law({ default: 'exponential(15s)', unit: 's', doc: 'Time from an answer to the next request, Z.' }),
    discipline: choice(['processor-sharing', 'fcfs'], {
      default: 'processor-sharing',
      doc: 'How stations serve: all that are there at once, or in order of arrival.',
    }),
    cpu: station('the first station', '605ms'),
    disk: station('the second station', '2.1s'),
    database: station('the third station', '1.35s'),
    branch: station('one of the branches, which it visits last', '0s'),
    branches: integer({
      default: 1,
      unit: 'stations',
      min: 1,
      max: 1000,
      doc: 'Branches: a request visits one of them, picked at random.',
    }),
  },
  metrics: {
    throughput: { unit: '1/s', doc: 'Requests answered per second, X.' },
    meanResponse: { unit: 's', doc: 'Mean time from sending a request to its answer, R.' },
    throughputBound: {
      unit: '1/s',
      doc: 'Upper bound of the throughput from the demands alone, min(N / (D + Z), 1 / Dmax).',
    },
    bottleneckUtilisation: {
      unit: '1',
      doc: 'Time-average fraction of the time the station with the largest demand is busy.',
    },
    meanWaiting: { unit: 'customers', doc: 'Time-average number of customers that wait for an answer.' },
    knee: { unit: 'customers', doc: 'Customers at which the bounds cross, by the service received: (D + Z) / Dmax.' },
  },
  theory: {
    throughput: theory.throughput,
    meanResponse: theory.meanResponse,
    throughputBound: theory.bound,
    bottleneckUtilisation: theory.bottleneckUtilisation,
    meanWaiting: (p) => {
      const rate = theory.throughput(p)
      return rate === undefined ? undefined : p.population - rate * p.think.mean
    },
    knee: theory.knee,
  },
  laws: { little: [{ number: 'meanWaiting', rate: 'throughput', time: 'meanResponse' }] },
  run: { warmUp: 500, horizon: 5500, replications: 10 },
  check: (p) => {
    const { think, cpu, disk, database, branch } = p
    if (cpu.mean + disk.mean + database.mean + branch.mean === 0) return 'no station has any service to give.'
    return durationProblem({ think, cpu, disk, database, branch })
  },
  build(sim, p) {
    const thinkTimes = sim.stream('think')
    const pick = sim.stream('branch')
    const names = (['cpu', 'disk', 'database'] as const).filter((name) => p[name].mean > 0)
    const row = names.map((name) => openStation(sim, p.discipline, name, p[name]))
    const spread = Array.from({ length: p.branch.mean > 0 ? p.branches : 0 }, (_, i) =>
      openStation(sim, p.discipline, `branch ${i + 1}`, p.branch),
    )
    const asked = [...names.map((name) => p[name].mean), p.branch.mean / p.branches]
    const busiest = asked.indexOf(Math.max(...asked))
    const thinking = sim.timeWeighted('thinking')
    const thought = sim.tally('think')
    const response = sim.tally('response')
    const answered = sim.counter('answered')

    function* customer(): ProcessBody {
      for (;;) {
        const time = p.think.sample(thinkTimes)
        thinking.add(1)
        yield* sim.delay(time)
        thinking.add(-1)
        thought.record(time)
        const sentAt = sim.now
        for (const each of row) yield* each.visit()
        if (spread.length > 0) yield* spread[spread.length === 1 ? 0 : pick.integer(0, spread.length - 1)]!.visit()
        response.record(sim.now - sentAt)
        answered.increment()
      }
    }

    for (let i = 0; i < p.population; i++) sim.spawn(customer())
    return () => {
      // Operational analysis: a demand is busy time over answers. The branches are alike: their mean, unlike the largest of
      // them, has no bias.
      const branchesBusy = spread.reduce((sum, each) => sum + each.busy(), 0)
      const busy = [...row.map((each) => each.busy()), branchesBusy / p.branches]
      const total = busy.reduce((sum, fraction, i) => sum + fraction * (i < row.length ? 1 : p.branches), 0)
      return {
        throughput: answered.rate,
        meanResponse: response.mean,
        throughputBound: theory.bound(p),
        bottleneckUtilisation: busy[busiest],
        meanWaiting: p.population - thinking.mean,
        knee: answered.count === 0 ? undefined : (total + answered.rate * thought.mean) / busy[busiest]!,
      }
    }
  },
})

/** A place that serves: a way to go there and to see how busy it is. */
interface Station {
  readonly visit: () => ProcessBody
  readonly busy: () => number
}

function openStation(sim: Simulation, discipline: 'processor-sharing' | 'fcfs', name: string, service: Law): Station {
  const times = sim.stream(`${name} service`)
  if (discipline === 'fcfs') {
    const server = new Resource(sim, { name, capacity: 1 })
    return {
      *visit() {
        yield* server.serve(service.sample(times))
      },
      busy: () => server.busy.mean,
    }
  }
  const shared = new ProcessorSharing(sim, { name, cores: 1 })
  return {
    *visit() {
      yield* shared.serve(service.sample(times))
    },
    busy: () => shared.busy.mean,
  }
}
