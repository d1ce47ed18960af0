/** A copy with room for twice as many elements, and one more. */
export function enlarged<T extends Float64Array | Int32Array | Uint8Array>(old: T): T
export function enlarged(old: Float64Array | Int32Array | Uint8Array): Float64Array | Int32Array | Uint8Array {
  const length = 2 * old.length + 1
  const copy =
    old instanceof Float64Array
      ? new Float64Array(length)
      : old instanceof Int32Array
        ? new Int32Array(length)
        : new Uint8Array(length)
  copy.set(old)
  return copy
}

/** The same until an index fits, for tables of rows of equal width. */
export function withRoomFor<T extends Float64Array | Int32Array | Uint8Array>(table: T, end: number): T {
  let grown = table
  while (grown.length < end) grown = enlarged(grown)
  return grown
}
