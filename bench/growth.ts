/** Memory at one moment of a run, after a garbage collection where that can be had. */
export interface MemorySample {
  /** Events executed so far. */
  readonly events: number
  /** Heap and typed arrays that are alive, bytes. */
  readonly alive: number
  /** Resident set, bytes. */
  readonly rss: number
}

/** Changes smaller than this say nothing: code is compiled late, tables grow to their final size. */
const SLACK = { alive: 1e6, rss: 16e6 }

/** The first part of a run, in which everything grows to its size, does not count. */
const SETTLING = 0.25

/**
 * How memory grew from the first to the last third of the settled part of a run, by the medians of both, bytes.
 * @returns undefined when it is flat: growth within 2 % or what says nothing
 */
export function growth(samples: readonly MemorySample[]): { kind: 'alive' | 'rss'; bytes: number } | undefined {
  const settled = samples.slice(Math.floor(samples.length * SETTLING))
  const third = Math.floor(settled.length / 3)
  if (third === 0) throw new Error(`${samples.length} samples of memory: expected 4 or more to judge its growth.`)
  for (const kind of ['alive', 'rss'] as const) {
    const middle = (part: readonly MemorySample[]): number =>
      part.map((sample) => sample[kind]).sort((a, b) => a - b)[part.length >> 1]!
    const first = middle(settled.slice(0, third))
    const bytes = middle(settled.slice(-third)) - first
    if (bytes > Math.max(0.02 * first, SLACK[kind])) return { kind, bytes }
  }
  return undefined
}
