import { type Law, math } from '../../../engine/index.ts'

/**
 * Laplace transform of a law, E[exp(-s X)]; undefined for laws other than deterministic, uniform and exponential ones.
 * @param s > 0
 */
export function laplace(law: Law, s: number): number | undefined {
  if (law.variance === 0) return math.exp(-s * law.mean)
  if (law.name === 'exponential') return 1 / (1 + s * law.mean)
  if (law.name !== 'uniform') return undefined
  const half = Math.sqrt(3 * law.variance)
  return (math.exp(-s * (law.mean - half)) - math.exp(-s * (law.mean + half))) / (2 * half * s)
}

/**
 * Share of table entries that name a node which has left, where a node verifies or replaces each of its entries every so many
 * periods by one that is alive then. Lifetimes are exponential with mean m, those of the nodes that keep tables and those of
 * the nodes named in them: u after a check the owner is still there, and the named node too, with probability exp(-u / m)
 * each. With a time T between checks that is 1 - (1 - E[exp(-2 T / m)]) / (2 (1 - E[exp(-T / m)])), about E[T^2] / (2 m E[T]).
 * @param period law of a period
 * @param lifetime mean, m, s
 * @param rounds periods between two checks of an entry, >= 1
 * @returns undefined for laws of the period without a simple transform
 * @source renewal-reward theorem, applied here to the cycles from check to check, the last of which ends with the owner
 */
export function deadShareBetweenChecks(period: Law, lifetime: number, rounds = 1): number | undefined {
  const owner = laplace(period, 1 / lifetime)
  const both = laplace(period, 2 / lifetime)
  if (owner === undefined || both === undefined) return undefined
  return 1 - (1 - math.pow(both, rounds)) / (2 * (1 - math.pow(owner, rounds)))
}
