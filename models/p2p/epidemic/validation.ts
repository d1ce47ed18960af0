import type { Claim, RunLength, Tolerance } from '../../claim.ts'
import type { PlainValue } from '../../parameter.ts'

const demers = 'Demers et al., Epidemic algorithms for replicated database maintenance, PODC 1987'

const printed: Tolerance = {
  relative: 0.05,
  reason: 'means of a Monte-Carlo study of 1000 sites, printed with two or three digits',
}
/** Residues of a few sites in a thousand. */
const fewDigits: Tolerance = { relative: 0.1, reason: 'printed with one or two digits' }

const runs = (replications: number): RunLength => ({ horizon: Infinity, replications })

function row(
  claim: string,
  table: string,
  parameters: Record<string, PlainValue>,
  [residue, traffic, lastDelay]: readonly [number, number, number],
  replications: number,
  tolerance = printed,
): Claim {
  return {
    claim,
    source: `${demers}, table ${table}`,
    parameters: { sites: 1000, ...parameters },
    expected: { residue, traffic, lastDelay },
    run: runs(replications),
    precision: 0.1,
    tolerance,
  }
}

function everywhere(claim: string, exchange: string, sites: number, lastDelay: number, replications: number): Claim {
  return {
    claim,
    source: `independent Monte-Carlo of the published rule (for push log2 n + ln n + 1.4, after Pittel, SIAM J. Appl. Math. 47, 1987)`,
    parameters: { interest: 'for ever', exchange, sites },
    expected: { lastDelay, residue: 0 },
    run: runs(replications),
    tolerance: { relative: 0.03, reason: 'the reference is a mean of a few hundred runs' },
  }
}

/** The same for so few sites that the chain of how many know can be solved. */
function thousand(claim: string, exchange: string, lastDelay: number, replications: number): Claim {
  return {
    claim,
    source: 'exact: mean time to the end of the Markov chain of how many sites know (cover.test.ts)',
    parameters: { interest: 'for ever', exchange, sites: 1000 },
    expected: { lastDelay, residue: 0 },
    run: runs(replications),
  }
}

const claims: readonly Claim[] = [
  row(
    'Telling on until one telling was in vain leaves every sixth site ignorant.',
    '1',
    { k: 1 },
    [0.18, 1.7, 16.8],
    400,
  ),
  row('Until two in a row were in vain, it leaves four in a hundred.', '1', { k: 2 }, [0.037, 3.3, 16.9], 400),
  row(
    'Until three in a row were in vain, it leaves one in a hundred.',
    '1',
    { k: 3 },
    [0.011, 4.5, 17.4],
    600,
    fewDigits,
  ),
  row(
    'Until four in a row were in vain, it leaves one in three hundred.',
    '1',
    { k: 4 },
    [0.0036, 5.6, 17.5],
    800,
    fewDigits,
  ),
  row(
    'Telling two on average, whether or not they knew, leaves every fifth site ignorant and takes twice as long.',
    '2',
    { k: 2, feedback: false, interest: 'coin' },
    [0.2, 1.6, 33],
    400,
  ),
  row(
    'Telling three on average leaves six in a hundred.',
    '2',
    { k: 3, feedback: false, interest: 'coin' },
    [0.06, 2.8, 32],
    1000,
  ),
  row(
    'Telling four on average leaves two in a hundred.',
    '2',
    { k: 4, feedback: false, interest: 'coin' },
    [0.021, 3.9, 32],
    600,
    fewDigits,
  ),
  row(
    'Telling five on average leaves eight in a thousand.',
    '2',
    { k: 5, feedback: false, interest: 'coin' },
    [0.008, 4.9, 32],
    800,
    { relative: 0.15, reason: 'the residue is printed with one digit, and the Monte-Carlo behind it is small' },
  ),
  row(
    'Asking instead of telling leaves three in a hundred with a single useless cycle to lose interest.',
    '3',
    { k: 1, exchange: 'pull' },
    [0.031, 2.7, 17.6],
    600,
    fewDigits,
  ),
  {
    claim: 'Asking, with two useless cycles to lose interest, reaches all but one site in two runs.',
    source: `${demers}, table 3`,
    parameters: { sites: 1000, k: 2, exchange: 'pull' },
    expected: { traffic: 4.5, lastDelay: 15.4 },
    run: runs(300),
    tolerance: printed,
  },
  {
    claim: 'Of many sites, as many stay ignorant as the differential equations of epidemics say.',
    source: `${demers}, section 1.4: s = exp(-k (1 - s)), s = exp(-m)`,
    parameters: { sites: 30_000, k: 2, feedback: false, interest: 'coin' },
    expected: { residue: 0.203188, traffic: 1.593624 },
    run: runs(60),
  },
  {
    claim: 'With four contacts on average to lose interest, two sites in a hundred stay ignorant.',
    source: `${demers}, section 1.4: s = exp(-k (1 - s)), s = exp(-m)`,
    parameters: { sites: 30_000, k: 4, feedback: false, interest: 'coin' },
    expected: { residue: 0.019827, traffic: 3.920691 },
    run: runs(60),
  },
  ...[
    { k: 1, residue: 0.203188, traffic: 1.593624, told: 'one telling', count: 'every fifth site' },
    { k: 2, residue: 0.05952, traffic: 2.82144, told: 'two', count: 'six sites in a hundred' },
    { k: 3, residue: 0.019827, traffic: 3.920691, told: 'three', count: 'two in a hundred' },
  ].map(
    ({ k, residue, traffic, told, count }): Claim => ({
      claim: `When ${told} in vain, on average, cost a site its interest, each judged at once, ${count} stay ignorant.`,
      source: `${demers}, section 1.4: s = exp(-(k + 1) (1 - s)), s = exp(-m)`,
      parameters: { sites: 30_000, k, interest: 'coin', judged: 'at once' },
      expected: { residue, traffic },
      run: runs(60),
    }),
  ),
  thousand('Telling for ever reaches a thousand sites in 18 cycles.', 'push', 18.0383, 400),
  everywhere('Telling for ever reaches ten thousand sites in 24 cycles.', 'push', 10_000, 23.7, 60),
  thousand('Asking reaches a thousand sites in 14 cycles.', 'pull', 13.7671, 400),
  everywhere('Asking reaches ten thousand sites in 17 cycles.', 'pull', 10_000, 17.5, 60),
  thousand('Asking and telling at once reaches a thousand sites in 9 cycles.', 'push-pull', 9.15112, 300),
  everywhere('Asking and telling at once reaches ten thousand sites in 12 cycles.', 'push-pull', 10_000, 11.8, 60),
]

export default claims
