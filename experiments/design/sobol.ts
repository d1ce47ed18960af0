import type { RandomStream } from '../../engine/index.ts'
import { joeKuo } from './joe-kuo.ts'

/** Dimensions for which there are direction numbers. */
export const largestSobolDimension = joeKuo.length + 1

const bits = 32

/**
 * The first points of a Sobol sequence in [0, 1)^dimension, the origin included: any 2^n of them, beginning at a multiple
 * of 2^n, fill the cube evenly.
 * @param count number of points, an integer >= 1; powers of 2 keep the balance of the sequence
 * @param dimension an integer from 1 to 40
 * @param shift a stream that draws one digital shift (an XOR of all digits, the same for all points): the points stay as
 *   even as they were, and the corner (0, 0, ...) goes away. None: the sequence as published.
 * @source I. M. Sobol, USSR Comput. Math. and Math. Phys. 7(4) (1967) 86-112; Gray-code order: I. A. Antonov and V. M.
 *   Saleev, same journal, 19(1) (1979) 252-256.
 */
export function sobolPoints(count: number, dimension: number, shift?: RandomStream): number[][] {
  const directions = Array.from({ length: dimension }, (_, d) => directionsOf(d))
  const offsets = directions.map(() => (shift === undefined ? 0 : shift.integer(0, 0xffffffff)))
  const state = new Uint32Array(dimension)
  return Array.from({ length: count }, (_, i) => {
    if (i > 0) {
      // The Gray codes of i - 1 and i differ in one bit: that of the lowest zero of i - 1.
      const change = 31 - Math.clz32(~(i - 1) & i)
      for (let d = 0; d < dimension; d++) state[d] = state[d]! ^ directions[d]![change]!
    }
    return Array.from(state, (x, d) => ((x ^ offsets[d]!) >>> 0) / 4294967296)
  })
}

/** The direction integers of a dimension (from 0), shifted to the top of 32 bits. */
function directionsOf(d: number): Uint32Array {
  const v = new Uint32Array(bits)
  if (d === 0) {
    for (let i = 0; i < bits; i++) v[i] = 1 << (31 - i)
    return v
  }
  const [coefficients, ...first] = joeKuo[d - 1]!
  const degree = first.length
  for (let i = 0; i < bits; i++) {
    if (i < degree) {
      v[i] = first[i]! << (31 - i)
      continue
    }
    let x = v[i - degree]! ^ (v[i - degree]! >>> degree)
    for (let k = 1; k < degree; k++) if (((coefficients >>> (degree - 1 - k)) & 1) === 1) x ^= v[i - k]!
    v[i] = x
  }
  return v
}
