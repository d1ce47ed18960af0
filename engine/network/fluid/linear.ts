/**
 * Solves a small dense system of linear equations in place, by Gaussian elimination with partial pivoting. An unknown
 * that the equations leave open is 0.
 * @param matrix rows of coefficients; overwritten
 * @param right right-hand side; overwritten with the solution, which is returned
 */
export function solveLinear(matrix: Float64Array[], right: Float64Array): Float64Array {
  const n = right.length
  for (let k = 0; k < n; k++) {
    let pivot = k
    for (let i = k + 1; i < n; i++) if (Math.abs(matrix[i]![k]!) > Math.abs(matrix[pivot]![k]!)) pivot = i
    ;[matrix[k], matrix[pivot]] = [matrix[pivot]!, matrix[k]!]
    ;[right[k], right[pivot]] = [right[pivot]!, right[k]!]
    const row = matrix[k]!
    if (Math.abs(row[k]!) < Number.MIN_VALUE) continue
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[i]![k]! / row[k]!
      if (factor === 0) continue
      for (let j = k; j < n; j++) matrix[i]![j]! -= factor * row[j]!
      right[i]! -= factor * right[k]!
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    const row = matrix[k]!
    for (let j = k + 1; j < n; j++) right[k]! -= row[j]! * right[j]!
    right[k] = row[k] === 0 ? 0 : right[k]! / row[k]!
  }
  return right
}
