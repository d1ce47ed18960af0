import { math, type RandomStream } from '../../../engine/index.ts'
import { Asked } from './asked.ts'

/**
 * Fraction of the queries that ask for each object, most popular first: q_i proportional to i^-exponent.
 * @param exponent of Zipf's law; 0 for equal popularity
 */
export function popularity(objects: number, exponent: number): Float64Array {
  const q = new Float64Array(objects)
  let sum = 0
  for (let i = 0; i < objects; i++) sum += q[i] = math.exp(-exponent * math.ln(i + 1))
  for (let i = 0; i < objects; i++) q[i]! /= sum
  return q
}

/** Copies of all objects together, at least one of each. */
export function totalCopies(p: { nodes: number; objects: number; replicationRatio: number }): number {
  return Math.max(p.objects, Math.round(p.nodes * p.objects * p.replicationRatio))
}

export type Replication = 'uniform' | 'proportional' | 'square-root'

/**
 * Copies of each object, at least one and at most one on all nodes but one, so that somebody is left who asks. The sum is
 * the one wanted, within what these limits allow: shares are rounded down and the largest remainders up.
 * @source Cohen and Shenker, SIGCOMM 2002, section 3: copies equal, proportional to q, or to its square root.
 */
export function copies(q: Float64Array, total: number, nodes: number, replication: Replication): Int32Array {
  const weight = q.map((each) =>
    replication === 'uniform' ? 1 : replication === 'proportional' ? each : Math.sqrt(each),
  )
  let sum = 0
  for (const each of weight) sum += each
  const wanted = weight.map((each) => Math.min(nodes - 1, Math.max(1, (each * total) / sum)))
  const found = Int32Array.from(wanted, Math.floor)
  let missing = total
  for (const each of found) missing -= each
  const byRemainder = Array.from(wanted.keys()).toSorted((a, b) => (wanted[b]! % 1) - (wanted[a]! % 1) || a - b)
  for (const object of byRemainder) {
    if (missing <= 0) break
    if (found[object]! >= nodes - 1 || wanted[object]! % 1 === 0) continue
    found[object]!++
    missing--
  }
  return found
}

/** Copies that stay where they are: for each object random distinct nodes, whatever the links. */
export class Placement extends Asked {
  readonly count: Int32Array
  private readonly start: Int32Array
  private readonly holder: Int32Array
  /** A bit for each node that holds the object asked for, so that those of a million nodes fit into the second cache. */
  private readonly marked: Int32Array

  constructor(q: Float64Array, count: Int32Array, nodes: number, stream: RandomStream) {
    super(q)
    this.count = count
    this.start = new Int32Array(count.length + 1)
    for (let i = 0; i < count.length; i++) this.start[i + 1] = this.start[i]! + count[i]!
    this.holder = new Int32Array(this.start[count.length]!)
    this.marked = new Int32Array((nodes + 31) >>> 5)
    for (let object = 0; object < count.length; object++) {
      this.object = object
      for (let at = this.start[object]!; at < this.start[object + 1]!;) {
        const node = (stream.uniform01() * nodes) | 0
        if (this.holds(node)) continue
        this.marked[node >>> 5]! |= 1 << (node & 31)
        this.holder[at++] = node
      }
      this.unmark()
    }
  }

  override ask(stream: RandomStream): void {
    const { marked, holder } = this
    this.unmark()
    super.ask(stream)
    const end = this.start[this.object + 1]!
    for (let i = this.start[this.object]!; i < end; i++) {
      const node = holder[i]!
      marked[node >>> 5]! |= 1 << (node & 31)
    }
  }

  holds(node: number): boolean {
    return (this.marked[node >>> 5]! & (1 << (node & 31))) !== 0
  }

  private unmark(): void {
    const { marked, holder } = this
    const end = this.start[this.object + 1]!
    for (let i = this.start[this.object]!; i < end; i++) marked[holder[i]! >>> 5] = 0
  }
}
