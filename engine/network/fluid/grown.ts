/** A copy with room for at least `size` numbers, twice as much as before; the array itself when it has that already. */
export function grownFloats(array: Float64Array, size: number): Float64Array {
  if (array.length >= size) return array
  const grown = new Float64Array(Math.max(size, 2 * array.length))
  grown.set(array)
  return grown
}

/** The same for integers. */
export function grownInts(array: Int32Array, size: number): Int32Array {
  if (array.length >= size) return array
  const grown = new Int32Array(Math.max(size, 2 * array.length))
  grown.set(array)
  return grown
}
