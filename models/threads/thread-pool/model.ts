import type { Law, RandomStream, Simulation } from '../../../engine/index.ts'
import { choice, defineModel, integer, law, real } from '../../definition.ts'
import { durationProblem } from '../../shared/queueing/durations.ts'
import { Pool, type Request } from './pool.ts'
import { offeredLoad, steadyState, type ThreadPoolParameters } from './theory.ts'

export default defineModel({
  name: 'threads/thread-pool',
  title: 'Thread pool on a multicore machine',
  source:
    'Gunther, Analyzing Computer System Performance with Perl::PDQ, 2nd ed. (2011); Kleinrock, Queueing Systems (1975, 1976)',
  parameters: {
    load: choice(['closed', 'open'], {
      default: 'closed',
      doc: 'Who sends requests: a fixed number of clients that wait for each answer and think (closed), or a Poisson stream (open).',
    }),
    clients: integer({
      default: 32,
      unit: 'clients',
      min: 1,
      max: 2_000_000,
      doc: 'Closed load: number of clients, N.',
    }),
    think: law({
      default: 'exponential(100ms)',
      unit: 's',
      doc: 'Closed load: time from an answer to the next request, Z.',
    }),
    arrivalRate: real({ default: 300, unit: '1/s', above: 0, doc: 'Open load: rate of the Poisson arrivals, lambda.' }),
    threads: integer({ default: 8, unit: 'threads', min: 1, max: 10_000, doc: 'Number of worker threads, c.' }),
    cores: integer({
      default: 1,
      unit: 'cores',
      min: 1,
      max: 10_000,
      doc: 'Number of cores that the threads share, m.',
    }),
    cpu: law({ default: 'exponential(2ms)', unit: 's', doc: 'CPU part of one stage, C.' }),
    blocking: law({
      default: 'exponential(8ms)',
      unit: 's',
      doc: 'Blocking part that ends a stage (disk, lock, remote call), B: the thread keeps its request, not its core.',
    }),
    stages: integer({
      default: 1,
      unit: 'stages',
      min: 1,
      max: 1000,
      doc: 'Stages of a request, s: each a CPU part, then a blocking part.',
    }),
    contextSwitch: real({
      default: 0,
      unit: 's',
      min: 0,
      doc: 'Core time lost whenever a core takes another thread than the one it ran last.',
    }),
    crowding: real({
      default: 0,
      unit: 's',
      min: 0,
      doc: 'What each thread left in the run queue adds to that loss: caches and TLB shared by more working sets.',
    }),
    tolerated: integer({
      default: 0,
      unit: 'threads',
      min: 0,
      max: 10_000,
      doc: 'Threads in the run queue that add nothing yet, because the caches hold their working sets as well.',
    }),
    interference: real({
      default: 0,
      unit: '1',
      min: 0,
      doc: 'Fraction by which each other busy core slows a CPU part down: they share memory and its bus.',
    }),
    quantum: real({
      default: 'unlimited',
      unit: 's',
      above: 0,
      unlimited: true,
      doc: 'Time slice after which a waiting thread gets the core; unlimited: a CPU part runs to its end.',
    }),
    creation: real({
      default: 0,
      unit: 's',
      min: 0,
      doc: 'CPU time that it takes to create a thread, before its first request.',
    }),
    keepAlive: real({
      default: 'unlimited',
      unit: 's',
      min: 0,
      unlimited: true,
      doc: 'How long an idle thread lives; 0: a thread for each request; unlimited: all are there from the start.',
    }),
    queueLimit: integer({
      default: 'unlimited',
      unit: 'requests',
      min: 0,
      max: 1_000_000,
      unlimited: true,
      doc: 'Requests that may wait for a thread, K; one more is refused.',
    }),
  },
  metrics: {
    throughput: { unit: '1/s', doc: 'Requests answered per second, X.' },
    meanResponse: {
      unit: 's',
      doc: 'Mean time from sending a request to its answer, R; refused requests do not count.',
    },
    p99Response: { unit: 's', doc: '99th percentile of that time.', quantile: 0.99 },
    meanThreadWait: { unit: 's', doc: 'Mean time from sending a request to a thread taking it.' },
    waitProbability: { unit: '1', doc: 'Fraction of the requests taken that had to wait for a thread.' },
    rejection: { unit: '1', doc: 'Fraction of the requests sent that were refused.' },
    queueLength: { unit: 'requests', doc: 'Time-average number of requests waiting for a thread.' },
    busyThreads: { unit: 'threads', doc: 'Time-average number of threads that have a request.' },
    runQueueLength: { unit: 'threads', doc: 'Time-average number of threads waiting for a core.' },
    coreUtilisation: { unit: '1', doc: 'Time-average fraction of busy cores, switching included.' },
    switchOverhead: { unit: '1', doc: 'Fraction of all core time that went into switching.' },
    switchesPerRequest: { unit: 'switches', doc: 'Switches to another thread per request answered.' },
    liveThreads: { unit: 'threads', doc: 'Time-average number of threads that exist.' },
    creationsPerRequest: { unit: 'threads', doc: 'Threads created per request answered.' },
    knee: {
      unit: 'threads',
      doc: 'Number of busy threads that would keep all cores busy, by what was measured: cores x (1 + blocked threads / busy cores).',
    },
  },
  theory: {
    throughput: (p) => steadyState(p).throughput,
    meanResponse: (p) => steadyState(p).meanResponse,
    meanThreadWait: (p) => steadyState(p).meanThreadWait,
    waitProbability: (p) => steadyState(p).waitProbability,
    rejection: (p) => steadyState(p).rejection,
    coreUtilisation: (p) => steadyState(p).coreUtilisation,
    knee: (p) => steadyState(p).knee,
  },
  laws: {
    load: (p) => offeredLoad(p) ?? 0,
    // Refused requests are there and gone at one instant.
    little: [{ number: 'queueLength', rate: 'throughput', time: 'meanThreadWait' }],
  },
  run: { warmUp: 20, horizon: 120, replications: 10 },
  check,
  build(sim, p) {
    const pool = new Pool(sim, p)
    const demand = demands(sim, p)
    if (p.load === 'open') openLoad(sim, pool, p.arrivalRate, demand)
    else closedLoad(sim, pool, p.clients, p.think, demand)
    const { cores } = pool
    const perRequest = (count: number): number | undefined =>
      pool.answered.count === 0 ? undefined : count / pool.answered.count
    return () => ({
      throughput: pool.answered.rate,
      meanResponse: pool.response.mean,
      p99Response: pool.responses,
      meanThreadWait: pool.wait.mean,
      waitProbability: pool.hadToWait.mean,
      rejection: pool.refused.count / pool.arrivals.count,
      queueLength: pool.queue.mean,
      busyThreads: pool.busyThreads.mean,
      runQueueLength: cores.waiting.mean,
      coreUtilisation: cores.busy.mean / p.cores,
      switchOverhead: cores.switching.rate / p.cores,
      switchesPerRequest: perRequest(cores.switches.count),
      liveThreads: pool.liveThreads.mean,
      creationsPerRequest: perRequest(pool.created.count),
      // Operational analysis: of a request's time with a thread, the share without waiting that is spent on a core.
      knee: cores.busy.mean === 0 ? undefined : p.cores * (1 + pool.blockedThreads.mean / cores.busy.mean),
    })
  },
})

function check(p: ThreadPoolParameters): string | undefined {
  const { think, cpu, blocking } = p
  if (cpu.mean + blocking.mean === 0) return 'cpu and blocking are both 0: a request must take some time.'
  if (p.load === 'closed' && p.think.mean === 0 && p.clients > p.threads + p.queueLimit) {
    return 'clients that do not think would repeat a refused request for ever at one instant: raise think, threads or queueLimit, or have fewer clients.'
  }
  return durationProblem({ think, cpu, blocking })
}

/** Fills in what a request wants of the pool when it is sent, so that pools of different sizes get the same requests. */
function demands(
  sim: Simulation,
  { cpu, blocking, stages }: { cpu: Law; blocking: Law; stages: number },
): (parts: number[]) => void {
  const cpuStream = sim.stream('cpu')
  const blockingStream = sim.stream('blocking')
  return (parts) => {
    for (let stage = 0; stage < stages; stage++) {
      parts[2 * stage] = cpu.sample(cpuStream)
      parts[2 * stage + 1] = blocking.sample(blockingStream)
    }
  }
}

function openLoad(sim: Simulation, pool: Pool, rate: number, demand: (parts: number[]) => void): void {
  const interarrival: RandomStream = sim.stream('interarrival')
  const arrive = (): void => {
    const request: Request = { parts: [], arrivedAt: 0, behind: undefined, over: nothing }
    demand(request.parts)
    pool.submit(request)
    sim.schedule(interarrival.exponential(1 / rate), arrive)
  }
  sim.schedule(interarrival.exponential(1 / rate), arrive)
}

function nothing(): void {}

function closedLoad(sim: Simulation, pool: Pool, clients: number, think: Law, demand: (parts: number[]) => void): void {
  const thinking = sim.stream('think')
  for (let client = 0; client < clients; client++) {
    const send = (): void => {
      demand(request.parts)
      pool.submit(request)
    }
    const over = (): void => void sim.schedule(think.sample(thinking), send)
    const request: Request = { parts: [], arrivedAt: 0, behind: undefined, over }
    over()
  }
}
