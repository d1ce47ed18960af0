/**
 * The hosts that Dijkstra's search has reached but not settled, nearest first: a binary heap on typed arrays that knows
 * where each host stands, so that a host is in it once. Ordered by distance, then hops, then id.
 */
export class HostHeap {
  /** Distance of each host from where the search began, and the hops; set before `raise`. */
  readonly distance: Float64Array
  readonly hops: Int32Array
  private readonly heap: Int32Array
  /** Position of each host in the heap plus 1; 0 when it is not in it. */
  private readonly position: Int32Array
  size = 0

  constructor(hosts: number) {
    this.distance = new Float64Array(hosts)
    this.hops = new Int32Array(hosts)
    this.heap = new Int32Array(hosts)
    this.position = new Int32Array(hosts)
  }

  /** Puts a host in, or moves it ahead after its distance or hops went down. */
  raise(host: number): void {
    const { heap, position } = this
    let at = position[host]! - 1
    if (at < 0) at = this.size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      const other = heap[parent]!
      if (!this.before(host, other)) break
      heap[at] = other
      position[other] = at + 1
      at = parent
    }
    heap[at] = host
    position[host] = at + 1
  }

  /** Takes the nearest host out; there must be one. */
  take(): number {
    const { heap, position } = this
    const first = heap[0]!
    position[first] = 0
    const last = heap[--this.size]!
    if (this.size === 0) return first
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= this.size) break
      if (child + 1 < this.size && this.before(heap[child + 1]!, heap[child]!)) child++
      const other = heap[child]!
      if (!this.before(other, last)) break
      heap[at] = other
      position[other] = at + 1
      at = child
    }
    heap[at] = last
    position[last] = at + 1
    return first
  }

  private before(a: number, b: number): boolean {
    const { distance, hops } = this
    if (distance[a]! !== distance[b]!) return distance[a]! < distance[b]!
    return hops[a]! !== hops[b]! ? hops[a]! < hops[b]! : a < b
  }
}
