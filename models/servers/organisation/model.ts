import { ProcessorSharing } from '../../../engine/index.ts'
import { choice, defineModel, integer, law, real } from '../../definition.ts'
import { organisations, Server } from './server.ts'
import { NO_LIMIT, type OrganisationParameters, steadyState } from './theory.ts'

export default defineModel({
  name: 'servers/organisation',
  title: 'Iterative, concurrent and super-server',
  source:
    'Comer and Stevens, Internetworking with TCP/IP vol. 3 (1993), ch. 8; Baskett, Chandy, Muntz, Palacios, JACM 22(2), 1975',
  parameters: {
    organisation: choice(organisations, {
      default: 'pool',
      doc: 'One process that serves one request after the other, a new thread for each request, a fixed pool of threads, or one listener that forks a process for each request of every port.',
    }),
    arrivalRate: real({
      default: 80,
      unit: '1/s',
      above: 0,
      doc: 'Rate of the Poisson arrivals at all ports together, lambda.',
    }),
    cpu: law({ default: 'exponential(2ms)', unit: 's', doc: 'CPU part of a request, C.' }),
    blocking: law({ default: 'exponential(8ms)', unit: 's', doc: 'Blocking part after it (disk, other servers), B.' }),
    cores: integer({
      default: 1,
      unit: 'cores',
      min: 1,
      max: 10_000,
      doc: 'Cores that all runnable threads share equally, m.',
    }),
    spawn: law({
      default: 'deterministic(0.64ms)',
      unit: 's',
      doc: 'CPU time to create the thread or process of a request (thread-per-request and super-server).',
    }),
    poolSize: integer({
      default: 8,
      unit: 'threads',
      min: 1,
      max: 10_000,
      doc: 'Threads of a pool, c; each port has its own pool.',
    }),
    threadLimit: integer({
      default: NO_LIMIT,
      unit: 'threads',
      min: 1,
      max: NO_LIMIT,
      doc: 'Most threads at once of a thread-per-request server. The default, also the maximum, stands for no limit.',
    }),
    backlog: integer({
      default: NO_LIMIT,
      unit: 'connections',
      min: 0,
      max: NO_LIMIT,
      doc: 'Connections that may wait to be accepted, K; one more is refused. The default, also the maximum, stands for no limit.',
    }),
    ports: integer({
      default: 1,
      unit: 'ports',
      min: 1,
      max: 10_000,
      doc: 'Services on the host; a request is for each of them with equal probability, and each has a daemon of its own unless there is a super-server.',
    }),
    listener: choice(['shared', 'dedicated'], {
      default: 'shared',
      doc: 'Whether the listener of a super-server competes with its children for the cores or has a core of its own.',
    }),
  },
  metrics: {
    throughput: { unit: '1/s', doc: 'Requests answered per second, X.' },
    meanResponse: { unit: 's', doc: 'Mean time from arrival to answer, R; refused connections do not count.' },
    p99Response: { unit: 's', doc: '99th percentile of that time.' },
    meanWait: { unit: 's', doc: 'Mean time in the backlog, from arrival to acceptance.' },
    rejection: { unit: '1', doc: 'Fraction of the connections that were refused.' },
    coreUtilisation: { unit: '1', doc: 'Time-average fraction of busy cores; a dedicated listener does not count.' },
    concurrency: { unit: 'requests', doc: 'Time-average number of requests accepted and not yet answered.' },
    processes: {
      unit: 'processes',
      doc: 'Time-average number of processes or threads that exist, idle ones included.',
    },
  },
  theory: {
    throughput: (p) => steadyState(p).throughput,
    meanResponse: (p) => steadyState(p).meanResponse,
    meanWait: (p) => steadyState(p).meanWait,
    rejection: (p) => steadyState(p).rejection,
    coreUtilisation: (p) => steadyState(p).coreUtilisation,
    concurrency: (p) => steadyState(p).concurrency,
    processes: (p) => steadyState(p).processes,
  },
  run: { warmUp: 20, horizon: 220, replications: 10 },
  check,
  build(sim, p) {
    const cores = new ProcessorSharing(sim, { name: 'cores', cores: p.cores })
    const limits = { backlog: unlimited(p.backlog), threadLimit: unlimited(p.threadLimit) }
    const server = new Server(sim, { ...p, ...limits }, cores)
    const interarrival = sim.stream('interarrival')
    const port = sim.stream('port')
    const cpu = sim.stream('cpu')
    const blocking = sim.stream('blocking')
    const spawn = sim.stream('spawn')

    // Everything is drawn on arrival, so that all organisations get the same requests.
    const arrive = (): void => {
      server.arrive({
        port: port.integer(0, p.ports - 1),
        cpu: p.cpu.sample(cpu),
        blocking: p.blocking.sample(blocking),
        spawn: p.spawn.sample(spawn),
      })
      sim.schedule(interarrival.exponential(1 / p.arrivalRate), arrive)
    }

    sim.schedule(interarrival.exponential(1 / p.arrivalRate), arrive)
    return () => ({
      throughput: server.answered.rate,
      meanResponse: server.response.mean,
      p99Response: server.responses.quantile(0.99),
      meanWait: server.wait.mean,
      rejection: server.refused.count / server.arrivals.count,
      coreUtilisation: cores.busy.mean / p.cores,
      concurrency: server.concurrency.mean,
      processes: server.processes.mean,
    })
  },
})

function unlimited(limit: number): number {
  return limit === NO_LIMIT ? Infinity : limit
}

function check(p: OrganisationParameters): string | undefined {
  for (const [name, { mean, name: family }] of Object.entries({ cpu: p.cpu, blocking: p.blocking, spawn: p.spawn })) {
    if (mean < 0 || family === 'normal')
      return `${name} can be negative, and a duration can not: use lognormal or gamma, for instance.`
    if (mean === Infinity) return `${name} has no finite mean: there is no long run to observe.`
  }
  return p.cpu.mean + p.blocking.mean === 0 ? 'cpu and blocking are both 0: a request must take some time.' : undefined
}
