import { math, type RandomStream } from '../../../engine/index.ts'

interface Capacities {
  readonly peers: number
  readonly capacity: 'uniform' | 'power-law'
  readonly maxCapacity: number
  readonly capacityExponent: number
}

/** Clients that each peer can serve: from 1 to the maximum, equally likely or in proportion to c^-exponent. */
export function capacities(p: Capacities, stream: RandomStream): Int32Array {
  const exponent = p.capacity === 'uniform' ? 0 : p.capacityExponent
  return Int32Array.from({ length: p.peers }, () =>
    exponent === 0 ? stream.integer(1, p.maxCapacity) : stream.zipf(p.maxCapacity, exponent),
  )
}

/** Probability of each capacity, 1 to the maximum in turn. */
export function capacityLaw(p: Capacities): Float64Array {
  const exponent = p.capacity === 'uniform' ? 0 : p.capacityExponent
  const weight = Float64Array.from({ length: p.maxCapacity }, (_, i) => math.exp(-exponent * math.ln(i + 1)))
  const sum = weight.reduce((a, b) => a + b)
  return weight.map((each) => each / sum)
}
