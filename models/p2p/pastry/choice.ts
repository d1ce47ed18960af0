import type { Roster } from '../shared/roster.ts'
import type { RoutingState } from './routing-state.ts'

/**
 * Where a node sends a message for a key: itself where it knows nobody closer. A message first goes to nodes that share more
 * digits with the key, or as many and are closer; once its key was within a leaf set, to closer nodes only. So it comes to an
 * end even where leaf sets contradict each other.
 * @param near whether the key was within the leaf set of the node, or of one before
 * @param avoid nodes that are not considered
 * @param missed is told of a dead node that was tried, and puts it among those to avoid
 */
export function nextHop(
  state: RoutingState,
  roster: Roster,
  node: number,
  key: number,
  near: boolean,
  avoid: readonly number[],
  missed: (dead: number) => void,
): number {
  for (;;) {
    const next = bestKnown(state, node, key, near, avoid)
    if (next === node || roster.isAlive(next)) return next
    missed(next)
  }
}

function bestKnown(state: RoutingState, node: number, key: number, near: boolean, avoid: readonly number[]): number {
  let best = node
  let bestDistance = state.distance(node, key)
  const row = state.shared(node, key)
  const entry = state.entryFor(node, key)
  if (!near && entry >= 0 && state.shared(entry, key) > row && !avoid.includes(entry)) return entry
  const consider = (other: number): void => {
    if (other < 0) return
    const distance = state.distance(other, key)
    if (distance >= bestDistance || (!near && state.shared(other, key) < row) || avoid.includes(other)) return
    best = other
    bestDistance = distance
  }
  for (let place = 0; place < state.side; place++) {
    consider(state.leaf(node, place, false))
    consider(state.leaf(node, place, true))
  }
  if (near) {
    consider(entry)
    return best
  }
  // The rare case: nobody is known for the next digit.
  for (let deeper = Math.min(row, state.rows - 1); deeper < state.rows; deeper++) {
    for (let digit = 0; digit < state.base; digit++) consider(state.entry(node, deeper, digit))
  }
  return best
}
