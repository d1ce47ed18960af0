/**
 * Jain's fairness index of some shares, (sum x)^2 / (n sum x^2): 1 when all are equal, k / n when k of n have all;
 * undefined when nobody has anything.
 * @source Jain, Chiu, Hawe, "A quantitative measure of fairness and discrimination", DEC-TR-301, 1984.
 */
export function jainIndex(shares: ArrayLike<number>): number | undefined {
  let sum = 0
  let squares = 0
  for (let i = 0; i < shares.length; i++) {
    sum += shares[i]!
    squares += shares[i]! * shares[i]!
  }
  return squares > 0 ? (sum * sum) / (shares.length * squares) : undefined
}
