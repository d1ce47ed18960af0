import { enlarge } from './enlarge.ts'
import type { Peers } from './peers.ts'

/**
 * Who knows whom. A connection is two directed halves, ids 2j and 2j + 1: half e leads from `end[e ^ 1]` to `end[e]`
 * and carries what is uploaded in that direction. Every attribute of a half is a column, ids are used again.
 */
export class Connections {
  /** Halves allocated. */
  capacity = 1024
  /** The peer a half leads to. */
  end = new Int32Array(1024)
  /** Pieces that the near peer has and the far one lacks: > 0 means that the far one is interested. */
  wanted = new Int32Array(1024)
  /** Halves that lead away from a peer; the first `degree[peer]` entries are in use. */
  readonly lists: Int32Array[] = []
  /** The peers they lead to, in the same order: going through all neighbours then reads memory in one line. */
  readonly neighbours: Int32Array[] = []
  degree = new Int32Array(0)
  private position = new Int32Array(1024)
  private readonly free: number[] = []
  private next = 0
  private readonly followers: ((capacity: number) => void)[] = []

  constructor(peers: Peers) {
    peers.follow((capacity) => {
      this.degree = enlarge(this.degree, capacity)
      while (this.lists.length < capacity) {
        this.lists.push(new Int32Array(8))
        this.neighbours.push(new Int32Array(8))
      }
    })
  }

  /** Has `resize` called now and whenever the number of halves grows. */
  follow(resize: (capacity: number) => void): void {
    this.followers.push(resize)
    resize(this.capacity)
  }

  /** The half that leads from a to b; its twin leads back. */
  connect(a: number, b: number): number {
    const half = this.free.pop() ?? this.allocate()
    this.append(a, half, b)
    this.append(b, half ^ 1, a)
    this.end[half] = b
    this.end[half ^ 1] = a
    return half
  }

  disconnect(half: number): void {
    this.drop(this.end[half ^ 1]!, half)
    this.drop(this.end[half]!, half ^ 1)
    this.free.push(half & ~1)
  }

  private append(peer: number, half: number, neighbour: number): void {
    const at = this.degree[peer]!++
    let list = this.lists[peer]!
    if (at === list.length) {
      this.lists[peer] = list = enlarge(list, 2 * at)
      this.neighbours[peer] = enlarge(this.neighbours[peer]!, 2 * at)
    }
    list[at] = half
    this.neighbours[peer]![at] = neighbour
    this.position[half] = at
  }

  private drop(peer: number, half: number): void {
    const list = this.lists[peer]!
    const last = list[--this.degree[peer]!]!
    const at = this.position[half]!
    list[at] = last
    this.neighbours[peer]![at] = this.neighbours[peer]![this.degree[peer]!]!
    this.position[last] = at
  }

  private allocate(): number {
    const half = this.next
    this.next += 2
    if (half === this.capacity) {
      this.capacity *= 2
      this.end = enlarge(this.end, this.capacity)
      this.wanted = enlarge(this.wanted, this.capacity)
      this.position = enlarge(this.position, this.capacity)
      for (const resize of this.followers) resize(this.capacity)
    }
    return half
  }
}
