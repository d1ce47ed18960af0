import type { RandomStream } from '../../engine/index.ts'

/** Random hypercubes among which the one with the widest gaps is taken. */
const candidates = 20
/** Beyond this many points the search for wide gaps, which compares all pairs, is not worth its time. */
const largestSearch = 500

/**
 * Points of a Latin hypercube in [0, 1)^dimension: cut each axis into `count` equal strata, and each stratum holds exactly
 * one point, at a random place. Of 20 random hypercubes it is the one whose nearest two points are farthest apart (maximin).
 * @param count number of points, an integer >= 1
 * @source M. D. McKay, R. J. Beckman and W. J. Conover, Technometrics 21 (1979) 239-245; maximin: M. E. Johnson, L. M. Moore
 *   and D. Ylvisaker, J. Statist. Plann. Inference 26 (1990) 131-148.
 */
export function latinHypercube(count: number, dimension: number, stream: RandomStream): number[][] {
  let best = randomHypercube(count, dimension, stream)
  if (count > largestSearch || count < 2 || dimension < 2) return best
  let widest = smallestDistance(best)
  for (let i = 1; i < candidates; i++) {
    const next = randomHypercube(count, dimension, stream)
    const distance = smallestDistance(next)
    if (distance > widest) [best, widest] = [next, distance]
  }
  return best
}

function randomHypercube(count: number, dimension: number, stream: RandomStream): number[][] {
  const columns = Array.from({ length: dimension }, () => permutation(count, stream))
  return Array.from({ length: count }, (_, i) => columns.map((column) => (column[i]! + stream.uniform01()) / count))
}

/** The integers from 0 to count - 1 in random order, each order equally likely. */
export function permutation(count: number, stream: RandomStream): number[] {
  const order = Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = stream.integer(0, i)
    ;[order[i], order[j]] = [order[j]!, order[i]!]
  }
  return order
}

function smallestDistance(points: readonly (readonly number[])[]): number {
  let smallest = Infinity
  for (let i = 1; i < points.length; i++) {
    for (let j = 0; j < i; j++) {
      let square = 0
      for (let d = 0; d < points[i]!.length; d++) {
        const difference = points[i]![d]! - points[j]![d]!
        square += difference * difference
      }
      if (square < smallest) smallest = square
    }
  }
  return smallest
}
