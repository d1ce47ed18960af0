import type { Claim } from '../../claim.ts'
import { pollaczekKhinchine } from '../../shared/queueing/pollaczek-khinchine.ts'

/** Claims about pools that create threads on demand. */
export const creationClaims: readonly Claim[] = [
  ...[34, 948].map(
    (microseconds): Claim => ({
      claim: `Requests that each create a thread for ${microseconds} us wait for the core as in M/G/1, and then block.`,
      source: `Pollaczek-Khinchine for creation plus CPU part: Kleinrock, Queueing Systems vol. 1 (1975), eq. 5.113; creation costs: Anderson, Bershad, Lazowska, Levy, TOCS 10(1), 1992, table I`,
      parameters: {
        load: 'open',
        arrivalRate: 250,
        threads: 10_000,
        cores: 1,
        cpu: 'exponential(2ms)',
        blocking: 'exponential(8ms)',
        creation: `${microseconds}us`,
        keepAlive: 0,
      },
      expected: {
        meanResponse: 0.01 + microseconds / 1e6 + pollaczekKhinchine(250, 0.002 + microseconds / 1e6, 0.000004)!,
        creationsPerRequest: 1,
        coreUtilisation: 250 * (0.002 + microseconds / 1e6),
      },
      run: { warmUp: 2, horizon: 202, replications: 10 },
    }),
  ),
  {
    claim: 'Threads that live for ever are there from the start, and no request pays for one.',
    source: 'Nothing is created while all threads live: the pool is M/M/1 in front of a delay',
    parameters: {
      load: 'open',
      arrivalRate: 250,
      threads: 10_000,
      cpu: 'exponential(2ms)',
      blocking: 'exponential(8ms)',
      creation: '948us',
    },
    expected: { creationsPerRequest: 0, meanResponse: 0.004 + 0.008 },
    run: { warmUp: 2, horizon: 202, replications: 10 },
  },
]
