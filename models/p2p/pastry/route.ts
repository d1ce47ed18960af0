import type { Latency } from '../shared/underlay.ts'
import { type Tables, circular } from './tables.ts'

/** Whether a message is passed on and stays at its destination, or that replies, or the origin asks each hop itself. */
export type Style = 'one-way' | 'recursive' | 'iterative'

/** How one lookup went. */
export interface Outcome {
  /** Where it ended. */
  readonly end: number
  readonly hops: number
  /** Messages sent, those to dead nodes too. */
  readonly messages: number
  /** Time until the last node has the message, or the origin the reply, s. */
  readonly latency: number
  /** Dead nodes contacted. */
  readonly timeouts: number
}

/**
 * Routes a message to the node whose id is closest to a key. Nothing changes on the way, so that the whole path is walked at
 * once.
 * @param p.timeout wait for a dead node, s
 */
export function route(
  tables: Tables,
  dead: Uint8Array,
  between: Latency,
  { timeout, style }: { readonly timeout: number; readonly style: Style },
  origin: number,
  key: number,
): Outcome {
  let [node, hops, travel, timeouts] = [origin, 0, 0, 0]
  for (;;) {
    const last = tables.covers(node, key)
    const next = last ? closestLeaf() : onwards()
    if (next === node) break
    hops++
    travel += style === 'iterative' ? between(origin, next) + between(next, origin) : between(node, next)
    node = next
    // Who is chosen from a leaf set that covers the key is the destination, as far as anybody knows.
    if (last) break
  }
  const replies = style === 'iterative' ? hops : style === 'recursive' && node !== origin ? 1 : 0
  if (style === 'recursive') travel += between(node, origin)
  return { end: node, hops, messages: hops + timeouts + replies, latency: travel + timeouts * timeout, timeouts }

  /** The live member of the leaf set closest to the key, or the node itself. */
  function closestLeaf(): number {
    let best = node
    const consider = (leaf: number): void => {
      if (dead[leaf] === 0 && closer(leaf, best)) best = leaf
    }
    leaves(consider)
    leaves((leaf) => {
      if (dead[leaf] !== 0 && closer(leaf, best)) timeouts++
    })
    return best
  }

  /** The entry with one digit more, or else any known node with as many digits that is closer. */
  function onwards(): number {
    const row = tables.shared(node, key)
    const entry = tables.towards(node, key, row)
    if (entry >= 0) {
      if (dead[entry] === 0) return entry
      timeouts++
    }
    let best = node
    const consider = (other: number): void => {
      if (dead[other] === 0 && tables.shared(other, key) >= row && closer(other, best)) best = other
    }
    leaves(consider)
    tables.rows(node, row, consider)
    return best
  }

  function leaves(visit: (leaf: number) => void): void {
    for (let place = 1; place <= tables.side; place++) {
      visit(tables.leaf(node, place))
      if (!tables.complete) visit(tables.leaf(node, -place))
    }
  }

  function closer(a: number, b: number): boolean {
    return circular(tables.ids[a]!, key) < circular(tables.ids[b]!, key)
  }
}
