import { type Law, ProcessorSharing } from '../../../engine/index.ts'
import { choice, defineModel, integer, law, real } from '../../definition.ts'
import { jainIndex } from './fairness.ts'
import { type Demand, organisations, type Request, Server } from './server.ts'
import { NO_LIMIT, type OrganisationParameters, steadyState } from './theory.ts'

export default defineModel({
  name: 'servers/organisation',
  title: 'Iterative, concurrent and super-server',
  source:
    'Comer and Stevens, Internetworking with TCP/IP vol. 3 (1993), ch. 8; Baskett, Chandy, Muntz, Palacios, JACM 22(2), 1975',
  parameters: {
    organisation: choice(organisations, {
      default: 'pool',
      doc: 'One process that serves one request after the other; a new thread for each request; a fixed pool of threads; one listener that forks a process for each request of every port; one event loop (SPED); one with helpers that block in its place (AMPED); a stage that computes and one that blocks, each with a controller of its threads (SEDA).',
    }),
    arrivalRate: real({
      default: 80,
      unit: '1/s',
      above: 0,
      doc: 'Rate of the Poisson arrivals at all ports together, lambda.',
    }),
    cpu: law({ default: 'exponential(2ms)', unit: 's', doc: 'CPU part of a request, C.' }),
    blocking: law({ default: 'exponential(8ms)', unit: 's', doc: 'Blocking part after it (disk, other servers), B.' }),
    missRatio: real({
      default: 1,
      unit: '1',
      min: 0,
      max: 1,
      doc: 'Fraction of the requests that block; the others find all in the cache.',
    }),
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
      doc: 'Threads of a pool, c, one pool for each port; or helpers of an event loop.',
    }),
    threadLimit: integer({
      default: NO_LIMIT,
      unit: 'threads',
      min: 1,
      max: NO_LIMIT,
      doc: 'Most connections at once of a thread-per-request or event-driven server. The default, also the maximum, stands for no limit.',
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
    stageThreads: integer({ default: 20, unit: 'threads', min: 1, max: 10_000, doc: 'Most threads of each stage.' }),
    stageThreshold: integer({
      default: 10,
      unit: 'requests',
      min: 0,
      max: NO_LIMIT,
      doc: 'A controller that finds a longer queue adds a thread to its stage.',
    }),
    stageInterval: real({ default: '2s', unit: 's', above: 0, doc: 'Time between two looks of a controller.' }),
    synRetries: integer({
      default: 0,
      unit: 'tries',
      min: 0,
      max: 20,
      doc: 'Times that the network stack of a client repeats a connection attempt that found the backlog full.',
    }),
    synTimeout: real({
      default: '3s',
      unit: 's',
      above: 0,
      doc: 'Wait before the first of these; each further one is twice as long.',
    }),
    clients: integer({
      default: 0,
      unit: 'clients',
      min: 0,
      max: 100_000,
      doc: 'Clients of a closed load, each with one connection at a time; 0: the load is open (arrivalRate).',
    }),
    think: law({ default: 'exponential(20ms)', unit: 's', doc: 'Pause of such a client between requests.' }),
    requestsPerConnection: integer({
      default: 1,
      unit: 'requests',
      min: 1,
      unlimited: true,
      doc: 'Requests of such a client on one connection, which keeps its thread or process all the while.',
    }),
    listener: choice(['shared', 'dedicated'], {
      default: 'shared',
      doc: 'Whether the listener of a super-server competes with its children for the cores or has a core of its own.',
    }),
  },
  metrics: {
    throughput: { unit: '1/s', doc: 'Requests answered per second, X.' },
    meanResponse: { unit: 's', doc: 'Mean time from arrival to answer, R; refused connections do not count.' },
    p99Response: { unit: 's', doc: '99th percentile of that time.', quantile: 0.99 },
    meanWait: { unit: 's', doc: 'Mean time in the backlog, from arrival to acceptance.' },
    rejection: { unit: '1', doc: 'Fraction of the connections that were refused.' },
    synDrops: { unit: 'tries', doc: 'Mean number of connection attempts per connection that found the backlog full.' },
    fairness: {
      unit: '1',
      doc: 'Jain index of the numbers of answers of the clients of a closed load: 1 if all get as many, k / N if k of N get all.',
    },
    blockedThreads: { unit: 'threads', doc: 'Time-average number of threads that block.' },
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

    const misses = sim.stream('misses')
    const request = (): Request => ({
      cpu: p.cpu.sample(cpu),
      blocking: p.missRatio === 1 || misses.bernoulli(p.missRatio) ? p.blocking.sample(blocking) : 0,
    })
    // Everything is drawn on arrival, so that all organisations get the same requests.
    const demand = (): Demand => ({
      port: port.integer(0, p.ports - 1),
      ...request(),
      spawn: p.spawn.sample(spawn),
    })
    const arrive = (): void => {
      server.arrive(demand())
      sim.schedule(interarrival.exponential(1 / p.arrivalRate), arrive)
    }
    const answers = new Float64Array(p.clients)
    sim.onWarmUpEnd(() => answers.fill(0))
    const thinking = sim.stream('think')
    const come = (client: number): void => {
      let left = p.requestsPerConnection
      const again = (): void => void sim.schedule(p.think.sample(thinking), () => come(client))
      const answered = (): (Request & { pause: number }) | undefined => {
        answers[client]!++
        if (--left > 0) return { ...request(), pause: p.think.sample(thinking) }
        again()
        return undefined
      }
      server.arrive({ ...demand(), answered, refused: again })
    }

    if (p.clients === 0) sim.schedule(interarrival.exponential(1 / p.arrivalRate), arrive)
    for (let client = 0; client < p.clients; client++) sim.schedule(p.think.sample(thinking), () => come(client))
    return () => ({
      throughput: server.answered.rate,
      meanResponse: server.response.mean,
      p99Response: server.responses,
      meanWait: server.wait.mean,
      rejection: server.refused.count / server.arrivals.count,
      synDrops: server.dropped.count / server.arrivals.count,
      fairness: jainIndex(answers),
      blockedThreads: server.blocked.mean,
      coreUtilisation: cores.busy.mean / p.cores,
      concurrency: server.concurrency.mean,
      processes: server.processes.mean,
    })
  },
})

function unlimited(limit: number): number {
  return limit === NO_LIMIT ? Infinity : limit
}

function check(p: OrganisationParameters & { think: Law }): string | undefined {
  for (const [name, { mean, name: family }] of Object.entries({
    cpu: p.cpu,
    blocking: p.blocking,
    spawn: p.spawn,
    think: p.think,
  })) {
    if (mean < 0 || family === 'normal')
      return `${name} can be negative, and a duration can not: use lognormal or gamma, for instance.`
    if (mean === Infinity) return `${name} has no finite mean: there is no long run to observe.`
  }
  return p.cpu.mean + p.blocking.mean === 0 ? 'cpu and blocking are both 0: a request must take some time.' : undefined
}
