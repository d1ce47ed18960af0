import { laws } from '../../../engine/index.ts'
import type { Claim } from '../../claim.ts'
import { birthDeath } from '../../shared/queueing/birth-death.ts'
import { erlangB, erlangC } from '../../shared/queueing/erlang.ts'
import { pollaczekKhinchine } from '../../shared/queueing/pollaczek-khinchine.ts'
import { terminalResponse, terminalThroughput } from '../../shared/queueing/terminals.ts'
import { exponentialSlices } from '../shared/slices.ts'
import { switchingEquilibrium } from '../shared/switching-chain.ts'
import { creationClaims } from './creation.ts'
import { sedaClaims } from './seda.ts'

const kleinrock = 'Kleinrock, Queueing Systems vol. 1 (1975)'
const bcmp = 'Baskett, Chandy, Muntz, Palacios, JACM 22(2), 1975'
const noBlocking = { blocking: 'deterministic(0s)' }
const noThinking = { think: 'deterministic(0s)' }

/** M/M/c as a pool: c threads on c cores that never block. */
const mmc = (servers: number, arrivalRate: number | string, cpu: string) => ({
  load: 'open',
  arrivalRate,
  threads: servers,
  cores: servers,
  cpu,
  ...noBlocking,
})

const offered = 3.2
const waiting = erlangC(4, offered)!

/** M/M/c/K at service rate 1. */
const refusing = (room: number, rate: number, servers: number) => {
  const states = birthDeath(
    room,
    () => rate,
    (n) => Math.min(n, servers),
  )
  const throughput = rate * (1 - states[room]!)
  return {
    rejection: states[room]!,
    throughput,
    meanResponse: states.reduce((sum, p, n) => sum + p * n, 0) / throughput,
  }
}

const open: Claim[] = [
  {
    claim: 'Four threads on four cores at 80 % load are an M/M/4 queue.',
    source: `Erlang C: ${kleinrock}, section 3.5`,
    parameters: mmc(4, offered, 'exponential(1s)'),
    expected: { waitProbability: waiting, meanResponse: 1 + waiting / (4 - offered), coreUtilisation: 0.8 },
    run: { warmUp: 1_000, horizon: 81_000, replications: 10 },
  },
  {
    claim:
      'Customers of a bookstore with four tills, 40 an hour at 4 minutes each, wait 1.14 minutes and leave after 5.14.',
    source: 'Gunther, Analyzing Computer System Performance with Perl::PDQ, 2nd ed. (2011), the bookstore example',
    parameters: mmc(4, 40 / 3600, 'exponential(240s)'),
    expected: { meanResponse: 5.14 * 60 },
    tolerance: { relative: 0.002, reason: 'printed with three digits' },
    run: { warmUp: 100_000, horizon: 10_100_000, replications: 10 },
  },
  {
    claim: 'A queue limit of 16 makes the four threads an M/M/4/20 queue.',
    source: `${kleinrock}, chapter 3`,
    parameters: { ...mmc(4, 3.6, 'exponential(1s)'), queueLimit: 16 },
    expected: { throughput: refusing(20, 3.6, 4).throughput, meanResponse: refusing(20, 3.6, 4).meanResponse },
    run: { warmUp: 500, horizon: 40_500, replications: 10 },
  },
  {
    claim: 'An overloaded M/M/1/10 queue refuses a fifth of its arrivals.',
    source: `${kleinrock}, section 3.6`,
    parameters: { ...mmc(1, 1.2, 'exponential(1s)'), queueLimit: 9 },
    expected: { ...refusing(10, 1.2, 1) },
    run: { warmUp: 500, horizon: 80_500, replications: 10 },
  },
  {
    claim: 'Threads without a queue lose what Erlang B says, whatever the laws of computing and blocking.',
    source: 'Erlang B and its insensitivity (Sevastyanov, Theory of Probability and its Applications 2, 1957)',
    parameters: {
      load: 'open',
      arrivalRate: 10,
      threads: 10,
      cores: 10,
      cpu: 'deterministic(500ms)',
      blocking: 'hyperexponential(500ms, 2)',
      queueLimit: 0,
    },
    expected: { rejection: erlangB(10, 10), meanResponse: 1, busyThreads: 10 * (1 - erlangB(10, 10)) },
    run: { warmUp: 100, horizon: 6_100, replications: 10 },
  },
  {
    claim: 'Queries that block 20 ms and arrive at 150 per second keep 3 threads busy.',
    source: "Welsh, Culler, Brewer, SEDA, SOSP 2001, the thread controller example; Little's law",
    parameters: {
      load: 'open',
      arrivalRate: 150,
      threads: 64,
      cores: 64,
      cpu: 'deterministic(0s)',
      blocking: 'deterministic(20ms)',
    },
    expected: { busyThreads: 3, meanResponse: 0.02, throughput: 150 },
    run: { warmUp: 1, horizon: 301, replications: 10 },
  },
  ...[laws.deterministic(1), laws.erlang(4, 1)].map((law) => pk(law.toString(), 0.8, law.variance, 240_000)),
  pk('hyperexponential(1, 2)', 0.5, laws.hyperexponential(1, 2).variance, 600_000),
  {
    claim: 'A single thread is an M/G/1 server whose service is computing plus blocking, however many cores there are.',
    source: `Pollaczek-Khinchine: ${kleinrock}, eq. 5.113`,
    parameters: {
      load: 'open',
      arrivalRate: 60,
      threads: 1,
      cores: 4,
      contextSwitch: '1ms',
      cpu: 'exponential(2ms)',
      blocking: 'exponential(8ms)',
    },
    expected: {
      meanResponse: 0.01 + pollaczekKhinchine(60, 0.01, 0.002 * 0.002 + 0.008 * 0.008)!,
      coreUtilisation: 0.03,
    },
    run: { warmUp: 10, horizon: 1_210, replications: 10 },
  },
]

function pk(cpu: string, arrivalRate: number, variance: number, horizon: number): Claim {
  return {
    claim: `At ${arrivalRate * 100} % load a service with cv^2 = ${Number(variance.toFixed(9))} has the response of M/G/1.`,
    source: `Pollaczek-Khinchine: ${kleinrock}, eq. 5.113`,
    parameters: { ...mmc(1, arrivalRate, cpu) },
    expected: { meanResponse: 1 + pollaczekKhinchine(arrivalRate, 1, variance)! },
    run: { warmUp: 1_000, horizon, replications: 10 },
  }
}

const closed: Claim[] = [
  ...(
    [
      [10, 9, 1, 1, 40_000],
      [20, 1, 0.1, 1, 4_000],
      [50, 5, 0.1, 1, 12_000],
      [100, 5, 0.1, 2, 8_000],
    ] as const
  ).map(([population, delay, service, servers, horizon]): Claim => {
    const terminals = { population, delay, service, servers }
    return {
      claim: `${population} machines that run ${delay} s and take ${servers === 1 ? 'the repairman' : 'one of two repairmen'} ${service} s are repaired as theory says.`,
      source: `M/M/c//N, the machine repair problem: ${kleinrock}, section 3.8`,
      parameters: {
        clients: population,
        think: `exponential(${delay}s)`,
        threads: population,
        cores: servers,
        cpu: `exponential(${service}s)`,
        ...noBlocking,
      },
      expected: { throughput: terminalThroughput(terminals), meanResponse: terminalResponse(terminals) },
      run: { warmUp: horizon / 20, horizon, replications: 10 },
    }
  }),
  ...[1, 2, 4, 8, 16].map(
    (threads): Claim => ({
      claim:
        threads === 1
          ? 'One thread leaves its core idle while it blocks.'
          : `${threads} threads on one core compute while others of them block.`,
      source: `Machine repair with the core as repairman: ${kleinrock}, section 3.8`,
      parameters: {
        clients: 32,
        ...noThinking,
        threads,
        cores: 1,
        cpu: 'exponential(2ms)',
        blocking: 'exponential(8ms)',
      },
      expected: { throughput: terminalThroughput({ population: threads, delay: 0.008, service: 0.002, servers: 1 }) },
      run: { warmUp: 2, horizon: 122, replications: 10 },
    }),
  ),
  {
    claim: 'Far beyond the knee, 21 clients, the core is the limit: X = 1/D and R = N D - Z.',
    source: 'Asymptotic bounds: Denning and Buzen, Computing Surveys 10(3), 1978',
    parameters: {
      clients: 100,
      think: 'exponential(1s)',
      threads: 100,
      cores: 1,
      cpu: 'exponential(50ms)',
      ...noBlocking,
    },
    expected: { throughput: 20, meanResponse: 100 * 0.05 - 1, coreUtilisation: 1 },
    run: { warmUp: 50, horizon: 2_050, replications: 10 },
  },
  {
    claim: 'Requests of several stages with any law of blocking and thinking are a product-form network.',
    source: bcmp,
    parameters: {
      clients: 40,
      think: 'uniform(0s, 2s)',
      threads: 40,
      cores: 2,
      stages: 4,
      cpu: 'exponential(20ms)',
      blocking: 'lognormal(50ms, 2)',
    },
    expected: {
      throughput: terminalThroughput({ population: 40, delay: 1.2, service: 0.08, servers: 2 }),
      meanResponse: terminalResponse({ population: 40, delay: 1.2, service: 0.08, servers: 2 }) + 0.2,
    },
    run: { warmUp: 20, horizon: 620, replications: 10 },
  },
]

const contention = { clients: 20, ...noThinking, threads: 6, cores: 2, ...noBlocking }

const switching: Claim[] = [
  ...(
    [
      [2, 2, 0],
      [32, 0.2, 20],
    ] as const
  ).map(([threads, milliseconds, microseconds]): Claim => {
    const costs = { contextSwitch: milliseconds / 1e3, crowding: microseconds / 1e6, tolerated: 0 }
    const { throughput, utilisation } = switchingEquilibrium({ threads, cpu: 0.002, blocking: 0.008, ...costs })
    return {
      claim: `${threads} threads that block pay for a switch unless the core was idle and its last thread comes back first.`,
      source: 'Embedded chain of M/G/1//N: Takacs, Introduction to the Theory of Queues (1962), chapter 5',
      parameters: {
        clients: 64,
        ...noThinking,
        threads,
        cores: 1,
        cpu: 'exponential(2ms)',
        blocking: 'exponential(8ms)',
        contextSwitch: `${milliseconds}ms`,
        crowding: `${microseconds}us`,
      },
      expected: { throughput, coreUtilisation: utilisation },
      run: { warmUp: 2, horizon: 122, replications: 10 },
    }
  }),
  {
    claim: 'More busy threads than cores pay for a switch in every burst.',
    source: 'A core whose thread leaves takes the next one: X = m / (C + switch)',
    parameters: { ...contention, cpu: 'exponential(2ms)', contextSwitch: '0.5ms' },
    expected: { throughput: 2 / 0.0025, switchOverhead: 0.2, switchesPerRequest: 1 },
    run: { warmUp: 2, horizon: 102, replications: 10 },
  },
  {
    claim: 'Crowded caches make a switch dearer by each thread that waits for a core.',
    source: 'Four of six threads wait whenever one of two cores changes hands: X = m / (C + switch + 4 crowding)',
    parameters: { ...contention, cpu: 'exponential(2ms)', contextSwitch: '0.1ms', crowding: '0.1ms' },
    expected: { throughput: 2 / 0.0025, switchOverhead: 0.2 },
    run: { warmUp: 2, horizon: 102, replications: 10 },
  },
  {
    claim: 'Time slices multiply the switches by the number of slices, which is geometric for exponential bursts.',
    source: 'Lack of memory: a burst of mean C takes 1 / (1 - exp(-q / C)) slices of length q',
    parameters: { ...contention, cpu: 'exponential(2ms)', contextSwitch: '0.5ms', quantum: '1ms' },
    expected: {
      throughput: 2 / (0.002 + 0.0005 * exponentialSlices(0.002, 0.001)),
      switchesPerRequest: exponentialSlices(0.002, 0.001),
    },
    run: { warmUp: 2, horizon: 102, replications: 10 },
  },
  {
    claim:
      'Free switches make the order of service irrelevant to the mean: time slices leave exponential bursts M/M/2.',
    source: `Lack of memory; Erlang C: ${kleinrock}, section 3.5`,
    parameters: { ...mmc(2, 1.4, 'exponential(1s)'), threads: 100, quantum: '500ms' },
    expected: { meanResponse: 1 + erlangC(2, 1.4)! / 0.6, coreUtilisation: 0.7 },
    run: { warmUp: 500, horizon: 80_500, replications: 10 },
  },
]

const knees: Claim[] = (
  [
    [1, 2, 5],
    [4, 2, 20],
    [2, 8, 4],
  ] as const
).map(([cores, cpu, knee]) => ({
  claim: `${knee} threads would keep ${cores === 1 ? 'one core' : `${cores} cores`} busy with requests of ${cpu} ms of computing and 8 ms of blocking.`,
  source: 'Saturation point: Denning and Buzen, Computing Surveys 10(3), 1978: cores x (C + B) / C',
  parameters: {
    clients: 32,
    ...noThinking,
    threads: 8,
    cores,
    cpu: `exponential(${cpu}ms)`,
    blocking: 'exponential(8ms)',
  },
  expected: { knee },
  run: { warmUp: 2, horizon: 62, replications: 10 },
}))

const claims: readonly Claim[] = [...open, ...closed, ...switching, ...creationClaims, ...knees, ...sedaClaims]

export default claims
