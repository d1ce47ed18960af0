/**
 * Stationary probabilities of a Markov chain given by its transition rows.
 * @param transitions square, each row the probabilities of the next state
 * @source Grassmann, Taksar, Heyman, Operations Research 33(5), 1985: elimination without subtractions.
 */
export function stationary(transitions: readonly Float64Array[]): Float64Array {
  const rows = transitions.map((row) => row.slice())
  // From here on the chain never falls lower, as far as numbers can tell.
  let lowest = 0
  for (let last = rows.length - 1; last > 0; last--) {
    let below = 0
    for (let j = 0; j < last; j++) below += rows[last]![j]!
    if (below === 0) {
      lowest = last
      break
    }
    for (let i = 0; i < last; i++) {
      const factor = rows[i]![last]! / below
      rows[i]![last] = factor
      for (let j = 0; j < last; j++) rows[i]![j]! += factor * rows[last]![j]!
    }
  }
  let weights = new Float64Array(rows.length)
  weights[lowest] = 1
  let sum = 1
  for (let j = lowest + 1; j < rows.length; j++) {
    for (let i = lowest; i < j; i++) weights[j]! += weights[i]! * rows[i]![j]!
    sum += weights[j]!
    if (sum > 1e100) {
      const scale = sum
      weights = weights.map((weight) => weight / scale)
      sum = 1
    }
  }
  return weights.map((weight) => weight / sum)
}
