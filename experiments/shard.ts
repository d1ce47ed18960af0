/** A part of a study: the runs whose place in the plan is `index - 1` modulo `count`. */
export interface Shard {
  /** An integer from 1 to `count`. */
  readonly index: number
  /** An integer >= 1. */
  readonly count: number
}

/**
 * Reads `3/20`, the third of twenty parts.
 * @throws {RangeError} for anything else
 */
export function parseShard(text: string): Shard {
  const [, index, count] = (/^(\d{1,7})\/(\d{1,7})$/.exec(text) ?? []).map(Number)
  if (index === undefined || count === undefined || index < 1 || index > count)
    throw new RangeError('Expected k/n, the k-th of n parts with 1 <= k <= n, such as 3/20.')
  return { index, count }
}

/**
 * Whether a run belongs to a part; it does when there is none. The replications of a design point go to different parts,
 * so that slow points are spread; the place in a list plays no role, so that a study that grows keeps its parts.
 */
export function isOfShard(
  { point, replication }: { point: string; replication: number },
  shard: Shard | undefined,
): boolean {
  if (shard === undefined) return true
  return (Number.parseInt(point.slice(0, 8), 16) + replication) % shard.count === shard.index - 1
}
