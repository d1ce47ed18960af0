type Column = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array

/** A copy with room for `length` entries, at least as many as before; new entries are 0. */
export function enlarge<C extends Column>(column: C, length: number): C {
  const larger = new (column.constructor as new (length: number) => C)(length)
  larger.set(column as never)
  return larger
}
