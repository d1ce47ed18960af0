import type { Claim } from '../../claim.ts'
import { birthDeath } from '../../shared/queueing/birth-death.ts'
import { sharingResponse } from '../../shared/queueing/erlang.ts'
import { pollaczekKhinchine } from '../../shared/queueing/pollaczek-khinchine.ts'
import { cycleThroughput } from './closed-forms.ts'
import { poolEquilibrium } from './pool-chain.ts'

const kleinrock = 'Kleinrock, Queueing Systems vol. 1 (1975)'
const bcmp = 'Baskett, Chandy, Muntz, Palacios, JACM 22(2), 1975'
const sharing = 'Insensitive processor sharing: Kelly, Reversibility and Stochastic Networks (1979), section 3.3'
const [cpu, blocking] = [0.002, 0.008]
const squares = cpu * cpu + blocking * blocking

const responses: Claim[] = [
  {
    claim: 'An iterative server that computes 2 ms and blocks 8 ms takes 43.60 ms at 80 requests per second.',
    source: `M/G/1, Pollaczek-Khinchine: ${kleinrock}, eq. 5.113`,
    parameters: { organisation: 'iterative', arrivalRate: 80 },
    expected: { meanResponse: 0.01 + pollaczekKhinchine(80, 0.01, squares)!, concurrency: 0.8 },
    run: { warmUp: 50, horizon: 4_050, replications: 10 },
  },
  {
    claim: 'Less variable work shortens the queue of an iterative server, and only that.',
    source: `M/G/1, Pollaczek-Khinchine: ${kleinrock}, eq. 5.113`,
    parameters: { organisation: 'iterative', arrivalRate: 80, cpu: 'deterministic(2ms)', blocking: 'erlang(4, 8ms)' },
    expected: { meanResponse: 0.01 + pollaczekKhinchine(80, 0.01, (blocking * blocking) / 4)! },
    run: { warmUp: 50, horizon: 1_550, replications: 10 },
  },
  ...[0, 0.1, 0.64, 1].map(
    (spawn): Claim => ({
      claim: `A thread per request that takes ${spawn} ms to create serves 80 requests per second on one core.`,
      source: `M/G/1 processor sharing with demand spawn + C, then a delay B: ${bcmp}`,
      parameters: { organisation: 'thread-per-request', arrivalRate: 80, spawn: `deterministic(${spawn}ms)` },
      expected: {
        meanResponse: sharingResponse(80, cpu + spawn / 1000, 1)! + blocking,
        coreUtilisation: 80 * (cpu + spawn / 1000),
      },
      run: { warmUp: 10, horizon: 260, replications: 10 },
    }),
  ),
  {
    claim: 'Sharing three cores equally makes the mean response independent of the law of computing.',
    source: sharing,
    parameters: { organisation: 'thread-per-request', arrivalRate: 900, cores: 3, cpu: 'hyperexponential(2ms, 3)' },
    expected: { meanResponse: sharingResponse(900, 0.00264, 3)! + blocking },
    run: { warmUp: 10, horizon: 160, replications: 10 },
  },
  {
    claim: 'A pool that only computes is an M/M/2 queue on two cores, however many threads share them.',
    source: `Erlang C: ${kleinrock}, section 3.5`,
    parameters: { organisation: 'pool', poolSize: 16, cores: 2, arrivalRate: 700, blocking: 'deterministic(0s)' },
    expected: { meanResponse: sharingResponse(700, cpu, 2)!, coreUtilisation: 0.7 },
    run: { warmUp: 5, horizon: 155, replications: 10 },
  },
  {
    claim: 'Four threads that compute and block on one core are a Markov chain of requests and computing threads.',
    source: 'Matrix-geometric solution: Neuts, Matrix-Geometric Solutions in Stochastic Models (1981), chapter 3',
    parameters: { organisation: 'pool', poolSize: 4, arrivalRate: 240 },
    expected: pick(poolEquilibrium({ rate: 240, cpu, blocking, cores: 1, threads: 4, backlog: Infinity }), [
      'meanResponse',
    ]),
    run: { warmUp: 10, horizon: 310, replications: 10 },
  },
  {
    claim: 'A super-server with a core of its own is an M/M/1 listener in tandem with its children.',
    source: `Burke, Operations Research 4(6), 1956; ${sharing}`,
    parameters: {
      organisation: 'super-server',
      listener: 'dedicated',
      ports: 5,
      arrivalRate: 300,
      spawn: 'exponential(2ms)',
      cpu: 'gamma(2, 1ms)',
    },
    expected: {
      meanWait: 0.6 * (0.002 / 0.4),
      meanResponse: 0.002 / 0.4 + sharingResponse(300, cpu, 1)! + blocking,
      processes: 1 + 300 * (sharingResponse(300, cpu, 1)! + blocking),
    },
    run: { warmUp: 10, horizon: 310, replications: 10 },
  },
]

const limited: Claim[] = [
  {
    claim: 'A pool without backlog refuses as many connections whatever the laws of computing and blocking.',
    source: bcmp,
    parameters: {
      organisation: 'pool',
      poolSize: 4,
      backlog: 0,
      arrivalRate: 300,
      cpu: 'deterministic(2ms)',
      blocking: 'lognormal(8ms, 2)',
    },
    expected: {
      rejection: birthDeath(
        4,
        () => 300,
        (n) => cycleThroughput(n, cpu, blocking, 1),
      )[4]!,
    },
    run: { warmUp: 5, horizon: 305, replications: 10 },
  },
  {
    claim:
      'An overloaded iterative server with a backlog of 20 answers at its capacity and keeps the backlog nearly full.',
    source: 'Finite quasi-birth-death chain: Gaver, Jacobs, Latouche, Advances in Applied Probability 16 (1984)',
    parameters: { organisation: 'iterative', arrivalRate: 150, backlog: 20 },
    expected: pick(poolEquilibrium({ rate: 150, cpu, blocking, cores: 1, threads: 1, backlog: 20 }), [
      'throughput',
      'meanResponse',
      'rejection',
    ]),
    run: { warmUp: 20, horizon: 420, replications: 10 },
  },
  {
    claim:
      'The listener of an inetd that takes 2 ms to fork and queues nobody misses a third of 250 connections per second.',
    source: 'Erlang B with one server, insensitive: a / (1 + a)',
    parameters: {
      organisation: 'super-server',
      listener: 'dedicated',
      spawn: 'deterministic(2ms)',
      backlog: 0,
      arrivalRate: 250,
    },
    expected: { rejection: 0.5 / 1.5, throughput: 250 / 1.5 },
    run: { warmUp: 5, horizon: 105, replications: 10 },
  },
]

/** What each organisation can deliver: offered far more, with a short backlog, so that the run stays stationary. */
const capacities: Claim[] = (
  [
    ['one request at a time', { organisation: 'iterative' }, 1 / (cpu + blocking), 'X = 1 / (C + B)'],
    ...([0, 0.1, 0.64, 1] as const).map(
      (spawn) =>
        [
          `64 threads, created in ${spawn} ms for each request,`,
          { organisation: 'thread-per-request', threadLimit: 64, spawn: `${spawn}ms` },
          1 / (spawn / 1000 + cpu),
          'X = 1 / (spawn + C): the core is never idle',
        ] as const,
    ),
    [
      'a pool of 8 threads',
      { organisation: 'pool' },
      cycleThroughput(8, cpu, blocking, 1),
      `Machine repair: ${kleinrock}, section 3.8`,
    ],
    [
      'a super-server',
      { organisation: 'super-server' },
      1 / (0.00064 + cpu),
      'X = 1 / (spawn + C): the core is never idle',
    ],
  ] as const
).map(([who, parameters, throughput, source]) => ({
  claim: `Offered 1000 requests per second, ${who} can answer ${Math.round(throughput)}.`,
  source,
  parameters: { ...parameters, arrivalRate: 1000, backlog: 50 },
  expected: { throughput },
  run: { warmUp: 5, horizon: 125, replications: 10 },
}))

function pick<K extends string>(values: Readonly<Record<K, number>>, names: readonly K[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, values[name]]))
}

const claims: readonly Claim[] = [
  ...responses,
  ...limited,
  ...capacities,
  {
    claim: 'An event loop that blocks for every request is an iterative server.',
    source:
      'Pollaczek and Khinchine: Kleinrock, Queueing Systems vol. 1 (1975), eq. 5.113; SPED: Pai, Druschel, Zwaenepoel, USENIX 1999',
    parameters: { organisation: 'event-driven', arrivalRate: 80 },
    expected: { meanResponse: 0.0436, meanWait: 0 },
    run: { warmUp: 20, horizon: 620, replications: 20 },
  },
  {
    claim: 'An event loop that blocks for one request in five keeps all others waiting meanwhile.',
    source:
      'Pollaczek and Khinchine: Kleinrock, Queueing Systems vol. 1 (1975), eq. 5.113, for a service of C, or C + B with probability m',
    parameters: { organisation: 'event-driven', arrivalRate: 200, missRatio: 0.2 },
    // E[S] = 3.6 ms; E[S^2] = 2 C^2 + 2 m C B + 2 m B^2.
    expected: { meanResponse: 0.0036 + (200 * (8 + 0.4 * 16 + 0.4 * 64) * 1e-6) / (2 * (1 - 0.72)) },
    run: { warmUp: 20, horizon: 420, replications: 20 },
  },
  {
    claim: 'With helpers that block in its place, the loop is M/M/1, and who misses the cache goes on to M/M/2.',
    source: 'Burke, Operations Research 4(6), 1956; Kleinrock, Queueing Systems vol. 1 (1975), sections 3.2 and 3.5',
    parameters: { organisation: 'event-driven-helpers', arrivalRate: 300, missRatio: 0.2, poolSize: 2 },
    // The helpers have 0.48 Erlang: M/M/2 takes B / (1 - (a / 2)^2).
    expected: { meanResponse: 0.002 / (1 - 0.6) + (0.2 * 0.008) / (1 - 0.24 * 0.24), blockedThreads: 0.48 },
    run: { warmUp: 20, horizon: 220, replications: 20 },
  },
  {
    claim:
      'For 1000 requests a second of which 15 % block for 20 ms, the controller of the second stage needs 3 threads at work.',
    source: 'Welsh, Culler, Brewer, SOSP 2001, section 4.2; Little, Operations Research 9 (1961)',
    parameters: {
      organisation: 'staged',
      arrivalRate: 1000,
      cpu: 'deterministic(0.1ms)',
      blocking: 'deterministic(20ms)',
      missRatio: 0.15,
    },
    expected: { blockedThreads: 3, throughput: 1000 },
    run: { warmUp: 60, horizon: 160, replications: 5 },
    precision: 0.03,
  },
  ...(
    [
      [0.1, 3000, 'A cache that answers nine in ten makes a database of 300 queries a second look like 3000.'],
      [1, 300, 'Without its cache the database answers 300 queries a second, a tenth of what it was relied on for.'],
    ] as const
  ).map(
    ([missRatio, throughput, claim]): Claim => ({
      claim,
      source: 'Bronson, Aghayev, Charapko and Zhu, HotOS 2021, the look-aside cache: advertised and hidden capacity',
      parameters: {
        organisation: 'event-driven-helpers',
        missRatio,
        poolSize: 1,
        cpu: '10us',
        blocking: `deterministic(${1 / 300})`,
        clients: 400,
        think: '0s',
      },
      expected: { throughput },
      run: { warmUp: 5, horizon: 65, replications: 5 },
      precision: 0.03,
    }),
  ),
  ...(
    [
      [10, 40],
      [15, 20],
    ] as const
  ).map(
    ([poolSize, clients]): Claim => ({
      claim: `When ${poolSize} of ${clients} clients get a process and keep it, the Jain index is ${poolSize / clients}.`,
      source: 'Jain, Chiu, Hawe, DEC-TR-301, 1984: k / N',
      parameters: {
        organisation: 'pool',
        poolSize,
        clients,
        requestsPerConnection: 'unlimited',
        cores: 100,
        cpu: '2ms',
        blocking: '8ms',
        think: '20ms',
      },
      expected: { fairness: poolSize / clients },
      run: { warmUp: 1, horizon: 61, replications: 3 },
      tolerance: { relative: 1e-6, reason: 'one answer more or less at the end of the run' },
    }),
  ),
]

export default claims
