import { RandomStream } from '../../engine/index.ts'

/** Increments drawn beforehand, a power of two: what is measured is the event list, not the draws. */
const COUNT = 1 << 16
const MASK = COUNT - 1

/** Laws of the time from an event to its successor, each hard on one structure or another. Median about 1 s. */
const laws: Readonly<Record<string, (stream: RandomStream) => number>> = {
  exponential: (stream) => stream.exponential(1),
  'all-equal': () => 1,
  /** Half of all events are due at once. */
  'half-zero': (stream) => (stream.bernoulli(0.5) ? 0 : stream.exponential(2)),
  /** Two scales, a factor of 1000 apart. */
  bimodal: (stream) => (stream.bernoulli(0.9) ? stream.uniform(0, 1) : stream.uniform(1000, 1001)),
  /** So heavy-tailed that a sample mean hardly settles, let alone a bucket width derived from it. */
  'pareto-1.1': (stream) => stream.pareto(1.1, 1),
  /** One event in a hundred lies a million times as far ahead as the others. */
  'far-future': (stream) => (stream.bernoulli(0.01) ? stream.uniform(1e6, 2e6) : stream.uniform(0, 2)),
}

export const incrementLaws: readonly string[] = Object.keys(laws)

/** An endless sequence of increments of that law: 65 536 of them, over and over. */
export function increments(law: string): () => number {
  const stream = new RandomStream('increments', law)
  const table = Float64Array.from({ length: COUNT }, () => laws[law]!(stream))
  let i = 0
  return () => table[i++ & MASK]!
}
