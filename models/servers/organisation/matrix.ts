/** A dense matrix as its rows. */
export type Matrix = readonly Float64Array[]

/** A matrix whose entries come from `entry(row, column)`. */
export function matrix(rows: number, columns: number, entry: (row: number, column: number) => number): Matrix {
  return Array.from({ length: rows }, (_, row) =>
    Float64Array.from({ length: columns }, (_, column) => entry(row, column)),
  )
}

/** Row vector times matrix. */
export function rowTimes(row: Float64Array, m: Matrix): Float64Array {
  const product = new Float64Array(m[0]!.length)
  row.forEach((factor, i) => {
    if (factor === 0) return
    const line = m[i]!
    for (let j = 0; j < product.length; j++) product[j]! += factor * line[j]!
  })
  return product
}

/** Matrix product. */
export function times(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => rowTimes(row, b))
}

/** a - b, entry by entry. */
export function minus(a: Matrix, b: Matrix): Matrix {
  return a.map((row, i) => row.map((x, j) => x - b[i]![j]!))
}

/** The inverse of a regular square matrix, by Gauss-Jordan elimination with row exchanges. */
export function inverse(m: Matrix): Matrix {
  const n = m.length
  const rows = m.map((row, i) => {
    const extended = new Float64Array(2 * n)
    extended.set(row)
    extended[n + i] = 1
    return extended
  })
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row
    }
    const line = rows[pivot]!
    rows[pivot] = rows[column]!
    rows[column] = line
    const scale = 1 / line[column]!
    for (let j = column; j < 2 * n; j++) line[j]! *= scale
    for (let row = 0; row < n; row++) {
      const factor = rows[row]![column]!
      if (row === column || factor === 0) continue
      for (let j = column; j < 2 * n; j++) rows[row]![j]! -= factor * line[j]!
    }
  }
  return rows.map((row) => row.slice(n))
}
