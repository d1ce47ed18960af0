import type { Claim } from '../../claim.ts'
import { harmonic } from '../../shared/queueing/harmonic.ts'
import { terminalThroughput } from '../../shared/queueing/terminals.ts'
import { switchingEquilibrium } from '../shared/switching-chain.ts'

const kleinrock = 'Kleinrock, Queueing Systems vol. 1 (1975)'
const anderson = 'Anderson, Bershad, Lazowska, Levy, TOCS 10(1), 1992'
const repair = `Machine repair with the cores as repairmen: ${kleinrock}, section 3.8`
const longest =
  'The longest of n exponential times has the harmonic number as its mean: Feller vol. 2, 2nd ed. (1971), I.6'
const run = { warmUp: 2, horizon: 122, replications: 10 }

/** Throughput of threads that compute 2 ms and block 8 ms, as machine repair. */
const repaired = (population: number, servers = 1): number =>
  terminalThroughput({ population, delay: 0.008, service: 0.002, servers })

const manyToOne: Claim[] = [
  ...([1, 4, 64] as const).map(
    (threads): Claim => ({
      claim: `${threads === 1 ? 'One thread' : `${threads} threads`} on one kernel thread ${threads === 1 ? 'does' : 'do'} 100 requests per second, for whoever blocks, blocks all.`,
      source: `What a blocking call blocks: ${anderson}; X = 1 / (C + B)`,
      parameters: {
        mapping: 'many-to-one',
        threads,
        cores: 4,
        cpu: 'deterministic(2ms)',
        blocking: 'deterministic(8ms)',
      },
      // Requests end at 10, 20, ... ms, and what ends at the horizon itself is not counted: on both sides of the window.
      expected: { throughput: 100, meanCycle: threads / 100 },
      run: { warmUp: 2.005, horizon: 12.005, replications: 3 },
    }),
  ),
  {
    claim:
      'Three of four cores, and the fourth for four fifths of the time, are of no use to threads on one kernel thread.',
    source: 'All but the running thread are ready all the time: 4 B / (C + B) + 3 C / (C + B)',
    parameters: { mapping: 'many-to-one', threads: 64, cores: 4 },
    expected: { throughput: 100, wastedCores: 3.8, efficiency: 0.05 },
    run,
  },
]

const oneToOne: Claim[] = [
  ...([1, 2, 4, 8, 16] as const).map(
    (threads): Claim => ({
      claim: `${threads} ${threads === 1 ? 'thread' : 'threads'} with a kernel thread each, on one core, do ${repaired(threads).toFixed(0)} requests per second.`,
      source: repair,
      parameters: { threads },
      expected: { throughput: repaired(threads), wastedCores: 0 },
      run,
    }),
  ),
  {
    claim: 'Twelve threads use two cores as twelve machines use two repairmen.',
    source: repair,
    parameters: { threads: 12, cores: 2 },
    expected: { throughput: repaired(12, 2), efficiency: (repaired(12, 2) * 0.002) / 2 },
    run,
  },
  {
    claim: 'Switches between kernel threads cost a loaded core their time.',
    source: 'Embedded chain of M/G/1//N: Takacs, Introduction to the Theory of Queues (1962), chapter 5',
    parameters: { threads: 8, kernelSwitch: '0.5ms' },
    expected: {
      throughput: switchingEquilibrium({
        threads: 8,
        cpu: 0.002,
        blocking: 0.008,
        contextSwitch: 0.0005,
        crowding: 0,
        tolerated: 0,
      }).throughput,
    },
    run,
  },
  {
    claim: 'Time slices of half a mean make five switches of every two bursts.',
    source: 'Lack of memory: a burst of mean C takes 1 / (1 - exp(-q / C)) slices of length q',
    parameters: { threads: 6, cores: 2, blocking: '0s', kernelSwitch: '100us', quantum: '1ms' },
    expected: { throughput: 2 / (0.002 + 0.0001 / 0.39346934), efficiency: 0.002 / (0.002 + 0.0001 / 0.39346934) },
    run: { warmUp: 2, horizon: 62, replications: 10 },
  },
]

const manyToMany: Claim[] = [
  ...([2, 4] as const).map(
    (kernelThreads): Claim => ({
      claim: `Sixteen threads on ${kernelThreads} kernel threads do what ${kernelThreads} threads would, for the others starve while these block.`,
      source: `${repair}; starvation: ${anderson}`,
      parameters: { mapping: 'many-to-many', threads: 16, kernelThreads },
      expected: { throughput: repaired(kernelThreads) },
      run,
    }),
  ),
  {
    claim: 'With scheduler activations sixteen threads do as much as with a kernel thread each.',
    source: `${repair}; ${anderson}: a call blocks its caller only`,
    parameters: { mapping: 'scheduler-activations', threads: 16 },
    expected: { throughput: repaired(16), wastedCores: 0 },
    run,
  },
  {
    claim: 'On three cores, too, activations make the threads themselves the machines.',
    source: repair,
    parameters: { mapping: 'scheduler-activations', threads: 10, cores: 3 },
    expected: { throughput: repaired(10, 3) },
    run,
  },
  {
    claim: 'An upcall of the untuned prototype costs a loaded core more than the request itself.',
    source: `Bottleneck: X = 1 / (C + upcall + switch), with the 2.4 ms that ${anderson} reports`,
    parameters: { mapping: 'scheduler-activations', threads: 64, upcall: '2.4ms', userSwitch: '37us' },
    expected: { throughput: 1 / (0.002 + 0.0024 + 0.000037) },
    run,
  },
]

const free = { userSync: 0, kernelSync: 0 }
const phases = { workload: 'barrier', cpu: 'exponential(1s)', blocking: '0s', ...free } as const

const barriers: Claim[] = [
  ...(
    [
      [8, 0.36794],
      [64, 0.2108],
    ] as const
  ).map(
    ([threads, efficiency]): Claim => ({
      claim: `A barrier of ${threads} exponential phases, with a core each, has an efficiency of ${(100 * efficiency).toFixed(1)} %.`,
      source: longest,
      parameters: { ...phases, threads, cores: threads },
      expected: { meanCycle: harmonic(threads), efficiency },
      run: { warmUp: 0, horizon: 10_000, replications: 10 },
    }),
  ),
  {
    claim: 'Sixty-four phases on eight cores wait for the last eight only: 82 % of the core time is used.',
    source: `${longest}; eight cores work until eight threads are left`,
    parameters: { ...phases, threads: 64, cores: 8 },
    expected: { meanCycle: 7 + harmonic(8), efficiency: 8 / (7 + harmonic(8)) },
    run: { warmUp: 0, horizon: 10_000, replications: 10 },
  },
  {
    claim: 'Threads on four kernel threads use four of eight cores between barriers.',
    source: `${longest}; four kernel threads work until four threads are left`,
    parameters: { ...phases, mapping: 'many-to-many', kernelThreads: 4, threads: 12, cores: 8 },
    expected: { meanCycle: 2 + harmonic(4) },
    run: { warmUp: 0, horizon: 10_000, replications: 10 },
  },
  {
    claim: 'One thread with half as much work again makes seven others wait for a third of the time.',
    source: 'The barrier waits for the slowest: efficiency (8 + 0.5) / (8 x 1.5)',
    parameters: { ...phases, cpu: '1s', threads: 8, cores: 8, imbalance: 0.5 },
    expected: { meanCycle: 1.5, efficiency: 8.5 / 12 },
    run: { warmUp: 0.75, horizon: 150.75, replications: 3 },
  },
  ...(
    [
      ['one-to-one', 441],
      ['many-to-many', 37],
    ] as const
  ).map(
    ([mapping, microseconds]): Claim => ({
      claim: `Barriers every millisecond cost eight threads ${microseconds} us each, by ${mapping}.`,
      source: `Signal and wait: ${anderson}, table I`,
      parameters: {
        workload: 'barrier',
        mapping,
        kernelThreads: 8,
        threads: 8,
        cores: 8,
        cpu: '1ms',
        blocking: '0s',
      },
      expected: { meanCycle: 0.001 + microseconds / 1e6 },
      run: { warmUp: 0, horizon: 10, replications: 3 },
    }),
  ),
]

const forks: Claim[] = (
  [
    ['many-to-one', 34, 1],
    ['one-to-one', 948, 1],
    ['one-to-one', 948, 12],
  ] as const
).map(([mapping, microseconds, cores]) => ({
  claim: `Ten threads of 1 ms take ${cores === 1 ? 'ten times creation and work' : 'ten creations and the work of the last'} on ${cores} ${cores === 1 ? 'core' : 'cores'}, by ${mapping}.`,
  source: `Creation costs: ${anderson}, table I`,
  parameters: { workload: 'fork-join', mapping, threads: 10, cores, cpu: '1ms', blocking: '0s' },
  expected: { meanCycle: (10 * microseconds) / 1e6 + (cores === 1 ? 0.01 : 0.001) },
  run: { warmUp: 0, horizon: 10, replications: 3 },
}))

const claims: readonly Claim[] = [...manyToOne, ...oneToOne, ...manyToMany, ...barriers, ...forks]

export default claims
