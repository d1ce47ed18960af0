import type { Claim, RunLength } from '../../claim.ts'

const pollaczek = 'Pollaczek and Khinchin: Kleinrock, Queueing Systems vol. 1 (1975), section 5.6'
const mm1k = 'M/M/1/K: Kleinrock, Queueing Systems vol. 1 (1975), section 3.6: (1 - rho) rho^K / (1 - rho^(K + 1))'
const moderate: RunLength = { warmUp: 20, horizon: 520, replications: 20 }
const high: RunLength = { warmUp: 60, horizon: 1560, replications: 20 }
const constant = 'deterministic(1000B)'

/** Packets of 1000 bytes take 8 ms on the default 1 Mbps: 125 per second are its capacity. */
const claims: readonly Claim[] = [
  {
    claim: 'At 80 % load packets of 1000 bytes wait 16 ms for a link of 1 Mbps, 1.6 of them at a time.',
    source: `${pollaczek}, M/D/1: Wq = rho S / (2 (1 - rho))`,
    parameters: { packetRate: 100, size: constant },
    expected: { meanWait: 0.016, meanQueueLength: 1.6, utilisation: 0.8, meanDelay: 0.034 },
    run: moderate,
  },
  {
    claim: 'At 50 % load packets of one size wait for half a transmission.',
    source: `${pollaczek}, M/D/1: Wq = rho S / (2 (1 - rho))`,
    parameters: { packetRate: 62.5, size: constant },
    expected: { meanWait: 0.004, meanQueueLength: 0.25, utilisation: 0.5 },
    run: moderate,
  },
  {
    claim: 'At 90 % load packets of one size wait for four and a half transmissions.',
    source: `${pollaczek}, M/D/1: Wq = rho S / (2 (1 - rho))`,
    parameters: { packetRate: 112.5, size: constant },
    expected: { meanWait: 0.036, meanQueueLength: 4.05 },
    run: high,
  },
  {
    claim: 'At 80 % load packets of exponential size wait twice as long as those of one size.',
    source: 'M/M/1: Kleinrock, Queueing Systems vol. 1 (1975), section 3.2: Wq = rho S / (1 - rho)',
    parameters: { packetRate: 100 },
    expected: { meanWait: 0.032, meanQueueLength: 3.2, meanDelay: 0.05, throughput: 800_000 },
    run: high,
  },
  {
    claim: 'At 80 % load one packet in a hundred of exponential size takes longer than 194 ms over the link.',
    source: 'M/M/1: P(T > t) = exp(-(mu - lambda) t): Kleinrock, Queueing Systems vol. 1 (1975), section 5.9',
    parameters: { packetRate: 100 },
    expected: { p99Delay: 0.194207 },
    run: high,
    precision: 0.1,
  },
  {
    claim: 'At 80 % load packets of two exponential parts wait three transmissions.',
    source: `${pollaczek}, M/E2/1: Wq = rho (1 + 1/2) S / (2 (1 - rho))`,
    parameters: { packetRate: 100, size: 'erlang(2, 1000B)' },
    expected: { meanWait: 0.024 },
    run: high,
  },
  {
    claim: 'Headers of 40 bytes on packets of 160 take a fifth of the link, and the wait that goes with it.',
    source: `${pollaczek}, M/D/1 with transmissions of 1.6 ms: rho = 0.64, Wq = 1.4222 ms`,
    parameters: { packetRate: 400, size: 'deterministic(160B)', headerBytes: 40 },
    expected: { utilisation: 0.64, meanWait: 0.00142222, throughput: 512_000 },
    run: { warmUp: 5, horizon: 105, replications: 20 },
  },
  {
    claim: 'At 90 % load a link with room for ten packets drops one in twenty.',
    source: mm1k,
    parameters: { packetRate: 112.5, room: 10 },
    expected: { queueDrops: 0.050813731, meanDelay: 0.0471728, utilisation: 0.854268 },
    run: high,
  },
  {
    claim: 'At twice its capacity a link with room for five packets drops 50.8 % of them.',
    source: mm1k,
    parameters: { packetRate: 250, room: 5 },
    expected: { queueDrops: 0.507936508, lossRatio: 0.507936508, throughput: 984_127 },
    run: moderate,
  },
  {
    claim: 'At its capacity a link with room for four packets drops one in five.',
    source: mm1k,
    parameters: { packetRate: 125, room: 4 },
    expected: { queueDrops: 0.2, meanDelay: 0.03 },
    run: moderate,
  },
  {
    claim: 'At 90 % load a link with room for ten packets of one size drops one in sixty.',
    source:
      'M/D/1/K: Brun and Garcia, Journal of Applied Probability 37 (2000), theorem 1, evaluated in exact arithmetic',
    parameters: { packetRate: 112.5, size: constant, room: 10 },
    expected: { queueDrops: 0.0166317478 },
    run: high,
  },
  {
    claim: 'In a chain of four links packets of one size wait at the first link only.',
    source: `${pollaczek}, M/D/1, and H (S + d) for the rest: packets leave a link at least a transmission apart`,
    parameters: { packetRate: 100, size: constant, hops: 4 },
    expected: { meanDelay: 0.088, meanWait: 0.016 },
    run: moderate,
  },
  {
    claim: 'Three links whose packets have a new exponential size at each take three times as long as one.',
    source: 'Jackson, Operations Research 5 (1957); Kleinrock, Communication Nets (1964): T = H / (mu - lambda) + H d',
    parameters: { packetRate: 100, hops: 3, redraw: true },
    expected: { meanDelay: 0.15 },
    run: moderate,
  },
  {
    claim: 'Three links that lose 2 % each lose 5.9 % together.',
    source: 'Independent losses: 1 - (1 - p)^H',
    parameters: { size: constant, hops: 3, loss: 0.02 },
    expected: { wireLoss: 0.058808, lossRatio: 0.058808, queueDrops: 0 },
    run: moderate,
  },
  {
    claim: 'Losses in bursts of ten packets on average are as many as those one by one.',
    source: 'Gilbert, BSTJ 39 (1960): the stationary share of the bad state, goodToBad / (goodToBad + badToGood)',
    parameters: { size: constant, loss: 0.05, lossBurst: 10 },
    expected: { wireLoss: 0.05 },
    run: high,
  },
]

export default claims
