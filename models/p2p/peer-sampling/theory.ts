interface Start {
  protocol: string
  start: string
  nodes: number
  view: number
}

const isRandomGraph = (p: Start): boolean => p.protocol === 'none' && p.start === 'random' && p.nodes > p.view

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

/**
 * Clustering coefficient of the undirected random graph: the probability that two nodes are joined, by one or the other.
 * @source elementary; Jelasity et al., Middleware 2004, section 5.
 */
export function clustering(p: Start): number | undefined {
  if (!isRandomGraph(p)) return undefined
  const q = p.view / (p.nodes - 1)
  return q * (2 - q)
}
