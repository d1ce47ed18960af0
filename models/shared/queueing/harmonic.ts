/**
 * Harmonic number H(n) = 1 + 1/2 + ... + 1/n: the mean of the longest of n exponential times of mean 1.
 * @param n an integer >= 0
 * @source Lack of memory: with k of them left the next ends after a mean of 1 / k (Feller vol. 2, 2nd ed. (1971), I.6).
 */
export function harmonic(n: number): number {
  let sum = 0
  for (let k = 1; k <= n; k++) sum += 1 / k
  return sum
}
