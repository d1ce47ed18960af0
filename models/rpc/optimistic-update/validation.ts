import type { Claim } from '../../claim.ts'

const published =
  'Brooker, "Exponential backoff and jitter", AWS Architecture Blog (2015); means of 100 runs of the simulator published with it'

/** Clients, and for each way to back off the number of calls and the time until all are done, ms. */
const table = [
  [10, { none: [51, 383], exponential: [50, 3427], equal: [42, 711], full: [38, 461], decorrelated: [38, 437] }],
  [
    50,
    { none: [689, 1136], exponential: [627, 37_094], equal: [347, 4300], full: [332, 2855], decorrelated: [374, 2136] },
  ],
  [
    190,
    {
      none: [7999, 3536],
      exponential: [5156, 100_726],
      equal: [1760, 9412],
      full: [1772, 7511],
      decorrelated: [2432, 8052],
    },
  ],
] as const

const ways = {
  none: { backoff: 'none', jitter: 'none' },
  exponential: { backoff: 'exponential', jitter: 'none' },
  equal: { backoff: 'exponential', jitter: 'equal' },
  full: { backoff: 'exponential', jitter: 'full' },
  decorrelated: { backoff: 'exponential', jitter: 'decorrelated' },
} as const

const claims: readonly Claim[] = [
  ...table.flatMap(([clients, row]) =>
    (Object.keys(ways) as (keyof typeof ways)[]).map((way): Claim => {
      const [calls, millis] = row[way]
      return {
        claim: `${clients} clients take ${calls} calls and ${millis} ms with ${way === 'none' ? 'no back-off' : way === 'exponential' ? 'an exponential back-off' : `${way} jitter`}.`,
        source: published,
        parameters: { clients, ...ways[way] },
        expected: { calls, completion: millis / 1000 },
        run: { horizon: Infinity, replications: { 10: 1000, 50: 400, 190: 100 }[clients] },
        tolerance: { relative: 0.05, reason: 'the published means are of 100 runs, some of great variance' },
      }
    }),
  ),
  ...(['none', 'exponential'] as const).map(
    (backoff): Claim => ({
      claim: `Clients that nothing sets apart stay in step, with back-off ${backoff}: one of them succeeds in each round, N (N + 1) / 2 calls in all.`,
      source: 'Count of the rounds; four messages of 10 ms each, and pauses of 10, 20, 40 ... ms up to 2 s',
      parameters: { clients: 20, delay: '10ms', backoff, jitter: 'none' },
      expected: {
        calls: 210,
        refused: 1 - 20 / 210,
        // 10 + 20 + ... + 1280 ms, then 11 pauses of 2 s.
        completion: backoff === 'none' ? 0.8 : 0.8 + 2.55 + 11 * 2,
      },
      run: { horizon: Infinity, replications: 3 },
    }),
  ),
]

export default claims
