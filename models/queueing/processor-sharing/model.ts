import { ProcessorSharing, Resource, type Simulation, type TimeWeighted } from '../../../engine/index.ts'
import { choice, defineModel, integer, law, real } from '../../definition.ts'
import { durationProblem, meanIfRegular } from '../../shared/queueing/durations.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { type Discipline, load, meanTimeInSystem, slowdown, throughput } from './theory.ts'

export default defineModel({
  name: 'queueing/processor-sharing',
  title: 'Processor sharing and other orders of service',
  source:
    'Kleinrock, Queueing Systems vol. 2 (1976), ch. 4; Kelly, Reversibility and Stochastic Networks (1979), ch. 3',
  parameters: {
    discipline: choice(['processor-sharing', 'round-robin', 'fcfs', 'lcfs-preemptive', 'shortest-remaining'], {
      default: 'processor-sharing',
      doc: 'Who is served: all at once, all in turns, the first, the last, or the one with the least work left.',
    }),
    arrivalRate: real({ default: 0.8, unit: '1/s', above: 0, doc: 'Poisson arrival rate, lambda.' }),
    work: law({ default: 'exponential(1s)', unit: 's', doc: 'Law of the work of a job, S.' }),
    processors: integer({
      default: 1,
      unit: 'processors',
      min: 1,
      max: 100_000,
      doc: 'Processors, c; a job uses one at most. More than one under processor-sharing and fcfs only.',
    }),
    quantum: real({ default: '100ms', unit: 's', above: 0, doc: 'Length of a turn under round-robin.' }),
  },
  metrics: {
    meanTimeInSystem: { unit: 's', doc: 'Mean time from arrival to the end of the work, T.' },
    p99TimeInSystem: { unit: 's', doc: '99th percentile of that time.', quantile: 0.99 },
    meanSlowdown: { unit: '1', doc: 'Mean of T / S, over jobs that have work.' },
    shortSlowdown: {
      unit: '1',
      doc: 'Time in system over work, of all jobs together that have at most the mean work.',
    },
    longSlowdown: { unit: '1', doc: 'The same of the jobs that have more.' },
    meanJobs: { unit: 'jobs', doc: 'Time-average number of jobs inside.' },
    utilisation: { unit: '1', doc: 'Time-average fraction of busy processors.' },
    throughput: { unit: '1/s', doc: 'Jobs done per second.' },
  },
  theory: {
    meanTimeInSystem,
    meanSlowdown: slowdown,
    shortSlowdown: slowdown,
    longSlowdown: (p) => (p.work.variance === 0 ? undefined : slowdown(p)),
    meanJobs: (p) => {
      const time = meanTimeInSystem(p)
      return time === undefined ? undefined : p.arrivalRate * time
    },
    utilisation: (p) => Math.min(1, load(p)),
    throughput,
  },
  laws: {
    load,
    little: [{ number: 'meanJobs', rate: 'throughput', time: 'meanTimeInSystem' }],
    utilisation: [
      {
        utilisation: 'utilisation',
        rate: 'throughput',
        serviceTime: (p) => meanIfRegular(p.work),
        servers: (p) => p.processors,
      },
    ],
    flow: [{ arrivals: (p) => p.arrivalRate, departures: 'throughput' }],
  },
  run: { warmUp: 200, horizon: 10_200, replications: 10 },
  check: ({ work, discipline, processors }) =>
    durationProblem({ work }) ??
    (work.mean === 0
      ? 'work is none: give jobs some.'
      : processors > 1 && discipline !== 'processor-sharing' && discipline !== 'fcfs'
        ? `${discipline} is defined for one processor here: set processors to 1.`
        : undefined),
  build(sim, p) {
    const interarrival = sim.stream('interarrival')
    const works = sim.stream('work')
    const inside = sim.timeWeighted('inside')
    const done = sim.counter('done')
    const time = sim.tally('time in system')
    const times = sim.quantiles('time in system')
    const slowdowns = sim.tally('slowdown')
    const classes = ['short', 'long'].map((size) => ({
      time: sim.tally(`${size}.time`),
      work: sim.tally(`${size}.work`),
    }))
    const { busy, serve } = server(sim, p.discipline, p.processors, p.quantum)

    const arrive = (): void => {
      const arrivedAt = sim.now
      const work = p.work.sample(works)
      inside.add(1)
      serve(work, () => {
        const took = sim.now - arrivedAt
        inside.add(-1)
        done.increment()
        time.record(took)
        times.record(took)
        if (work > 0) slowdowns.record(took / work)
        const size = classes[work <= p.work.mean ? 0 : 1]!
        size.time.record(took)
        size.work.record(work)
      })
      sim.schedule(interarrival.exponential(1 / p.arrivalRate), arrive)
    }
    sim.schedule(interarrival.exponential(1 / p.arrivalRate), arrive)

    return () => ({
      meanTimeInSystem: time.mean,
      p99TimeInSystem: times,
      meanSlowdown: slowdowns.mean,
      shortSlowdown: classes[0]!.time.mean / classes[0]!.work.mean,
      longSlowdown: classes[1]!.time.mean / classes[1]!.work.mean,
      meanJobs: inside.mean,
      utilisation: busy.mean / p.processors,
      throughput: done.rate,
    })
  },
})

/** What does the work: a way to hand over a job and hear of its end, and how busy it is. */
interface Server {
  readonly busy: TimeWeighted
  readonly serve: (work: number, onDone: () => void) => void
}

function server(sim: Simulation, discipline: Discipline, processors: number, quantum: number): Server {
  if (discipline === 'processor-sharing') {
    const shared = new ProcessorSharing(sim, { name: 'processors', cores: processors })
    return { busy: shared.busy, serve: (work, onDone) => shared.run(work, onDone) }
  }
  if (discipline === 'fcfs') {
    const servers = new Resource(sim, { name: 'processors', capacity: processors })
    const visit = function* (work: number, onDone: () => void) {
      yield* servers.serve(work)
      onDone()
    }
    return { busy: servers.busy, serve: (work, onDone) => void sim.spawn(visit(work, onDone)) }
  }
  const one = new OneAtATime(sim, discipline, quantum)
  return { busy: one.busy, serve: (work, onDone) => one.submit({ left: work, onDone }) }
}
