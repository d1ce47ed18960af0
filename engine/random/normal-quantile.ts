import { ln } from './elementary.ts'

/**
 * Quantile of the standard normal law: the z below which a variate falls with probability p. Within 1e-15 relative
 * down to p = 1e-170, far below what a uniform of 53 bits can be.
 *
 * Rational functions in plain arithmetic, with a logarithm in the tails only (15 % of all p): as quick as a ziggurat,
 * and monotone, so that one uniform gives one variate and streams stay synchronised.
 * @param p a probability in (0, 1); 0 and 1 give -Infinity and Infinity
 * @source Wichura, Algorithm AS 241: the percentage points of the normal distribution, Applied Statistics 37 (1988),
 *   477-484, routine PPND16.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5
  if (q >= -0.425 && q <= 0.425) {
    const r = 0.180625 - q * q
    return (
      (q *
        (((((((r * 2509.0809287301227 + 33430.57558358813) * r + 67265.7709270087) * r + 45921.95393154987) * r +
          13731.69376550946) *
          r +
          1971.5909503065513) *
          r +
          133.14166789178438) *
          r +
          3.3871328727963665)) /
      (((((((r * 5226.495278852546 + 28729.085735721943) * r + 39307.89580009271) * r + 21213.794301586597) * r +
        5394.196021424751) *
        r +
        687.1870074920579) *
        r +
        42.31333070160091) *
        r +
        1)
    )
  }
  // 1 - p is exact for p >= 1/2.
  const z = tailQuantile(q < 0 ? p : 1 - p)
  return q < 0 ? -z : z
}

/** z with P(Z > z) = p, for p < 0.075. */
function tailQuantile(p: number): number {
  if (p === 0) return Infinity
  const root = Math.sqrt(-ln(p))
  if (root <= 5) {
    const r = root - 1.6
    return (
      (((((((r * 0.0007745450142783414 + 0.022723844989269184) * r + 0.2417807251774506) * r + 1.2704582524523684) * r +
        3.6478483247632045) *
        r +
        5.769497221460691) *
        r +
        4.630337846156546) *
        r +
        1.4234371107496835) /
      (((((((r * 1.0507500716444169e-9 + 0.0005475938084995345) * r + 0.015198666563616457) * r + 0.14810397642748008) *
        r +
        0.6897673349851) *
        r +
        1.6763848301838038) *
        r +
        2.053191626637759) *
        r +
        1)
    )
  }
  const r = root - 5
  return (
    (((((((r * 2.0103343992922881e-7 + 0.000027115555687434876) * r + 0.0012426609473880784) * r +
      0.026532189526576124) *
      r +
      0.29656057182850487) *
      r +
      1.7848265399172913) *
      r +
      5.463784911164114) *
      r +
      6.657904643501103) /
    (((((((r * 2.0442631033899397e-15 + 1.421511758316446e-7) * r + 0.000018463183175100548) * r +
      0.0007868691311456133) *
      r +
      0.014875361290850615) *
      r +
      0.1369298809227358) *
      r +
      0.599832206555888) *
      r +
      1)
  )
}
