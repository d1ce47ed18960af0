import { math } from '../../../engine/index.ts'

/** One course that a flood may take: after hop t so many messages have been sent and nodes reached. Index 0 is the origin. */
export interface Course {
  /** Probability of the course. */
  readonly weight: number
  /** Messages sent up to each hop. */
  readonly messages: Float64Array
  /** Nodes reached up to each hop, the origin not counted. */
  readonly visited: Float64Array
}

/** Up to this mean the number of nodes in a layer is taken value by value; above, by three points of a normal law. */
const EXACT_UP_TO = 50
/** Layers whose randomness counts; those farther out are so large that their mean is enough. */
const RANDOM_LAYERS = 4

/**
 * Courses of a flood in a random graph in which two nodes are linked with probability `p`, independently. Layer by layer the
 * nodes first reached are binomial, for a node that has not been reached is linked to the last layer independently of all
 * that came before: the chain-binomial model of epidemics. Layers beyond the fourth are replaced by their means,
 * which is good to a per cent but near the mean degree of 1, where floods die out late.
 * @source Reed and Frost's chain binomial (Bailey, The Mathematical Theory of Infectious Diseases, 1975, ch. 14); messages by
 *   counting links: those inside a layer carry two, those to the layer before one unless it came first that way.
 */
export function randomGraphCourses(nodes: number, p: number, ttl: number): Course[] {
  const courses: Course[] = []
  const messages = new Float64Array(ttl + 1)
  const visited = new Float64Array(ttl + 1)

  /** Continues a course from a layer `hop` hops away, given what `back` messages it gets from itself and the one before. */
  function grow(hop: number, weight: number, layer: number, unreached: number, extra: number): void {
    if (hop === ttl) {
      courses.push({ weight, messages: messages.slice(), visited: visited.slice() })
      return
    }
    const miss = math.exp(layer * math.log1p(-p))
    const reach = 1 - miss
    each(unreached, reach, hop < RANDOM_LAYERS, (next, probability) => {
      // Links between this layer and the next: at least one for each node there, p a pair without that condition.
      const between = reach > 0 ? (next * layer * p) / reach : 0
      messages[hop + 1] = messages[hop]! + between + extra
      visited[hop + 1] = visited[hop]! + next
      grow(hop + 1, weight * probability, next, unreached - next, next * Math.max(0, next - 1) * p + between - next)
    })
  }

  grow(0, 1, 1, nodes - 1, 0)
  return courses
}

/** Hands over the values of a binomial variable with their probabilities: all, three, or the mean alone. */
function each(n: number, p: number, random: boolean, visit: (value: number, probability: number) => void): void {
  const mean = n * p
  if (n < 1e-9 || p === 0 || !random) return visit(mean, 1)
  if (p > 0.999999) return visit(n, 1)
  // After the first layers n is no longer whole, and the last value of the law is not either.
  if (mean > EXACT_UP_TO) {
    const sd = Math.sqrt(mean * (1 - p))
    const far = Math.min(Math.sqrt(3) * sd, mean, n - mean)
    visit(mean - far, 1 / 6)
    visit(mean, 2 / 3)
    visit(mean + far, 1 / 6)
    return
  }
  const whole = Math.round(n)
  let probability = math.exp(whole * math.log1p(-p))
  let left = 1
  for (let value = 0; value <= whole; value++) {
    if (probability > 1e-7) visit(value, probability)
    left -= probability
    if (value > mean && left < 1e-6) break
    probability *= ((whole - value) * p) / ((value + 1) * (1 - p))
  }
}

/**
 * The course of a flood on a torus, as long as it does not meet itself: 4 t nodes are t hops away, and each passes the query
 * to three.
 * @returns undefined when the flood goes half way round
 * @source elementary.
 */
export function torusCourse(nodes: number, ttl: number): Course | undefined {
  if (2 * ttl >= Math.round(Math.sqrt(nodes))) return undefined
  const hops = Float64Array.from({ length: ttl + 1 }, (_, hop) => hop)
  return {
    weight: 1,
    messages: hops.map((t) => (t === 0 ? 0 : 4 + 6 * t * (t - 1))),
    visited: hops.map((t) => 2 * t * (t + 1)),
  }
}

/** Hops that the rings of an expanding ring go, in turn. */
export function rings(first: number, step: number, ttl: number): number[] {
  const reaches = []
  for (let reach = Math.min(first, ttl); ; reach = Math.min(reach + step, ttl)) {
    reaches.push(reach)
    if (reach === ttl) return reaches
  }
}

/**
 * Probability that none of so many other nodes is among the random distinct ones that hold copies.
 * @param others nodes but the one that asks
 * @source hypergeometric law, by logarithms of the gamma function so that `visited` may be a mean.
 */
export function missed(others: number, visited: number, copies: number): number {
  if (visited + copies > others) return 0
  const { gammaln } = math
  return math.exp(
    gammaln(others - visited + 1) -
      gammaln(others - visited - copies + 1) -
      gammaln(others + 1) +
      gammaln(others - copies + 1),
  )
}
