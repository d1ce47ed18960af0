import { math } from '../../../engine/index.ts'

interface Start {
  protocol: string
  start: string
  nodes: number
  view: number
  cycles: number
  crashAt: number
  removed: number
  countedDegree: number
  countedWithin: number
}

const isRandomGraph = (p: Start): boolean =>
  p.protocol === 'none' && p.start === 'random' && p.nodes > p.view && p.crashAt > p.cycles

/**
 * Standard deviation of the in-degree when every node draws its peers at random: binomial, each of the other nodes has a
 * node in its view with probability c / (n - 1). Undefined for the protocols, which have no closed form.
 * @source elementary; sqrt(c) for many nodes is what Jelasity et al., Middleware 2004, compare with.
 */
export function inDegreeSd(p: Start): number | undefined {
  if (!isRandomGraph(p)) return undefined
  const q = p.view / (p.nodes - 1)
  return Math.sqrt((p.nodes - 1) * q * (1 - q))
}

/** Share of the nodes whose binomial in-degree is counted. @source as `inDegreeSd`. */
export function shareAtDegree(p: Start): number | undefined {
  if (!isRandomGraph(p)) return undefined
  const others = p.nodes - 1
  const q = p.view / others
  const [low, high] = [Math.max(0, p.countedDegree - p.countedWithin), p.countedDegree + p.countedWithin]
  // All others know all others: everybody is in every view.
  if (q === 1) return low <= others && others <= high ? 1 : 0
  let share = 0
  let logarithm = others * math.log1p(-q)
  for (let d = 0; d <= Math.min(high, others); d++) {
    if (d >= low) share += math.exp(logarithm)
    logarithm += math.ln(((others - d) / (d + 1)) * (q / (1 - q)))
  }
  return share
}

/**
 * Clustering coefficient of the undirected random graph: the probability that two nodes joined to a third are joined to
 * each other. Either has drawn the third with probability a = 1 / (2 - q), and then one draw less for the other: a sixtieth
 * less than two nodes of any kind for views of 30.
 * @source elementary; the random graph of Jelasity et al., Middleware 2004, section 5.
 */
export function clustering(p: Start): number | undefined {
  if (!isRandomGraph(p)) return undefined
  if (p.nodes < 3) return undefined
  const q = p.view / (p.nodes - 1)
  const drawn = (p.view - 1 / (2 - q)) / (p.nodes - 2)
  return drawn * (2 - drawn)
}

/**
 * Share of the nodes left outside the giant component of a random graph in which every node draws c peers, after each node
 * has been taken out with probability f, in the limit of many nodes. A node left is outside when all of its c draws were
 * taken out or are outside, and so are the nodes that drew it, a Poisson number of mean c (1 - f), each with c - 1 other
 * draws. The smallest solution, 1 where there is no giant component.
 * @source branching processes of random graphs (Newman, Networks: An Introduction, 2010, ch. 13 and 16), for draws of
 *   fixed number.
 */
export function outsideLargest(p: Start): number | undefined {
  if (!isRandomGraph(p)) return undefined
  const left = 1 - p.removed
  // Outside: who was drawn, and who drew.
  let drawn = 0
  let drew = 0
  for (let i = 0; i < 100_000; i++) {
    const lost = p.removed + left * drawn
    const others = math.exp((p.view - 1) * math.ln(Math.max(lost, 1e-300)) - p.view * left * (1 - drew))
    const next = lost * others
    const still = Math.abs(next - drawn) < 1e-15 && Math.abs(others - drew) < 1e-15
    drawn = next
    drew = others
    if (still) break
  }
  return drawn
}
