import type { Overlay } from './overlay.ts'
import type { Population } from './population.ts'
import type { Ring } from './ring.ts'

/** The tables of a ring at rest: correct, except that nodes may have died without anyone knowing yet. */
export class AtRest implements Overlay {
  readonly listed: number
  readonly complete: boolean
  private readonly ring: Ring
  private readonly dead: Uint8Array

  /** @param successors length of the successor lists; they hold everybody in a smaller ring */
  constructor({ routed, dead }: Pick<Population, 'routed' | 'dead'>, successors: number) {
    this.ring = routed
    this.dead = dead
    this.listed = Math.min(successors, routed.size - 1)
    this.complete = this.listed === routed.size - 1
  }

  idOf(node: number): number {
    return this.ring.ids[node]!
  }

  distance(from: number, to: number): number {
    return this.ring.distance(from, to)
  }

  finger(node: number, exponent: number): number | undefined {
    return this.ring.finger(node, exponent)
  }

  successor(node: number, step: number): number {
    return this.ring.successor(node, step)
  }

  fetch(node: number, key: number): number {
    return this.ring.fetch(node, key) + this.dead[node]!
  }

  /** Not needed: successors are up to date, so that nobody unknown stands between a key and its owner. */
  predecessor(): number {
    return -1
  }

  isDead(node: number): boolean {
    return this.dead[node] !== 0
  }

  /** The first live entry of a correct list is the owner. */
  isOwner(): boolean {
    return true
  }
}
