import type { Claim, RunLength } from '../../claim.ts'

const sharing = 'M/G/1-PS: Kleinrock, Queueing Systems vol. 2 (1976), section 4.4: T = S / (1 - rho), whatever the law'
const limited =
  'Cohen, Acta Informatica 12 (1979): as M/M/c with c = C / r; waits by Erlang C: Kleinrock vol. 1 (1975), section 3.5'
const maxMin = 'Bertsekas and Gallager, Data Networks (2nd ed. 1992), section 6.5.2'
const simgrid = 'SimGrid 3.32'
/** A batch ends by itself. */
const once: RunLength = { horizon: Infinity, replications: 3 }
const moderate: RunLength = { warmUp: 20, horizon: 270, replications: 20 }
const long: RunLength = { warmUp: 20, horizon: 520, replications: 20 }
const sixDigits = { relative: 1e-6, reason: 'printed with six digits' }

/** Flows of 125 kB take 10 ms alone on the default 100 Mbps. */
const claims: readonly Claim[] = [
  {
    claim: 'At 70 % load a link takes flows 3.3 times as long as alone.',
    source: sharing,
    parameters: {},
    expected: { meanTransferTime: 0.0333333, slowdown: 3.33333, meanFlows: 2.33333, utilisation: 0.7 },
    run: long,
  },
  {
    claim: 'Flows of one size take as long as those of exponential size: fair sharing is insensitive.',
    source: sharing,
    parameters: { size: 'deterministic(125kB)' },
    expected: { meanTransferTime: 0.0333333, slowdown: 3.33333, meanFlows: 2.33333 },
    run: long,
  },
  {
    claim: 'Flows whose sizes vary three times as much as exponential ones take no longer either.',
    source: sharing,
    parameters: { size: 'hyperexponential(125kB, 3)' },
    expected: { meanTransferTime: 0.0333333, slowdown: 3.33333, meanFlows: 2.33333 },
    run: { warmUp: 20, horizon: 1020, replications: 20 },
    precision: 0.1,
  },
  {
    claim: 'Few elephants among many mice are as fast as all others at 50 % load.',
    source: sharing,
    parameters: { flowRate: 50, size: 'empirical(12.5kB 0.9, 1137.5kB 0.1)' },
    expected: { meanTransferTime: 0.02, slowdown: 2, meanFlows: 1 },
    run: { warmUp: 20, horizon: 620, replications: 20 },
  },
  {
    claim: 'Flows limited to a tenth of the link hardly meet at 80 % load: 20 % longer than alone.',
    source: limited,
    parameters: { flowRate: 80, rateLimit: 10_000_000 },
    expected: { meanTransferTime: 0.120459, slowdown: 1.20459 },
    run: moderate,
  },
  {
    claim: 'The same goes for limited flows of one size.',
    source: limited,
    parameters: { flowRate: 80, rateLimit: 10_000_000, size: 'deterministic(125kB)' },
    expected: { meanTransferTime: 0.120459, slowdown: 1.20459 },
    run: moderate,
  },
  {
    claim: 'At 90 % load flows limited to a quarter of the link take three times as long as alone.',
    source: limited,
    parameters: { flowRate: 90, rateLimit: 25_000_000 },
    expected: { meanTransferTime: 0.118775, meanFlows: 10.6898 },
    run: { warmUp: 40, horizon: 1040, replications: 20 },
    precision: 0.1,
  },
  {
    claim: 'Whoever sends to one host shares its link as if there were no other.',
    source: `${sharing}, plus two latencies of 1 ms`,
    parameters: { pattern: 'incast', width: 8, flowRate: 50, latency: 0.001 },
    expected: { meanTransferTime: 0.022, slowdown: 2, meanFlows: 1.1 },
    run: moderate,
  },
  {
    claim: 'On a parking lot of equal links a long flow has the same half of each link as the short ones.',
    source: `${maxMin}; SimGrid's test of its solver`,
    parameters: { pattern: 'parking-lot', load: 'batch', width: 2 },
    expected: { longRate: 50e6, shortRate: 50e6, fairness: 1 },
    run: once,
  },
  {
    claim: 'Where the second link is twice as wide, its short flow has all that is left: three quarters.',
    source: `${maxMin}: rates 0.5, 0.5 and 1.5 on links of 1 and 2`,
    parameters: { pattern: 'parking-lot', load: 'batch', width: 2, otherBandwidth: 200e6 },
    expected: { longRate: 50e6, shortRate: 100e6, fairness: 0.7575757575757576 },
    run: once,
  },
  {
    claim: 'Three long flows and two short ones on each of six links have a fifth of a link each.',
    source: maxMin,
    parameters: { pattern: 'parking-lot', load: 'batch', width: 6, longFlows: 3, flows: 2 },
    expected: { longRate: 20e6, shortRate: 20e6 },
    run: once,
  },
  {
    claim: 'When each of ten hosts sends to all others, each flow has a ninth of a link and all end together.',
    source: maxMin,
    parameters: { pattern: 'all-to-all', load: 'batch', width: 9, size: 'deterministic(125kB)' },
    expected: { shortRate: 11.1111111111111e6, meanTransferTime: 0.09, makespan: 0.09, utilisation: 1, fairness: 1 },
    run: once,
  },
  {
    claim: 'Twenty pairs across one link have a twentieth of it, unless their own links are narrower.',
    source: maxMin,
    parameters: { pattern: 'dumbbell', load: 'batch', width: 20, size: 'deterministic(125kB)', otherBandwidth: 20e6 },
    expected: { shortRate: 5e6, makespan: 0.2, slowdown: 4 },
    run: once,
  },
  {
    claim:
      'Under the rules of LV08, 100 kB over 1 Mbps and 10 ms take 0.996 s when acknowledgements use the same link.',
    source: `${simgrid}, documentation of its models: 13.01 x 0.01 + 800 000 x 1.05 / (0.97 x 1e6)`,
    parameters: {
      load: 'batch',
      preset: 'tcp-lv08',
      duplex: 'half',
      size: 'deterministic(100kB)',
      bandwidth: 1e6,
      latency: 0.01,
    },
    expected: { meanTransferTime: 0.996079 },
    run: once,
    tolerance: sixDigits,
  },
  {
    claim: 'They take 0.955 s where acknowledgements have a link of their own.',
    source: `${simgrid}, network/crosstraffic off: 13.01 x 0.01 + 800 000 / (0.97 x 1e6)`,
    parameters: { load: 'batch', preset: 'tcp-lv08', size: 'deterministic(100kB)', bandwidth: 1e6, latency: 0.01 },
    expected: { meanTransferTime: 0.954842 },
    run: once,
    tolerance: sixDigits,
  },
  {
    claim: 'A TCP window of 4 MiB stretches 10 GB over 10 GB/s and 1 ms from one second to 4.8.',
    source: `${simgrid}, its test of the TCP window: rate = window / (2 latency)`,
    parameters: { load: 'batch', preset: 'tcp-cm02', size: 'deterministic(10GB)', bandwidth: 80e9, latency: 0.001 },
    expected: { meanTransferTime: 4.769372 },
    run: once,
    tolerance: sixDigits,
  },
]

export default claims
