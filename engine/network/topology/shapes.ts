import type { Shape } from './topology.ts'

/** The arithmetic of a regular form: the link to take at `at` towards `to`, which differ; -1 leaves it to a search. */
export interface NextLink {
  nextLink(at: number, to: number): number
}

/** The arithmetic of a form. It relies on how the builders of `topologies` number hosts and links. */
export function nextLinkOf(shape: Shape): NextLink {
  switch (shape.kind) {
    case 'star':
      return { nextLink: (at, to) => (at === shape.leaves ? 2 * to + 1 : 2 * at) }
    case 'bus':
      return { nextLink: (at, to) => nextOnBus(shape.hosts, at, to) }
    case 'dumbbell':
      return { nextLink: (at, to) => nextInDumbbell(shape.left, shape.left + shape.right, at, to) }
    case 'full mesh':
      return { nextLink: (at, to) => linkOfMesh(shape.hosts, at, to) }
    case 'ring':
      return new TorusForm([shape.size])
    case 'torus':
      return new TorusForm(shape.sizes)
    case 'tree':
      return new TreeForm(shape.arity)
    case 'fat tree':
      return new FatTreeForm(shape.k)
  }
}

/** Link 0 is the medium; links 4i + 2 and 4i + 4 lead from host i to it and from it to host i. */
function nextOnBus(hosts: number, at: number, to: number): number {
  if (at < hosts) return 4 * at + 2
  if (at === hosts) return 0
  // From the far end back to the near one leads a way through some host, which nobody needs: leave it to a search.
  return to < hosts ? 4 * to + 4 : -1
}

/** Link 2i leads from host i to its router; the routers are hosts `ends` and `ends + 1`, joined by the last links. */
function nextInDumbbell(left: number, ends: number, at: number, to: number): number {
  if (at < ends) return 2 * at
  const [own, beyond] = at === ends ? [to < left, 2 * ends] : [to >= left && to < ends, 2 * ends + 1]
  return own ? 2 * to + 1 : beyond
}

/** Connections in order of the smaller host, then of the larger. */
function linkOfMesh(hosts: number, at: number, to: number): number {
  const [low, high] = at < to ? [at, to] : [to, at]
  const connection = low * hosts - (low * (low + 1)) / 2 + (high - low - 1)
  return 2 * connection + (at < to ? 0 : 1)
}

/** Host 0 is the root, hosts are numbered level by level; connection i - 1 joins host i to its parent. */
class TreeForm implements NextLink {
  private readonly arity: number

  constructor(arity: number) {
    this.arity = arity
  }

  nextLink(at: number, to: number): number {
    const { arity } = this
    if (arity === 1) return to > at ? 2 * at : 2 * at - 1
    // Ancestors have smaller ids: climb from `to` until at `at` or past it.
    for (let below = to; below > at;) {
      const parent = Math.floor((below - 1) / arity)
      if (parent === at) return 2 * (below - 1)
      below = parent
    }
    return 2 * at - 1
  }
}

/**
 * Host = c0 + n0 (c1 + n1 (c2 + ...)). The connections of dimension 0 come first, in order of the host whose next
 * neighbour they lead to; then those of dimension 1, and so on.
 */
export class TorusForm implements NextLink {
  readonly hosts: number
  private readonly sizes: readonly number[]
  private readonly strides: number[] = []
  private readonly bases: number[] = []

  constructor(sizes: readonly number[]) {
    this.sizes = sizes
    let stride = 1
    for (const size of sizes) {
      this.strides.push(stride)
      stride *= size
    }
    this.hosts = stride
    let base = 0
    for (const size of sizes) {
      this.bases.push(base)
      base += this.connectionsOf(size)
    }
  }

  /** Two hosts in a dimension are joined once, not by a way round each side; one alone is not joined. */
  private connectionsOf(size: number): number {
    return size > 2 ? this.hosts : size === 2 ? this.hosts / 2 : 0
  }

  /** The next host along a dimension, or the one before for step -1. */
  neighbour(host: number, dimension: number, step: 1 | -1): number {
    const [stride, size] = [this.strides[dimension]!, this.sizes[dimension]!]
    const at = Math.floor(host / stride) % size
    const next = (at + step + size) % size
    return host + (next - at) * stride
  }

  nextLink(at: number, to: number): number {
    let best = -1
    for (let dimension = 0; dimension < this.sizes.length; dimension++) {
      const [stride, size] = [this.strides[dimension]!, this.sizes[dimension]!]
      const here = Math.floor(at / stride) % size
      const ahead = ((Math.floor(to / stride) % size) - here + size) % size
      if (ahead === 0) continue
      if (size === 2) {
        best = smaller(best, here === 0 ? this.forth(at, dimension) : this.forth(at - stride, dimension) + 1)
        continue
      }
      if (2 * ahead <= size) best = smaller(best, this.forth(at, dimension))
      if (2 * ahead >= size) best = smaller(best, this.forth(this.neighbour(at, dimension, -1), dimension) + 1)
    }
    return best
  }

  /** The link from a host to its next neighbour along a dimension. */
  private forth(host: number, dimension: number): number {
    const [stride, base] = [this.strides[dimension]!, this.bases[dimension]!]
    const rank = this.sizes[dimension] === 2 ? Math.floor(host / (2 * stride)) * stride + (host % stride) : host
    return 2 * (base + rank)
  }
}

function smaller(best: number, link: number): number {
  return best < 0 || link < best ? link : best
}

/**
 * Hosts, then edge, aggregation and core switches; connections host to edge, edge to aggregation, aggregation to core,
 * each in order of the lower end and then of the upper. Upwards the destination says which way, so that traffic to all
 * hosts uses all links alike.
 * @source Al-Fares, Loukissas, Vahdat, A scalable, commodity data center network architecture, SIGCOMM 2008, section 3
 */
class FatTreeForm implements NextLink {
  private readonly half: number
  private readonly hosts: number
  private readonly edges: number

  constructor(k: number) {
    this.half = k / 2
    this.hosts = (k * k * k) / 4
    this.edges = (k * k) / 2
  }

  nextLink(at: number, to: number): number {
    const { half, hosts, edges } = this
    if (to >= hosts) return -1
    if (at < hosts) return 2 * at
    const edgeOfTo = Math.floor(to / half)
    const podOfTo = Math.floor(edgeOfTo / half)
    if (at < hosts + edges) {
      const edge = at - hosts
      return edge === edgeOfTo ? 2 * to + 1 : 2 * (hosts + edge * half + (to % half))
    }
    if (at < hosts + 2 * edges) {
      const aggregation = at - hosts - edges
      if (Math.floor(aggregation / half) === podOfTo) return 2 * (hosts + edgeOfTo * half + (aggregation % half)) + 1
      return 2 * (2 * hosts + aggregation * half + (edgeOfTo % half))
    }
    const core = at - hosts - 2 * edges
    const aggregation = podOfTo * half + Math.floor(core / half)
    return 2 * (2 * hosts + aggregation * half + (core % half)) + 1
  }
}
