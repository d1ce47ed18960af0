import { expect, it } from 'vitest'
import { math } from '../../../engine/index.ts'
import claims from './validation.ts'

/**
 * Mean number of cycles until all sites know what one knew, when all exchange for ever and see what was known at the start
 * of the cycle: the chain of how many know, solved from the end.
 */
function cover(sites: number, exchange: string): number {
  const left = new Float64Array(sites + 1)
  for (let know = sites - 1; know >= 1; know--) {
    const chances = newcomers(sites, know, exchange)
    let mean = 1
    for (let more = 1; more < chances.length; more++) mean += chances[more]! * left[know + more]!
    left[know] = mean / (1 - chances[0]!)
  }
  return left[1]!
}

/** Probability of 0, 1, 2... sites that come to know in a cycle. */
function newcomers(sites: number, know: number, exchange: string): Float64Array {
  const ignorant = sites - know
  const chances = new Float64Array(ignorant + 1)
  chances[0] = 1
  // One teller after the other: each of the ignorant who have not been told by now is called with probability 1 / (n - 1).
  for (let teller = 0; teller < (exchange === 'pull' ? 0 : know); teller++) {
    for (let told = Math.min(teller + 1, ignorant); told >= 0; told--) {
      const miss = chances[told]! * (1 - (ignorant - told) / (sites - 1))
      chances[told] = miss + (told > 0 ? chances[told - 1]! * ((ignorant - told + 1) / (sites - 1)) : 0)
    }
  }
  return exchange === 'push' ? chances : afterAsking(chances, know / (sites - 1))
}

/** Each who has not been told asks as well, and asks one who knows with probability p: a binomial number more. */
function afterAsking(told: Float64Array, p: number): Float64Array {
  const all = told.length - 1
  const chances = new Float64Array(told.length)
  if (p === 1) {
    chances[all] = 1
    return chances
  }
  for (let before = 0; before <= all; before++) {
    if (told[before]! < 1e-15) continue
    const rest = all - before
    let logarithm = rest * math.log1p(-p)
    for (let more = 0; more <= rest; more++) {
      chances[before + more]! += told[before]! * math.exp(logarithm)
      logarithm += math.ln(((rest - more) / (more + 1)) * (p / (1 - p)))
    }
  }
  return chances
}

it.each([
  // One of two tells or asks the other at once; of three, push: 1 cycle, then 1 / (1 - 1/4), for both must miss the third.
  ['push', 2, 1],
  ['pull', 2, 1],
  ['push', 3, 1 + 4 / 3],
])('the chain of %s among %d sites is that by hand', (exchange, sites, cycles) => {
  expect(cover(sites, exchange)).toBeCloseTo(cycles, 12)
})

it.each(['push', 'pull', 'push-pull'])(
  'the claims about a thousand sites are what the chain of %s says',
  (exchange) => {
    const claim = claims.find(
      ({ source, parameters }) => source.startsWith('exact:') && parameters['exchange'] === exchange,
    )!
    expect(claim.expected['lastDelay']! / cover(1000, exchange)).toBeCloseTo(1, 5)
  },
)
