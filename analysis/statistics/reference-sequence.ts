/**
 * The first numbers of the "minimal standard" generator, between 0 and 1, starting from x = 1: a sequence that anybody
 * can make again, for checks against printed values.
 * @source Park and Miller, Random number generators: good ones are hard to find, Communications of the ACM 31 (1988).
 */
export function referenceSequence(count: number): number[] {
  let x = 1
  return Array.from({ length: count }, () => {
    x = (16807 * x) % 2147483647
    return x / 2147483647
  })
}
