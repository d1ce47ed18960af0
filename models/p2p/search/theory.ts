import { math } from '../../../engine/index.ts'
import { type Course, missed, randomGraphCourses, rings, torusCourse } from './flood-theory.ts'
import { copies, popularity, type Replication, totalCopies } from './replication.ts'

interface Search {
  graph: string
  nodes: number
  meanDegree: number
  strategy: string
  ttl: number
  firstRing: number
  ringStep: number
  steps: number
  origins: string
  objects: number
  popularityExponent: number
  allocation: Replication | 'path'
  replicationRatio: number
}

/** Long-run means of a search. */
interface Means {
  success: number
  messages: number
  visited: number
  /** Messages that reach a node that was reached before. */
  duplicates: number
  /** Hops to the first copy, times the success. */
  hops: number
}

/**
 * Fraction of the queries that find their object; undefined for walkers, grids, power-law graphs, origins in
 * the largest component of a random graph, and path replication.
 * @source see `randomGraphCourses`, `torusCourse` and `missed`; for probes the geometric law.
 */
export const success = (p: Search): number | undefined => means(p)?.success
/** Messages a query, mean. @source as `success`. */
export const messages = (p: Search): number | undefined => means(p)?.messages
/** Nodes that a query reaches, mean. @source as `success`. */
export const visited = (p: Search): number | undefined => means(p)?.visited
/** Fraction of the messages that reach a node that was reached before. @source as `success`. */
export function duplicates(p: Search): number | undefined {
  const found = means(p)
  return found === undefined || found.messages === 0 ? undefined : found.duplicates / found.messages
}
/** Hops to the first copy, mean over the queries that find one. @source as `success`. */
export function hops(p: Search): number | undefined {
  const found = means(p)
  return found === undefined || found.success === 0 ? undefined : found.hops / found.success
}

/** Charts ask for one metric after the other at the same point. */
const remembered = { key: '', value: undefined as Means | undefined }

function means(p: Search): Means | undefined {
  const { graph, nodes, meanDegree, strategy, ttl, firstRing, ringStep, steps, origins } = p
  const { objects, popularityExponent, allocation, replicationRatio } = p
  const flood = [graph, nodes, meanDegree, strategy, ttl, firstRing, ringStep, steps, origins]
  const key = [...flood, objects, popularityExponent, allocation, replicationRatio].join()
  if (remembered.key !== key) {
    remembered.key = key
    remembered.value = compute(p)
  }
  return remembered.value
}

function compute(p: Search): Means | undefined {
  if (p.allocation === 'path' || p.strategy === 'walkers') return undefined
  const asked = demand(p, p.allocation)
  if (p.strategy === 'probes') return sum(asked.map(([copied, weight]) => scaled(probing(p, copied), weight)))
  const courses = coursesOf(p)
  if (courses === undefined) return undefined
  const reaches = p.strategy === 'flooding' ? [p.ttl] : rings(p.firstRing, p.ringStep, p.ttl)
  return sum(
    courses.flatMap((course) =>
      asked.map(([copied, weight]) => scaled(flooding(course, reaches, p.nodes - 1, copied), weight * course.weight)),
    ),
  )
}

/** Copies that an object may have, each number once, with the fraction of queries for such objects. */
function demand(p: Search, replication: Replication): [copied: number, weight: number][] {
  const q = popularity(p.objects, p.popularityExponent)
  const copied = copies(q, totalCopies(p), p.nodes, replication)
  const weights = new Map<number, number>()
  for (let i = 0; i < q.length; i++) weights.set(copied[i]!, (weights.get(copied[i]!) ?? 0) + q[i]!)
  return [...weights]
}

function coursesOf(p: Search): Course[] | undefined {
  if (p.graph === 'torus') {
    const course = torusCourse(p.nodes, p.ttl)
    return course && [course]
  }
  if (p.graph !== 'random' || p.origins !== 'any') return undefined
  return randomGraphCourses(p.nodes, p.meanDegree / (p.nodes - 1), p.ttl)
}

/** Floods in turn until one finds a copy; the last one's nodes are those visited. */
function flooding(course: Course, reaches: readonly number[], others: number, copied: number): Means {
  const miss = Array.from(course.visited, (reached) => missed(others, reached, copied))
  const total: Means = { success: 1 - miss.at(-1)!, messages: 0, visited: 0, duplicates: 0, hops: 0 }
  for (let hop = 1; hop < miss.length; hop++) total.hops += hop * (miss[hop - 1]! - miss[hop]!)
  let needed = 1
  for (const reach of reaches) {
    const last = reach === reaches.at(-1)
    total.messages += needed * course.messages[reach]!
    total.duplicates += needed * (course.messages[reach]! - course.visited[reach]!)
    total.visited += (last ? needed : needed - miss[reach]!) * course.visited[reach]!
    needed = miss[reach]!
  }
  return total
}

/** Random probes with replacement: each finds a copy with the same probability. */
function probing(p: Search, copied: number): Means {
  const others = p.nodes - 1
  const hit = copied / others
  const fail = math.exp(p.steps * math.log1p(-hit))
  const probes = (1 - fail) / hit
  // A node without a copy is new to a probe with the probability that no earlier one chose it: both have to be survived.
  const ratio = (others - copied - 1) / others
  const empty = others - copied
  const emptyVisited = empty === 0 ? 0 : ((empty / others) * (1 - math.exp(p.steps * math.ln(ratio)))) / (1 - ratio)
  const reached = emptyVisited + (1 - fail)
  return {
    success: 1 - fail,
    messages: probes,
    visited: reached,
    duplicates: probes - reached,
    hops: probes - p.steps * fail,
  }
}

function scaled(each: Means, weight: number): Means {
  const { success: found, messages: sent, visited: reached, duplicates: again, hops: far } = each
  return {
    success: weight * found,
    messages: weight * sent,
    visited: weight * reached,
    duplicates: weight * again,
    hops: weight * far,
  }
}

function sum(parts: readonly Means[]): Means {
  const total: Means = { success: 0, messages: 0, visited: 0, duplicates: 0, hops: 0 }
  for (const part of parts) {
    total.success += part.success
    total.messages += part.messages
    total.visited += part.visited
    total.duplicates += part.duplicates
    total.hops += part.hops
  }
  return total
}
