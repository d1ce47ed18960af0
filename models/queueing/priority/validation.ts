import { laws } from '../../../engine/index.ts'
import type { Claim } from '../../claim.ts'
import { type Discipline, meanWait, type PriorityQueue, timeInSystem, weightedWait } from './theory.ts'

const cobham = 'Cobham, Operations Research 2(1), 1954'
const preemption = 'Kleinrock, Queueing Systems vol. 2 (1976), section 3.5'
const run = { warmUp: 500, horizon: 50_500, replications: 30 }

/** The rare and variable services of bulk customers keep the interval wider than 5 %, whose run would take twice as long. */
const mixedRun = { warmUp: 500, horizon: 160_500, replications: 30 }
const rareServices = 0.07

/** The default three classes of exponential service at 80 % load, whose values the formulas give by hand. */
const exponential = (discipline: Discipline, servers = 1): PriorityQueue => ({
  discipline,
  servers,
  classes: [0.2, 0.3, 0.3].map((rate) => ({ rate: rate * servers, service: laws.exponential(1) })),
})

const rates = (servers: number) => ({
  servers,
  urgentRate: 0.2 * servers,
  normalRate: 0.3 * servers,
  bulkRate: 0.3 * servers,
})

const mixed: PriorityQueue = {
  discipline: 'non-preemptive',
  servers: 1,
  classes: [
    { rate: 0.5, service: laws.deterministic(0.2) },
    { rate: 0.2, service: laws.exponential(1) },
    { rate: 0.1, service: laws.hyperexponential(3, 2) },
  ],
}
const mixedParameters = {
  urgentRate: 0.5,
  normalRate: 0.2,
  bulkRate: 0.1,
  urgentService: 'deterministic(200ms)',
  normalService: 'exponential(1s)',
  bulkService: 'hyperexponential(3s, 2)',
}

const waits = (q: PriorityQueue) => ({
  urgentWait: meanWait(q, 0)!,
  normalWait: meanWait(q, 1)!,
  bulkWait: meanWait(q, 2)!,
})
const times = (q: PriorityQueue) => ({
  urgentTimeInSystem: timeInSystem(q, 0)!,
  normalTimeInSystem: timeInSystem(q, 1)!,
  bulkTimeInSystem: timeInSystem(q, 2)!,
})

const claims: readonly Claim[] = [
  {
    claim: 'At 80 % load urgent customers wait one service time and bulk customers eight, where all would wait four.',
    source: `${cobham}: W0 / ((1 - sigma(k - 1)) (1 - sigma(k))) with W0 = 0.8`,
    parameters: {},
    expected: { urgentWait: 1, normalWait: 2, bulkWait: 8, weightedWait: 4 },
    run,
  },
  {
    claim: 'Preemption lets urgent customers see a server at 20 % load.',
    source: preemption,
    parameters: { discipline: 'preemptive-resume' },
    expected: { urgentTimeInSystem: 1.25, normalTimeInSystem: 2.5, bulkTimeInSystem: 10 },
    run,
  },
  {
    claim: 'In order of arrival all classes wait alike, four service times at 80 % load.',
    source: 'Kleinrock, Queueing Systems vol. 1 (1975), section 3.2',
    parameters: { discipline: 'fifo' },
    expected: { urgentWait: 4, normalWait: 4, bulkWait: 4, weightedWait: 4 },
    run,
  },
  ...(['non-preemptive', 'fifo'] as const).map(
    (discipline): Claim => ({
      claim: `Classes with services of different laws wait as theory says, and the weighted wait does not depend on who is first (${discipline}).`,
      source: `${cobham}; conservation law: Kleinrock, Queueing Systems vol. 2 (1976), section 3.4`,
      parameters: { discipline, ...mixedParameters },
      expected: { ...waits({ ...mixed, discipline }), weightedWait: weightedWait(mixed)! },
      run: mixedRun,
      precision: rareServices,
    }),
  ),
  {
    claim: 'Long bulk services do not matter to anybody more urgent when they can be preempted.',
    source: preemption,
    parameters: { discipline: 'preemptive-resume', ...mixedParameters },
    expected: times({ ...mixed, discipline: 'preemptive-resume' }),
    run: mixedRun,
    precision: rareServices,
  },
  ...(['non-preemptive', 'preemptive-resume'] as const).map(
    (discipline): Claim => ({
      claim: `Four servers share the classes as one does (${discipline}).`,
      source: `${cobham}; Buzen and Bondi, Operations Research 31(3), 1983`,
      parameters: { discipline, ...rates(4) },
      expected: times(exponential(discipline, 4)),
      run: { warmUp: 200, horizon: 10_200, replications: 30 },
    }),
  ),
]

export default claims
