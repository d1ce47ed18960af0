import { math } from '../../../engine/index.ts'

/*
 * Path length of a lookup on a ring of random ids with perfect tables, exactly.
 *
 * Seen from the origin, the other nodes and the key are exchangeable uniform points. Take a stretch of the ring that
 * starts at the current node, has the length of a power of two and holds n points, and let the target be the m-th of
 * them counted from its far end (m = 0: the far end itself). Call the law of the remaining hops T(n, m). Of the n points
 * R ~ Binomial(n, 1/2) lie in the far half, and the finger to be tried first is the first of these R.
 *   R > m:  it lies before the target: hop there. Gaps between uniform points are exchangeable, so the gap just jumped
 *           may be moved to the far end: what remains is a stretch of half the length with R points, target m + 1.
 *   R <= m: the far half holds no node before the target: the near half remains, with n - R points and target m - R.
 * T(n, n) takes no hop. Where the successor list serves as a shortcut, n - m <= r nodes before the target take one hop,
 * and a list that reaches beyond the finger (n - R < r) jumps to its own end instead.
 *
 * For long stretches a Poisson number of points (rate one a unit of length, length c, half the stretch) turns the sums
 * into P(m, 2c) = sum_{i <= m} Poisson(m - i; c) P(i, c) + shift(P(m + 1, c)), where shift adds one hop: one doubling
 * costs a few operations, so a million nodes are twenty doublings away from the table of T.
 */

/** Laws of T(n, m) for 0 <= m <= n <= points, each an array of probabilities by number of hops. */
interface ShortStretches {
  readonly points: number
  law(n: number, m: number): Float64Array
}

const tables = new Map<string, ShortStretches>()
/** More hops than any of these stretches takes with a probability that a double can tell from 0. */
const SHORT_HOPS = 30
/** Probabilities below this are left out. */
const negligible = 1e-17
/** Nor does a ring of 2^40 nodes need more than this. */
const LONG_HOPS = 96

/**
 * Probabilities of 0, 1, 2, ... hops from a uniformly chosen node to the predecessor of a uniformly chosen key.
 * Exact up to a few hundred nodes; beyond, the number of nodes is Poisson around `nodes - 1/2`, which is off by O(1 / nodes^2).
 * @param nodes on the ring, an integer >= 1, ids uniform and independent
 * @param reach entries of the successor list that lookups use as shortcuts, an integer >= 1; 1: fingers and successor only
 * @source derived here (comment at the top of the file); its mean is 1/2 log2 N - 0.14, as Stoica et al., Chord,
 * SIGCOMM 2001, section 6.3 measure ("about 1/2 log2 N")
 */
export function hopDistribution(nodes: number, reach = 1): Float64Array {
  // A stretch of this many points has fewer than `reach` in its near half with probability below 1e-13.
  const enough = reach + 8 * Math.sqrt(reach) + 32
  if (nodes <= 2 * enough) return shortRing(nodes, shortStretches(nodes, reach))
  let doublings = 0
  let length = nodes - 0.5
  while (length >= 2 * enough) {
    length /= 2
    doublings++
  }
  return longRing(length, doublings, shortStretches(Math.ceil(length + 9 * Math.sqrt(length)), reach))
}

/** Mean number of hops to the predecessor of the key; arguments as in `hopDistribution`. */
export function meanHops(nodes: number, reach = 1): number {
  return hopDistribution(nodes, reach).reduce((sum, probability, hops) => sum + hops * probability, 0)
}

/**
 * Smallest number of hops that a share q of the lookups does not exceed.
 * @param q in (0, 1)
 */
export function hopQuantile(nodes: number, q: number, reach = 1): number {
  const law = hopDistribution(nodes, reach)
  let hops = 0
  for (let below = law[0]!; below < q && hops < law.length - 1; below += law[hops]!) hops++
  return hops
}

/** The key is one of `nodes` exchangeable points: each m is equally likely. */
function shortRing(nodes: number, { law }: ShortStretches): Float64Array {
  const mean = new Float64Array(SHORT_HOPS)
  for (let m = 1; m <= nodes; m++) addTo(mean, 1 / nodes, law(nodes, m))
  return mean
}

function longRing(start: number, doublings: number, { points, law }: ShortStretches): Float64Array {
  // laws[m] is P(m, c); area is the integral of P(0, x) over x from 0 to c.
  let laws = Array.from({ length: doublings + 2 }, () => new Float64Array(LONG_HOPS))
  let area = new Float64Array(LONG_HOPS)
  const weights = poisson(start, points)
  for (let n = 0; n <= points; n++) {
    for (let m = 0; m <= n; m++) {
      if (m < laws.length) addTo(laws[m]!, weights[n]!, law(n, m))
      if (m > 0) addTo(area, weights[n]!, law(n, m))
    }
  }
  let c = start
  for (let left = doublings; left > 0; left--, c *= 2) {
    const none = math.exp(-c)
    const doubled = area.slice()
    addTo(doubled, 1, area, 1)
    addTo(doubled, -1, laws[1]!, 1)
    addTo(doubled, 1 - none, laws[0]!)
    area = doubled
    const few = poisson(c, left)
    laws = Array.from({ length: left + 1 }, (_, m) => {
      const next = new Float64Array(LONG_HOPS)
      for (let i = 0; i <= m; i++) addTo(next, few[m - i]!, laws[i]!)
      addTo(next, 1, laws[m + 1]!, 1)
      return next
    })
  }
  return area.map((value) => value / c)
}

/** Probabilities of 0..limit under the Poisson law. */
function poisson(mean: number, limit: number): Float64Array {
  return Float64Array.from({ length: limit + 1 }, (_, k) => math.exp(k * math.ln(mean) - mean - math.gammaln(k + 1)))
}

function shortStretches(points: number, reach: number): ShortStretches {
  const key = `${points}/${reach}`
  let table = tables.get(key)
  if (table === undefined) {
    table = tabulate(points, reach)
    tables.set(key, table)
  }
  return table
}

function tabulate(points: number, reach: number): ShortStretches {
  const laws: Float64Array[] = []
  const law = (n: number, m: number): Float64Array => laws[(n * (n + 1)) / 2 + m]!
  for (let n = 0; n <= points; n++) {
    const halves = Float64Array.from({ length: n + 1 }, (_, k) =>
      math.exp(math.gammaln(n + 1) - math.gammaln(k + 1) - math.gammaln(n - k + 1) - n * Math.LN2),
    )
    for (let m = n; m >= 0; m--) {
      const index = (n * (n + 1)) / 2 + m
      const before = n - m
      if (before <= reach) {
        laws[index] = Float64Array.from(before === 0 ? [1] : [0, 1])
        continue
      }
      const sum = new Float64Array(SHORT_HOPS)
      for (let far = 1; far <= n; far++) {
        if (halves[far]! < negligible) continue
        if (far <= m) addTo(sum, halves[far]!, law(n - far, m - far))
        else addTo(sum, halves[far]!, law(far, m + Math.max(1, reach - (n - far))), 1)
      }
      // All points in the near half: the same question again.
      const last = sum.findLastIndex((probability) => probability > negligible)
      laws[index] = sum.subarray(0, last + 1).map((probability) => probability / (1 - halves[0]!))
    }
  }
  return { points, law }
}

/** Adds `factor` times `law`, delayed by `shift` hops. */
function addTo(sum: Float64Array, factor: number, law: Float64Array, shift = 0): void {
  for (let hops = Math.min(law.length, sum.length - shift) - 1; hops >= 0; hops--)
    sum[hops + shift]! += factor * law[hops]!
}
