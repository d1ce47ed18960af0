/**
 * Finds a deadlock among things that wait for one another: a set in which each waits for at least one other, and none
 * for anything outside. Whoever waits for several needs one of them, as a blocked customer needs one free server of the
 * next station; a thing that waits for nothing is free.
 * @param waitsFor for each thing, what it waits for
 * @returns the members of a deadlock in the order given, empty when there is none
 * @source A deadlock is a knot of the state digraph: Holt, Some deadlock properties of computer systems, ACM Computing
 *   Surveys 4(3), 1972.
 */
export function findDeadlock<T>(waitsFor: ReadonlyMap<T, readonly T[]>): T[] {
  const reach = new Map<T, Set<T>>()
  for (const start of waitsFor.keys()) reach.set(start, reachable(start, waitsFor))
  for (const [start, reached] of reach) {
    // A knot: everything that can be reached from it reaches it back.
    const knot = reached.size > 0 && [...reached].every((thing) => reach.get(thing)?.has(start))
    if (knot) return [...waitsFor.keys()].filter((thing) => reached.has(thing))
  }
  return []
}

function reachable<T>(start: T, waitsFor: ReadonlyMap<T, readonly T[]>): Set<T> {
  const reached = new Set<T>()
  const open = [...(waitsFor.get(start) ?? [])]
  for (let thing = open.pop(); thing !== undefined; thing = open.pop()) {
    if (reached.has(thing)) continue
    reached.add(thing)
    open.push(...(waitsFor.get(thing) ?? []))
  }
  return reached
}
