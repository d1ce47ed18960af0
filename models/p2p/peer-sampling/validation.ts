import type { Claim, RunLength, Tolerance } from '../../claim.ts'
import type { PlainValue } from '../../parameter.ts'

const service = 'Jelasity et al., The peer sampling service, Middleware 2004'
const cyclon = 'Voulgaris, Gavidia and van Steen, CYCLON, J. Network and Systems Management 13(2), 2005'
const reproduced = 'figures of an independent implementation from the description, 10 000 nodes, 100 cycles'

const runs = (replications: number): RunLength => ({ horizon: Infinity, replications })
const branching =
  'branching processes of random graphs (Newman, Networks: An Introduction, 2010, ch. 13 and 16), for a fixed number of draws'
const oneRun: Tolerance = { relative: 0.06, reason: 'the reference is a single run' }

function random(claim: string, parameters: Record<string, PlainValue>, expected: Record<string, number>): Claim {
  return {
    claim,
    source: `${service}: the random graph that views are compared with; binomial in-degrees`,
    parameters: { nodes: 10_000, protocol: 'none', cycles: 1, sample: 2000, ...parameters },
    expected,
    run: runs(8),
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
    run: runs(4),
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
    run: runs(5),
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
      clustering: 0.0058923,
    },
  ),
  random('Ten thousand nodes that know thirty each are 2.7 hops apart.', {}, { pathLength: 2.68 }),
  random(
    'A hundred thousand that know twenty each are 3.5 hops apart.',
    { nodes: 100_000, view: 20 },
    { pathLength: 3.513 },
  ),
  {
    ...random(
      'Of a random graph of which one node in ten is left, two in a thousand of these lose touch with the rest.',
      { removed: 0.9, sample: 1, sources: 1 },
      { outsideLargest: 0.0021408644 },
    ),
    source: branching,
    run: runs(150),
    precision: 0.2,
  },
  {
    ...random(
      'Of one of which one node in twenty is left, six in a hundred do.',
      { removed: 0.95, sample: 1, sources: 1 },
      { outsideLargest: 0.0573835928 },
    ),
    source: branching,
    run: runs(100),
    precision: 0.1,
  },
  random(
    'One node in fourteen is in exactly thirty views, one in five in twenty-nine to thirty-one.',
    { countedWithin: 1 },
    { shareAtDegree: 0.215827 },
  ),
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
  {
    ...steady(
      'A hundred thousand nodes of Cyclon are as far apart as at random, three in four within one of the mean in-degree.',
      cyclon,
      { protocol: 'cyclon', view: 20, nodes: 100_000, cycles: 40, countedDegree: 20, countedWithin: 1, sample: 1 },
      { inDegreeSd: 1.35, shareAtDegree: 0.74, pathLength: 3.52 },
    ),
    run: runs(3),
  },
  {
    ...steady(
      'Calling a random peer, keeping the freshest and telling both ways is Newscast, by the framework of 2004.',
      service,
      { protocol: 'framework-2004', cycles: 60 },
      { clustering: 0.2, pathLength: 2.89 },
    ),
    run: runs(5),
  },
  {
    claim: 'Of Newscast of which one node in twenty is left, one in eight of these loses touch with the rest.',
    source: `${service}; ${reproduced}`,
    parameters: { nodes: 10_000, cycles: 50, removed: 0.95, sample: 1, sources: 1 },
    expected: { outsideLargest: 0.12 },
    run: runs(8),
    precision: 0.5,
    tolerance: { relative: 0.5, reason: 'the reference is a single run in which few nodes are left' },
  },
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
