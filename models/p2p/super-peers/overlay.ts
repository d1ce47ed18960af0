import type { RandomStream } from '../../../engine/index.ts'

/** Links among super-peers in compressed rows, or every super-peer linked to every other, which needs none. */
export interface Overlay {
  readonly clusters: number
  readonly complete: boolean
  readonly start: Int32Array
  readonly neighbour: Int32Array
}

export function completeOverlay(clusters: number): Overlay {
  return { clusters, complete: true, start: new Int32Array(0), neighbour: new Int32Array(0) }
}

/**
 * A random overlay in which every cluster has the same number of neighbours: rings through all clusters in random order, and
 * for an odd number a random pairing. It is connected. Near the end of a ring two that are linked already
 * may be drawn again; then a link is missing.
 */
export function regularOverlay(clusters: number, degree: number, stream: RandomStream): Overlay {
  const rows = new Rows(clusters, degree)
  const order = new Int32Array(clusters)
  for (let cluster = 0; cluster < clusters; cluster++) order[cluster] = cluster
  for (let ring = 0; ring < degree >> 1; ring++) {
    shuffle(order, stream)
    for (let i = 0; i + 1 < clusters; i++) linkNext(rows, order, i, stream)
    rows.link(order[clusters - 1]!, order[0]!)
  }
  if (degree % 2 === 1) {
    shuffle(order, stream)
    for (let i = 0; i + 1 < clusters; i += 2) linkNext(rows, order, i, stream)
  }
  return { clusters, complete: false, ...rows.compressed() }
}

function shuffle(order: Int32Array, stream: RandomStream): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = (stream.uniform01() * (i + 1)) | 0
    const swapped = order[i]!
    order[i] = order[j]!
    order[j] = swapped
  }
}

/** Links place i of the order with the next, which changes places with a later one while the two are linked already. */
function linkNext(rows: Rows, order: Int32Array, i: number, stream: RandomStream): void {
  const from = order[i]!
  for (let tries = 20; tries > 0 && rows.linked(from, order[i + 1]!); tries--) {
    const j = i + 1 + ((stream.uniform01() * (order.length - i - 1)) | 0)
    const swapped = order[i + 1]!
    order[i + 1] = order[j]!
    order[j] = swapped
  }
  rows.link(from, order[i + 1]!)
}

/** Neighbours by cluster, with room for the same number of each. */
class Rows {
  private readonly degree: number
  private readonly rows: Int32Array
  private readonly count: Int32Array

  constructor(clusters: number, degree: number) {
    this.degree = degree
    this.rows = new Int32Array(clusters * degree)
    this.count = new Int32Array(clusters)
  }

  // A loop, for `includes` of a part would make an object for each of millions of links.
  linked(a: number, b: number): boolean {
    const { rows } = this
    const begin = a * this.degree
    for (let i = begin, end = begin + this.count[a]!; i < end; i++) if (rows[i] === b) return true
    return false
  }

  /** Does nothing when the two are linked, or are the same. */
  link(a: number, b: number): void {
    if (a === b || this.linked(a, b)) return
    this.rows[a * this.degree + this.count[a]!++] = b
    this.rows[b * this.degree + this.count[b]!++] = a
  }

  /** The rows one after the other, without the room that is left; where they stand now, so that nothing can be added. */
  compressed(): { start: Int32Array; neighbour: Int32Array } {
    const { rows, count, degree } = this
    const start = new Int32Array(count.length + 1)
    let length = 0
    for (let cluster = 0; cluster < count.length; cluster++) {
      start[cluster] = length
      const begin = cluster * degree
      for (let i = begin, end = begin + count[cluster]!; i < end; i++) rows[length++] = rows[i]!
    }
    start[count.length] = length
    return { start, neighbour: rows.subarray(0, length) }
  }
}
