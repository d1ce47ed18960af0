/** Which of the two is run first in each pair. */
export type Side = 'base' | 'head'

/**
 * Randomised ABBA: of two pairs that follow each other one begins with the base and one with the head, which of them is
 * chance. So neither side is favoured by a machine that warms up, or by what its neighbour in time leaves behind.
 * @param coin uniform on [0, 1)
 */
export function firstSides(pairs: number, coin: () => number): Side[] {
  const sides: Side[] = []
  while (sides.length < pairs) {
    if (coin() < 0.5) sides.push('base', 'head')
    else sides.push('head', 'base')
  }
  return sides.slice(0, pairs)
}
