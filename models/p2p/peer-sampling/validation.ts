import type { Claim, RunLength, Tolerance } from '../../claim.ts'
import type { PlainValue } from '../../parameter.ts'

const service = 'Jelasity et al., The peer sampling service, Middleware 2004'
const cyclon = 'Voulgaris, Gavidia and van Steen, CYCLON, J. Network and Systems Management 13(2), 2005'
const reproduced = 'figures of an independent implementation from the description, 10 000 nodes, 100 cycles'

const run: RunLength = { horizon: Infinity, replications: 8 }
const oneRun: Tolerance = { relative: 0.06, reason: 'the reference is a single run' }

function random(claim: string, parameters: Record<string, PlainValue>, expected: Record<string, number>): Claim {
  return {
    claim,
    source: `${service}: the random graph that views are compared with; binomial in-degrees`,
    parameters: { nodes: 10_000, protocol: 'none', cycles: 1, sample: 2000, ...parameters },
    expected,
    run,
  }
}

function steady(
  claim: string,
  source: string,
  parameters: Record<string, PlainValue>,
  expected: Record<string, number>,
): Claim {
  return {
    claim,
    source: `${source}; ${reproduced}`,
    parameters: { nodes: 10_000, cycles: 100, ...parameters },
    expected,
    run,
    precision: 0.1,
    tolerance: oneRun,
  }
}

function afterCrash(claim: string, parameters: Record<string, PlainValue>, cycles: number, deadLinks: number): Claim {
  return {
    claim,
    source: `${parameters['protocol'] === 'cyclon' ? cyclon : service}; ${reproduced}`,
    parameters: { nodes: 10_000, ...parameters, crashAt: 50, crash: 0.5, cycles: 50 + cycles, sample: 1, sources: 1 },
    expected: { deadLinks },
    run,
    precision: 0.1,
    tolerance: { relative: 0.1, reason: 'the reference is a single run' },
  }
}

const claims: readonly Claim[] = [
  random(
    'A node of a random graph is in thirty views, give or take five and a half.',
    {},
    {
      inDegreeSd: 5.46899,
      clustering: 0.0059916,
    },
  ),
  random('Ten thousand nodes that know thirty each are 2.7 hops apart.', {}, { pathLength: 2.68 }),
  random('With twenty peers known the spread is the root of twenty.', { view: 20 }, { inDegreeSd: 4.46766 }),
  steady(
    'Newscast makes a few nodes popular: three times the spread of a random graph.',
    service,
    {},
    {
      inDegreeSd: 15,
      clustering: 0.2,
      pathLength: 2.89,
    },
  ),
  steady(
    'With twenty peers known Newscast clusters more.',
    service,
    { view: 20 },
    {
      inDegreeSd: 10,
      clustering: 0.279,
      pathLength: 3.43,
    },
  ),
  steady(
    'Cyclon spreads links more evenly than chance.',
    cyclon,
    { protocol: 'cyclon', view: 20, sample: 3000 },
    {
      inDegreeSd: 1.47,
      clustering: 0.0039,
      pathLength: 2.85,
    },
  ),
  steady(
    'So it does with fifty peers known.',
    cyclon,
    { protocol: 'cyclon', view: 50, sample: 1000 },
    {
      inDegreeSd: 2.28,
      clustering: 0.0098,
      pathLength: 2.36,
    },
  ),
  afterCrash('When half of the nodes crash, Newscast has half of its links dead a cycle later.', {}, 1, 14.6),
  afterCrash('Newscast forgets a third of them in three cycles.', {}, 3, 9.3),
  { ...afterCrash('Newscast has forgotten nine in ten of them after five.', {}, 5, 1.6), precision: 0.2 },
  afterCrash('Cyclon drops one dead link a cycle: hardly any after one.', { protocol: 'cyclon', view: 20 }, 1, 9.5),
  afterCrash(
    'Cyclon drops one dead link a cycle: a fourth are gone after ten.',
    { protocol: 'cyclon', view: 20 },
    10,
    6.7,
  ),
]

export default claims
