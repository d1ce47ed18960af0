import type { Claim, Tolerance } from '../../claim.ts'
import type { PlainValue } from '../../parameter.ts'

const paper = 'Jelasity and Babaoglu, T-Man, technical report UBLCS-2004-7; Computer Networks 53, 2009'
const reproduced = 'figures of an independent implementation from the description, one run each'

const early: Tolerance = { relative: 0.05, reason: 'the reference is a single run' }
/** Few links are missing, and they lie in clumps. */
const late: Tolerance = { relative: 0.2, reason: 'the reference is a single run, in which few links are missing' }

function row(
  claim: string,
  parameters: Record<string, PlainValue>,
  missing: number,
  replications: number,
  tolerance = early,
): Claim {
  return {
    claim,
    source: `${paper}; ${reproduced}`,
    parameters,
    expected: { missing },
    run: { horizon: Infinity, replications },
    precision: tolerance === early ? 0.1 : 0.2,
    tolerance,
  }
}

const large = { nodes: 16_384 }

const claims: readonly Claim[] = [
  {
    claim: 'A random view of twenty hardly ever holds a neighbour in the ring.',
    source: 'elementary: each of n - 1 others is in it with probability c / (n - 1)',
    parameters: { cycles: 0 },
    expected: { missing: 0.980449658 },
    run: { horizon: Infinity, replications: 10 },
  },
  row('A thousand nodes know six in ten links of their ring after three cycles.', { cycles: 3 }, 0.378, 20),
  row('They know nine in ten after four.', { cycles: 4 }, 0.108, 60),
  row('One link in fifty is missing after five.', { cycles: 5 }, 0.022, 60, late),
  row('Sixteen thousand nodes know one link in twelve after three.', { ...large, cycles: 3 }, 0.92, 3),
  row('They know a fourth after four.', { ...large, cycles: 4 }, 0.761, 3),
  row('They know half after five.', { ...large, cycles: 5 }, 0.487, 4),
  row('Then it is slow: one in twenty is missing after ten.', { ...large, cycles: 10 }, 0.048, 6, late),
  row('One in fifty is still missing after twenty.', { ...large, cycles: 20 }, 0.018, 7, late),
  row('With forty peers kept, half are missing after four.', { ...large, view: 40, nearest: 20, cycles: 4 }, 0.529, 4),
  row('With forty, a fifth after five.', { ...large, view: 40, nearest: 20, cycles: 5 }, 0.19, 5),
  row(
    'A torus takes little longer: four in five are missing after four.',
    { ...large, target: 'torus', cycles: 4 },
    0.796,
    4,
  ),
  row('Of a torus more than half after five.', { ...large, target: 'torus', cycles: 5 }, 0.561, 5),
  row('Ten random peers in each message help: two in three after four.', { ...large, random: 10, cycles: 4 }, 0.665, 4),
  row('With them a third is missing after five.', { ...large, random: 10, cycles: 5 }, 0.363, 5),
  row('A hundred thousand nodes know an eighth after five.', { nodes: 131_072, cycles: 5 }, 0.879, 3),
  row('Calling the nearest peer alone leaves half missing after ten.', { nearest: 1, cycles: 10 }, 0.49, 20, late),
]

export default claims
