import type { RandomStream } from '../../../engine/index.ts'
import { idSpace } from './identifiers.ts'
import { enlarged } from './growing.ts'

/** Nodes that share a stretch of the id space are kept together, about this many. */
const perStretch = 8

/**
 * Who is in an overlay that nodes enter and leave: what an observer sees, and no node. Every node that ever enters has a
 * number of its own, never given again, so that an old table entry can not be taken for somebody else; a living node also
 * has a slot, which is given again, so that tables are needed for the living only. 12 bytes a number.
 */
export class Roster {
  /** Living nodes. */
  size = 0
  /** Slots given so far: tables need as many rows. */
  slots = 0
  private numbers = 0
  /** By number: id, and slot or -1. */
  private ids: Float64Array
  private slotOfNumber: Int32Array
  /** The living in no order, and where each stands there, by slot. */
  private living: Int32Array
  private rank: Int32Array
  private readonly free: number[] = []
  /** The living by stretches of the id space, in each in the order of ids. */
  private readonly stretches: number[][]
  private readonly width: number

  /** @param expected about as many living nodes as there will be */
  constructor(expected: number) {
    let count = 1
    while (count * perStretch < expected) count *= 2
    this.stretches = Array.from({ length: count }, () => [])
    this.width = idSpace / count
    this.ids = new Float64Array(expected)
    this.slotOfNumber = new Int32Array(expected)
    this.living = new Int32Array(expected)
    this.rank = new Int32Array(expected)
  }

  /** A node enters. Returns its number: 0, 1, 2, ... in the order of entering; -1 when a living node has this id. */
  enter(id: number): number {
    const stretch = this.stretches[Math.floor(id / this.width)]!
    let place = stretch.length
    while (place > 0 && this.ids[stretch[place - 1]!]! >= id) place--
    if (place < stretch.length && this.ids[stretch[place]!] === id) return -1
    const node = this.numbers++
    if (node === this.ids.length) {
      this.ids = enlarged(this.ids)
      this.slotOfNumber = enlarged(this.slotOfNumber)
    }
    stretch.splice(place, 0, node)
    const slot = this.free.pop() ?? this.slots++
    if (slot === this.rank.length) {
      this.rank = enlarged(this.rank)
      this.living = enlarged(this.living)
    }
    this.ids[node] = id
    this.slotOfNumber[node] = slot
    this.rank[slot] = this.size
    this.living[this.size++] = node
    return node
  }

  /** A living node is no longer there; nobody is told. */
  leave(node: number): void {
    const slot = this.slotOfNumber[node]!
    const last = this.living[--this.size]!
    this.living[this.rank[slot]!] = last
    this.rank[this.slotOfNumber[last]!] = this.rank[slot]!
    this.slotOfNumber[node] = -1
    this.free.push(slot)
    const stretch = this.stretches[Math.floor(this.ids[node]! / this.width)]!
    stretch.splice(stretch.indexOf(node), 1)
  }

  /** Id of a node, living or not. */
  idOf(node: number): number {
    return this.ids[node]!
  }

  isAlive(node: number): boolean {
    return this.slotOfNumber[node]! >= 0
  }

  /** Where the tables of a living node are, 0 to slots - 1. */
  slotOf(node: number): number {
    return this.slotOfNumber[node]!
  }

  /** A living node, each equally likely. There must be one. */
  anyone(stream: RandomStream): number {
    return this.living[stream.integer(0, this.size - 1)]!
  }

  /** The first living node at or after a key, round the circle. There must be one. */
  atOrAfter(key: number): number {
    const { stretches, ids } = this
    let index = Math.floor(key / this.width)
    for (const node of stretches[index]!) if (ids[node]! >= key) return node
    do index = index + 1 === stretches.length ? 0 : index + 1
    while (stretches[index]!.length === 0)
    return stretches[index]![0]!
  }

  /** The last living node before a key, round the circle. There must be one. */
  before(key: number): number {
    const { stretches, ids } = this
    let index = Math.floor(key / this.width)
    const own = stretches[index]!
    for (let place = own.length - 1; place >= 0; place--) if (ids[own[place]!]! < key) return own[place]!
    do index = index === 0 ? stretches.length - 1 : index - 1
    while (stretches[index]!.length === 0)
    return stretches[index]!.at(-1)!
  }

  /** Living nodes whose id lies in a stretch of the id space that holds the key, the stretch nearest by exclusive or that holds any. */
  nearestStretch(key: number): readonly number[] {
    const start = Math.floor(key / this.width)
    for (let offset = 0; ; offset++) {
      const stretch = this.stretches[start ^ offset]!
      if (stretch.length > 0) return stretch
    }
  }
}
