import { clockwise, exponentBelow, idSpace } from './ring.ts'

/** The tables that lookups are forwarded by, as they are now. Nodes are numbers; -1 stands for nobody. */
export interface Overlay {
  idOf(node: number): number
  /** Distance from one node to another, a full circle from a node to itself. */
  distance(from: number, to: number): number
  /** The finger that spans 2^exponent, -1 where it is empty, undefined where only the successor can be meant. */
  finger(node: number, exponent: number): number | undefined
  /** Length of the successor lists. */
  readonly listed: number
  /** Entry of the successor list, from 1 to `listed`. */
  successor(node: number, step: number): number
  /** The predecessor that the node knows of, if it is alive. */
  predecessor(node: number): number
  /** True where the successor list goes round the whole ring. */
  readonly complete: boolean
  /** Reads what `closestBefore` will, to no other end than that it is fetched; returns anything. */
  fetch(node: number, key: number): number
  /** Not visible to the nodes: they find out by time-outs. */
  isDead(node: number): boolean
  /** Not visible to the nodes: whether this node is the right answer now. */
  isOwner(node: number, key: number): boolean
}

/** Distance from a node to a key. A node asked for its own id does not know that it is the owner: a full circle. */
export function distanceToKey(overlay: Overlay, node: number, key: number): number {
  return clockwise(overlay.idOf(node), key) || idSpace
}

/**
 * The largest entry of a node strictly before the key, leaving out the nodes to avoid; -1 if there is none.
 * @param distance from the node to the key
 * @param shortcuts take the best of fingers and successor list; otherwise the list serves where no finger does
 */
export function closestBefore(
  overlay: Overlay,
  node: number,
  distance: number,
  avoid: readonly number[],
  shortcuts: boolean,
): number {
  const successor = overlay.successor(node, 1)
  if (successor >= 0 && overlay.distance(node, successor) >= distance) return -1
  const finger = closestFinger(overlay, node, distance, avoid, successor)
  if (finger >= 0 && !shortcuts) return finger
  for (let step = overlay.listed; step > 0; step--) {
    const entry = overlay.successor(node, step)
    if (entry < 0 || overlay.distance(node, entry) >= distance || avoid.includes(entry)) continue
    return finger >= 0 && overlay.distance(node, finger) > overlay.distance(node, entry) ? finger : entry
  }
  return finger
}

/** Fingers that do not reach beyond the successor mean the successor: they are not kept. */
function closestFinger(
  overlay: Overlay,
  node: number,
  distance: number,
  avoid: readonly number[],
  successor: number,
): number {
  const nearest = successor < 0 ? -1 : exponentBelow(overlay.distance(node, successor))
  for (let exponent = exponentBelow(distance); exponent > nearest; exponent--) {
    const finger = overlay.finger(node, exponent)
    if (finger === undefined) return -1
    if (finger >= 0 && overlay.distance(node, finger) < distance && !avoid.includes(finger)) return finger
  }
  return avoid.includes(successor) ? -1 : successor
}

/**
 * The owner of a key as far as its predecessor knows: the first live entry of the list at or behind the key; -1 if all are dead.
 * @param distance from the node to the key
 * @param contacted is told of the dead entries that are contacted before
 */
export function firstBehind(
  overlay: Overlay,
  node: number,
  distance: number,
  contacted: (dead: number) => void,
): number {
  for (let step = 1; step <= overlay.listed; step++) {
    const entry = overlay.successor(node, step)
    if (entry < 0 || overlay.distance(node, entry) < distance) continue
    if (!overlay.isDead(entry)) return entry
    contacted(entry)
  }
  // A list that goes round the whole ring says that nobody else is alive.
  return overlay.complete ? node : -1
}

/** True when the key lies between the live predecessor that a node knows of and the node, or when it knows of none. */
export function ownsAsFarAsItKnows(overlay: Overlay, node: number, key: number): boolean {
  const before = overlay.predecessor(node)
  return before < 0 || distanceToKey(overlay, before, key) <= overlay.distance(before, node)
}
