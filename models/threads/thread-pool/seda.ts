import type { Claim } from '../../claim.ts'

const seda = 'Welsh, Culler, Brewer, SEDA, SOSP 2001'

/**
 * Four constants, fitted to the throughput at 1, 4, 16, 64, 256 and 1024 threads of figure 2 by the smallest largest error
 * (5.8 %). These points are no claims; the others are.
 */
export const sedaThreaded = {
  think: 'deterministic(0s)',
  blocking: 'deterministic(0s)',
  cores: 4,
  cpu: 'exponential(77.75us)',
  interference: 0.38,
  crowding: '1.32us',
  tolerated: 36,
}

/** Two constants, fitted to the throughput with 1 and with 1024 tasks of figure 4. */
export const sedaEvents = {
  think: 'deterministic(0s)',
  blocking: 'deterministic(0s)',
  threads: 4,
  cores: 4,
  cpu: 'exponential(76.9us)',
  interference: 0.244,
}

/** The points of figures 2 and 4 that nothing was fitted to. */
export const sedaClaims: readonly Claim[] = [
  ...(
    [
      [2, 18_400, undefined],
      [8, 25_300, undefined],
      [32, 22_500, undefined],
      [128, 14_000, undefined],
      [512, 5_000, 0.1],
    ] as const
  ).map(
    ([threads, throughput, latency]): Claim => ({
      claim: `A threaded server answers ${throughput / 1000} thousand requests per second with ${threads} threads, as predicted from other numbers of them.`,
      source: `${seda}, figure 2; calibrated on the points in between`,
      parameters: { ...sedaThreaded, clients: threads, threads },
      expected: { throughput, ...(latency === undefined ? {} : { meanResponse: latency }) },
      run: { warmUp: 1, horizon: 5, replications: 5 },
      tolerance: { relative: 0.1, reason: 'read from figure 2' },
    }),
  ),
  ...(
    [
      [64, 32_000, undefined, 6, 1],
      [65_536, 30_000, undefined, 10, 4],
      [1_048_576, 30_000, 36, 80, 40],
    ] as const
  ).map(
    ([clients, throughput, latency, horizon, warmUp]): Claim => ({
      claim: `An event-driven server with ${clients} tasks in its queue answers ${throughput / 1000} thousand requests per second, as predicted from 1 and 1024 tasks.`,
      source: `${seda}, figure 4`,
      parameters: { ...sedaEvents, clients },
      expected: { throughput, ...(latency === undefined ? {} : { meanResponse: latency }) },
      run: { warmUp, horizon, replications: 3 },
      tolerance: { relative: 0.1, reason: 'read from figure 4' },
    }),
  ),
]
