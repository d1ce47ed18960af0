import type { Claim } from '../../claim.ts'
import type { PlainValue } from '../../parameter.ts'

const toc = 'Jelasity, Montresor and Babaoglu, ACM TOCS 23(3), 2005'
const theorem = `${toc}, theorem 3.1: E(2^-phi)`

function factor(claim: string, source: string, parameters: Record<string, PlainValue>, expected: number): Claim {
  return {
    claim,
    source,
    parameters: { start: 'uniform', ...parameters },
    expected: { convergenceFactor: expected, mean: 1 },
    run: { horizon: Infinity, replications: 20 },
  }
}

const claims: readonly Claim[] = [
  factor('When each node calls once, a cycle leaves 30 % of the variance.', `${theorem}, 1/(2 sqrt(e))`, {}, 0.303265),
  factor('Two perfect matchings leave a quarter of it.', `${theorem}, 1/4`, { pairing: 'matching twice' }, 0.25),
  factor('Pairs at random leave 37 % of it.', `${theorem}, 1/e`, { pairing: 'random pairs' }, 0.367879),
  factor(
    'A thousand nodes converge as fast as many.',
    `${theorem}: independent of the size`,
    { nodes: 1000 },
    0.303265,
  ),
  factor(
    'A hundred thousand nodes converge as fast as few.',
    `${theorem}: independent of the size`,
    { nodes: 100_000 },
    0.303265,
  ),
  factor(
    'When half of the exchanges fail, random pairs need twice the cycles.',
    `${toc}, section 6.2: exp(P - 1)`,
    { pairing: 'random pairs', linkFailure: 0.5 },
    0.606531,
  ),
  factor(
    'When a fifth of the exchanges fails, a cycle in which each calls once leaves 40 % of the variance.',
    `${theorem}, with phi thinned out: (1 - 0.8/2) exp(-0.8/2)`,
    { linkFailure: 0.2 },
    0.402192,
  ),
  factor(
    'When a fifth of the exchanges fails, two matchings leave 36 %.',
    `${theorem}, with phi thinned out: (1 - 0.8/2)^2`,
    { pairing: 'matching twice', linkFailure: 0.2 },
    0.36,
  ),
  {
    claim: 'One value of N among N nodes is known to all within a millionth after 30 cycles: they count themselves.',
    source: `${toc}, section 5: the mean is 1/N, and the variance falls by 1/(2 sqrt(e)) a cycle`,
    parameters: { start: 'peak', cycles: 30 },
    expected: { sizeEstimate: 1 },
    run: { horizon: Infinity, replications: 10 },
  },
  {
    claim: 'From a peak the variance falls at the same rate.',
    source: `${theorem}, 1/(2 sqrt(e)), whatever the values are`,
    parameters: { start: 'peak', nodes: 100_000 },
    expected: { convergenceFactor: 0.303265 },
    run: { horizon: Infinity, replications: 20 },
    tolerance: {
      relative: 0.02,
      reason: 'a single node has all of the variance at first: the first cycles are a lottery',
    },
  },
]

export default claims
