import type { RandomStream } from '../../../engine/index.ts'
import type { Views } from '../shared/views.ts'

/** Whom a node calls: a random peer of its view, the freshest (head) or the oldest (tail). */
export type PeerSelection = 'rand' | 'head' | 'tail'
/** Who tells in an exchange: who calls, who is called, or both. */
export type Propagation = 'push' | 'pull' | 'pushpull'

/**
 * The peer that a node calls, of equally fresh ones either; -1 when there is none.
 * @param live whether only peers that live are chosen from, as the published frameworks assume
 */
export function choosePartner(
  views: Views,
  node: number,
  selection: PeerSelection,
  live: boolean,
  stream: RandomStream,
): number {
  const { peer, freshness, alive } = views
  const from = node * views.stride
  const count = views.count[node]!
  if (count === 0) return -1
  const begin = from + ((stream.uniform01() * count) | 0)
  if (selection === 'rand') {
    const first = peer[begin]!
    if (!live || alive[first] === 1) return first
  }
  // From a random place on, round the view: the first found of equals is either of them.
  let found = -1
  let candidates = 0
  for (let i = 0, at = begin; i < count; i++, at = at + 1 === from + count ? from : at + 1) {
    if (found >= 0 && selection === 'head' && freshness[at]! <= freshness[found]!) continue
    if (found >= 0 && selection === 'tail' && freshness[at]! >= freshness[found]!) continue
    if (live && alive[peer[at]!] === 0) continue
    if (selection !== 'rand' || stream.uniform01() * ++candidates < 1) found = at
  }
  return found < 0 ? -1 : peer[found]!
}
