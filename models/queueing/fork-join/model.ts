import { type ProcessBody, Resource } from '../../../engine/index.ts'
import { choice, defineModel, integer, law, real } from '../../definition.ts'
import { durationProblem, meanIfRegular } from '../../shared/queueing/durations.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'queueing/fork-join',
  title: 'Fork-join and barrier',
  source: 'Nelson and Tantawi, IEEE Transactions on Computers 37(6), 1988',
  parameters: {
    load: choice(['open', 'barrier'], {
      default: 'open',
      doc: 'Jobs arrive as a Poisson stream (open), or each begins when the one before is joined (barrier).',
    }),
    arrivalRate: real({ default: 0.5, unit: '1/s', above: 0, doc: 'Open load: rate of the jobs, lambda.' }),
    branches: integer({
      default: 2,
      unit: 'branches',
      min: 1,
      max: 10_000,
      doc: 'Servers, each with its own queue, and tasks of a job, one for each server; n.',
    }),
    task: law({ default: 'exponential(1s)', unit: 's', doc: 'Law of the time of a task, S.' }),
  },
  metrics: {
    meanResponse: { unit: 's', doc: 'Mean time from fork to join, R.' },
    p99Response: { unit: 's', doc: '99th percentile of that time.', quantile: 0.99 },
    meanTaskTime: { unit: 's', doc: 'Mean time from fork to the end of one task.' },
    meanSyncDelay: { unit: 's', doc: 'Mean time that an ended task waits for the others of its job.' },
    utilisation: { unit: '1', doc: 'Time-average fraction of busy servers; at a barrier the parallel efficiency.' },
    throughput: { unit: '1/s', doc: 'Jobs joined per second.' },
  },
  theory: {
    meanResponse: theory.meanResponse,
    meanTaskTime: theory.meanTaskTime,
    meanSyncDelay: (p) => {
      const [whole, one] = [theory.meanResponse(p), theory.meanTaskTime(p)]
      return whole === undefined || one === undefined ? undefined : whole - one
    },
    utilisation: theory.utilisation,
    throughput: (p) => {
      if (p.load === 'open') return Math.min(p.arrivalRate, 1 / p.task.mean)
      const phase = theory.meanResponse(p)
      return phase === undefined ? undefined : 1 / phase
    },
  },
  laws: {
    load: (p) => (p.load === 'open' ? p.arrivalRate * p.task.mean : 0),
    utilisation: [
      {
        utilisation: 'utilisation',
        rate: 'throughput',
        serviceTime: (p) => meanIfRegular(p.task),
        servers: () => 1,
      },
    ],
    flow: [{ arrivals: (p) => (p.load === 'open' ? p.arrivalRate : NaN), departures: 'throughput' }],
  },
  run: { warmUp: 100, horizon: 5100, replications: 10 },
  check: ({ task }) => durationProblem({ task }) ?? (task.mean === 0 ? 'task takes no time: give it some.' : undefined),
  build(sim, p) {
    const interarrival = sim.stream('interarrival')
    const times = sim.stream('task')
    const servers = Array.from(
      { length: p.branches },
      (_, i) => new Resource(sim, { name: `branch ${i + 1}`, capacity: 1 }),
    )
    const response = sim.tally('response')
    const responses = sim.quantiles('response')
    const taskTime = sim.tally('task time')
    const joined = sim.counter('joined')

    function* task(server: Resource, work: number): ProcessBody {
      const forkedAt = sim.now
      yield* server.serve(work)
      taskTime.record(sim.now - forkedAt)
    }

    function* job(): ProcessBody {
      const forkedAt = sim.now
      // Drawn in the order of the branches, so that with more of them the first have the same work.
      const tasks = servers.map((server) => sim.spawn(task(server, p.task.sample(times))))
      yield* sim.allOf(...tasks)
      const took = sim.now - forkedAt
      response.record(took)
      responses.record(took)
      joined.increment()
    }

    function* source(): ProcessBody {
      for (;;) {
        yield* sim.delay(interarrival.exponential(1 / p.arrivalRate))
        sim.spawn(job())
      }
    }

    function* phases(): ProcessBody {
      for (;;) yield* job()
    }

    sim.spawn(p.load === 'open' ? source() : phases())
    return () => ({
      meanResponse: response.mean,
      p99Response: responses,
      meanTaskTime: taskTime.mean,
      meanSyncDelay: response.mean - taskTime.mean,
      utilisation: servers.reduce((sum, { busy }) => sum + busy.mean, 0) / p.branches,
      throughput: joined.rate,
    })
  },
})
