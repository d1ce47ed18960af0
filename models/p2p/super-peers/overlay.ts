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
  const rows = new Int32Array(clusters * degree)
  const count = new Int32Array(clusters)
  const link = (a: number, b: number): void => {
    if (a === b || rows.subarray(a * degree, a * degree + count[a]!).includes(b)) return
    rows[a * degree + count[a]!++] = b
    rows[b * degree + count[b]!++] = a
  }
  const order = Int32Array.from({ length: clusters }, (_, cluster) => cluster)
  const shuffle = (): void => {
    for (let i = clusters - 1; i > 0; i--) {
      const j = (stream.uniform01() * (i + 1)) | 0
      const swapped = order[i]!
      order[i] = order[j]!
      order[j] = swapped
    }
  }
  const linked = (a: number, b: number): boolean => rows.subarray(a * degree, a * degree + count[a]!).includes(b)
  /** Links place i of the order with the next, which changes places with a later one while the two are linked already. */
  const linkNext = (i: number): void => {
    for (let tries = 20; tries > 0 && linked(order[i]!, order[i + 1]!); tries--) {
      const j = i + 1 + ((stream.uniform01() * (clusters - i - 1)) | 0)
      const swapped = order[i + 1]!
      order[i + 1] = order[j]!
      order[j] = swapped
    }
    link(order[i]!, order[i + 1]!)
  }
  for (let ring = 0; ring < degree >> 1; ring++) {
    shuffle()
    for (let i = 0; i + 1 < clusters; i++) linkNext(i)
    link(order[clusters - 1]!, order[0]!)
  }
  if (degree % 2 === 1) {
    shuffle()
    for (let i = 0; i + 1 < clusters; i += 2) linkNext(i)
  }
  const start = new Int32Array(clusters + 1)
  for (let cluster = 0; cluster < clusters; cluster++) start[cluster + 1] = start[cluster]! + count[cluster]!
  const neighbour = new Int32Array(start[clusters]!)
  for (let cluster = 0; cluster < clusters; cluster++) {
    neighbour.set(rows.subarray(cluster * degree, cluster * degree + count[cluster]!), start[cluster])
  }
  return { clusters, complete: false, start, neighbour }
}
