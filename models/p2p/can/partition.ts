/**
 * A partition of the d-dimensional unit torus into boxes by repeated halving, one dimension after the other. Zones are
 * numbers; the tree of splits finds the zone of a point and the zones that abut on another without any list to maintain.
 */
export class Partition {
  readonly dimensions: number
  /** Zones ever made; those that were removed keep their number. */
  zones = 1
  /** Zones that are there. */
  live = 1
  /** boxes[(zone * dimensions + i) * 2] and the one behind: lower and upper bound in dimension i. */
  readonly boxes: Float64Array
  /** Tree node of a zone, -1 when it was removed. */
  private readonly nodeOf: Int32Array
  /** Lower child of a tree node; the upper one follows. 0: a leaf. */
  private readonly child: Int32Array
  private readonly parent: Int32Array
  private readonly zoneAt: Int32Array
  private readonly cut: Float64Array
  private readonly depth: Uint8Array
  private nodes = 1
  private readonly stack: number[] = []

  /** @param capacity zones that can be made, >= 1 */
  constructor(dimensions: number, capacity: number) {
    this.dimensions = dimensions
    this.boxes = new Float64Array(capacity * dimensions * 2)
    for (let i = 0; i < dimensions; i++) this.boxes[2 * i + 1] = 1
    this.nodeOf = new Int32Array(capacity)
    this.child = new Int32Array(2 * capacity)
    this.parent = new Int32Array(2 * capacity).fill(-1)
    this.zoneAt = new Int32Array(2 * capacity)
    this.cut = new Float64Array(2 * capacity)
    this.depth = new Uint8Array(2 * capacity)
  }

  /** False for a zone that was removed. */
  has(zone: number): boolean {
    return this.nodeOf[zone]! >= 0
  }

  /** Splits that made a zone: its volume is 2^-depth. */
  depthOf(zone: number): number {
    return this.depth[this.nodeOf[zone]!]!
  }

  /** The zone that holds a point. */
  zoneOf(point: Float64Array): number {
    let node = 0
    let dimension = 0
    for (let child = this.child[0]!; child > 0; child = this.child[node]!) {
      node = point[dimension]! < this.cut[node]! ? child : child + 1
      if (++dimension === this.dimensions) dimension = 0
    }
    return this.zoneAt[node]!
  }

  /** Halves a zone along the dimension whose turn it is; it keeps the lower half. Returns the new zone, the upper half. */
  split(zone: number): number {
    const { boxes } = this
    const node = this.nodeOf[zone]!
    const depth = this.depth[node]!
    const size = 2 * this.dimensions
    const side = 2 * (depth % this.dimensions)
    const middle = (boxes[zone * size + side]! + boxes[zone * size + side + 1]!) / 2
    const added = this.zones++
    this.live++
    boxes.copyWithin(added * size, zone * size, (zone + 1) * size)
    boxes[zone * size + side + 1] = middle
    boxes[added * size + side] = middle
    const lower = this.nodes
    this.nodes += 2
    this.child[node] = lower
    this.cut[node] = middle
    this.parent[lower] = this.parent[lower + 1] = node
    this.depth[lower] = this.depth[lower + 1] = depth + 1
    this.place(zone, lower)
    this.place(added, lower + 1)
    return added
  }

  /**
   * Lists the zones that abut on a zone in one dimension and overlap it in the others, each once, in place of what `found`
   * held.
   */
  neighbours(zone: number, found: number[]): void {
    const { boxes } = this
    const from = zone * this.dimensions * 2
    found.length = 0
    for (let i = 0; i < this.dimensions; i++) {
      const low = boxes[from + 2 * i]!
      const high = boxes[from + 2 * i + 1]!
      // A zone that goes all round in a dimension abuts on itself there.
      if (high - low === 1) continue
      this.abutting(from, i, high === 1 ? 0 : high, true, found)
      const above = found.length
      this.abutting(from, i, low === 0 ? 1 : low, false, found)
      // Two halves of the circle abut on both sides.
      if (high - low === 0.5) this.dropRepeated(found, above, i, high === 1 ? 0 : high)
    }
  }

  /**
   * Numbers zones and tree nodes anew in the order of the tree, so that zones that are near in space are so in memory, too:
   * who goes from neighbour to neighbour then finds what it needs in the cache. Zones that were removed come last.
   * @returns the new number of each zone
   */
  arrange(): Int32Array {
    const { boxes, nodeOf, child, parent, zoneAt, cut, depth } = this
    const size = 2 * this.dimensions
    const was = {
      boxes: boxes.slice(),
      child: child.slice(),
      zoneAt: zoneAt.slice(),
      cut: cut.slice(),
      depth: depth.slice(),
    }
    const numbers = new Int32Array(this.zones).fill(-1)
    const stack = [0, 0]
    let nextNode = 1
    let nextZone = 0
    while (stack.length > 0) {
      const node = stack.pop()!
      const old = stack.pop()!
      cut[node] = was.cut[old]!
      depth[node] = was.depth[old]!
      const lower = was.child[old]!
      child[node] = lower === 0 ? 0 : nextNode
      if (lower > 0) {
        parent[nextNode] = parent[nextNode + 1] = node
        // The lower half, which is on top of the stack, comes first.
        stack.push(lower + 1, nextNode + 1, lower, nextNode)
        nextNode += 2
        continue
      }
      const zone = was.zoneAt[old]!
      boxes.set(was.boxes.subarray(zone * size, (zone + 1) * size), nextZone * size)
      numbers[zone] = nextZone
      this.place(nextZone++, node)
    }
    this.nodes = nextNode
    for (let zone = 0; zone < this.zones; zone++) if (numbers[zone]! < 0) numbers[zone] = nextZone++
    nodeOf.fill(-1, this.live, this.zones)
    return numbers
  }

  /** Takes the zones that `found` lists from `first` on and that begin at a bound out again: they abut above, too. */
  private dropRepeated(found: number[], first: number, dimension: number, bound: number): void {
    let kept = first
    for (let k = first; k < found.length; k++) {
      const zone = found[k]!
      if (this.boxes[(zone * this.dimensions + dimension) * 2] !== bound) found[kept++] = zone
    }
    found.length = kept
  }

  /** Appends the zones that touch the plane at `bound` from above (or below) and overlap the box in all other dimensions. */
  private abutting(box: number, dimension: number, bound: number, above: boolean, found: number[]): void {
    const { boxes, child, cut, depth, stack, dimensions } = this
    stack.push(0)
    while (stack.length > 0) {
      const node = stack.pop()!
      const lower = child[node]!
      if (lower === 0) {
        found.push(this.zoneAt[node]!)
        continue
      }
      const along = depth[node]! % dimensions
      const middle = cut[node]!
      if (along === dimension) stack.push(bound < middle || (bound === middle && !above) ? lower : lower + 1)
      else {
        if (boxes[box + 2 * along + 1]! > middle) stack.push(lower + 1)
        if (boxes[box + 2 * along]! < middle) stack.push(lower)
      }
    }
  }

  /**
   * Takes a zone out whose owner has left. Its heir looks for two siblings that are both whole, from its own zone on into
   * ever smaller subtrees; one takes the zone of the other, who moves to the vacant zone.
   * @param heir zone where the search begins, another than `zone`
   * @returns requests that the search took; 0 when the heir is the sibling of the vacant zone and just merges the two
   */
  remove(zone: number, heir: number): number {
    const vacant = this.nodeOf[zone]!
    let requests = 0
    let taker = this.nodeOf[heir]!
    if (sibling(taker) !== vacant) {
      // A depth-first search that never turns back: who is asked lies in the half across the last cut of who asks.
      let asked = this.acrossLastCut(taker)
      for (requests = 1; asked !== sibling(taker); requests++) {
        taker = asked
        asked = this.acrossLastCut(taker)
      }
    }
    if (taker === vacant) taker = sibling(vacant)
    const staying = this.zoneAt[taker]!
    const moving = this.zoneAt[sibling(taker)]!
    this.merge(staying, taker)
    if (moving !== zone) {
      this.place(moving, vacant)
      this.boundAgain(moving)
    }
    this.nodeOf[zone] = -1
    this.live--
    return requests
  }

  /** The leaf on the other side of the last cut of a leaf that abuts on it at its lower corner. */
  private acrossLastCut(node: number): number {
    let other = sibling(node)
    const corner = this.zoneAt[node]! * this.dimensions * 2
    const last = this.depth[this.parent[node]!]! % this.dimensions
    for (let lower = this.child[other]!; lower > 0; lower = this.child[other]!) {
      const along = this.depth[other]! % this.dimensions
      const low = this.boxes[corner + 2 * along]!
      // Along the last cut: the side that faces the leaf, which is the upper one for the upper half (an even node).
      const upper = along === last ? node % 2 === 0 : low >= this.cut[other]!
      other = upper ? lower + 1 : lower
    }
    return other
  }

  private place(zone: number, node: number): void {
    this.zoneAt[node] = zone
    this.nodeOf[zone] = node
  }

  /** A zone takes the parent of a tree node that it shares with its sibling. */
  private merge(zone: number, node: number): void {
    const whole = this.parent[node]!
    this.child[whole] = 0
    this.place(zone, whole)
    this.boundAgain(zone)
  }

  /** Bounds of a zone from the cuts above it. */
  private boundAgain(zone: number): void {
    const { boxes, dimensions } = this
    const from = zone * dimensions * 2
    for (let i = 0; i < dimensions; i++) {
      boxes[from + 2 * i] = 0
      boxes[from + 2 * i + 1] = 1
    }
    for (let node = this.nodeOf[zone]!, up = this.parent[node]!; up >= 0; node = up, up = this.parent[node]!) {
      const side = from + 2 * (this.depth[up]! % dimensions)
      const middle = this.cut[up]!
      // The innermost cuts come first: they are the ones that count.
      if (node === this.child[up]!) boxes[side + 1] = Math.min(boxes[side + 1]!, middle)
      else boxes[side] = Math.max(boxes[side]!, middle)
    }
  }
}

/** Siblings are an odd number and the even one behind it. */
function sibling(node: number): number {
  return node % 2 === 1 ? node + 1 : node - 1
}
