import type { Claim } from '../../claim.ts'

const source = 'M/M/c//N: Kleinrock, Queueing Systems vol. 1 (1975), section 3.8'

const claims: readonly Claim[] = [
  ...(
    [
      [10, 9, 1, 1, 0.83204, 3.0187, 40_000],
      [20, 1, 0.1, 1, 9.98131, 1.00375, 2000],
      [50, 5, 0.1, 1, 8.95213, 0.585266, 6000],
      [100, 5, 0.1, 2, 18.42643, 0.426987, 3000],
    ] as const
  ).map(
    ([machines, working, repair, repairmen, throughput, meanDownTime, horizon]): Claim => ({
      claim: `${machines} machines that work ${working} s and take ${repair} s to repair, with ${repairmen === 1 ? 'one repairman' : 'two repairmen'}, stand still for ${meanDownTime.toFixed(2)} s.`,
      source,
      parameters: {
        machines,
        working: `exponential(${working}s)`,
        repair: `exponential(${repair}s)`,
        repairmen,
      },
      expected: { throughput, meanDownTime, utilisation: (throughput * repair) / repairmen },
      run: { warmUp: horizon / 20, horizon: horizon / 2, replications: 30 },
    }),
  ),
  ...['deterministic(5s)', 'uniform(0s, 10s)', 'hyperexponential(5s, 2)'].map(
    (working): Claim => ({
      claim: `Only the mean of the working time matters, as with ${working}.`,
      source: 'Insensitive delay of a product-form network: Baskett, Chandy, Muntz, Palacios, JACM 22(2), 1975',
      parameters: { machines: 50, working, repair: 'exponential(100ms)', repairmen: 1 },
      expected: { throughput: 8.95213, meanDownTime: 0.585266 },
      run: { warmUp: 200, horizon: 6200, replications: 10 },
    }),
  ),
  {
    claim: 'With a repairman for each machine nobody waits, whatever the laws.',
    source: 'Renewal theory: a machine works Z of every Z + S seconds',
    parameters: { machines: 8, working: 'uniform(0s, 2s)', repair: 'lognormal(250ms, 2)', repairmen: 8 },
    expected: { throughput: 8 / 1.25, meanDownTime: 0.25, meanWait: 0, meanWorking: 6.4 },
    run: { warmUp: 20, horizon: 2020, replications: 10 },
  },
]

export default claims
