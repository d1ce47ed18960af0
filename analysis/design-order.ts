import type { PlainValue, RunRecord, StudyDescription } from './record.ts'

/**
 * A comparison that puts runs into the order of the design, whatever order they finished in: by the levels of the
 * first factor, then of the second and so on (each in the order of the study), then by replication. Points that share
 * all factor levels are kept apart by their hash.
 */
export function designOrder(study: StudyDescription): (a: RunRecord, b: RunRecord) => number {
  const ranks = study.factors.map((factor) => new Map(factor.levels.map((level, rank) => [level, rank])))
  return (a, b) => {
    for (const [index, factor] of study.factors.entries()) {
      const rank = ranks[index]
      if (rank === undefined) continue
      const order = compareLevels(rank, a.parameters[factor.name], b.parameters[factor.name])
      if (order !== 0) return order
    }
    return compareText(a.point, b.point) || a.replication - b.replication || compareText(a.id, b.id)
  }
}

/** Declared levels first, in their order; others after them by value, so that the order stays total. */
function compareLevels(rank: Map<PlainValue, number>, a: PlainValue | undefined, b: PlainValue | undefined): number {
  if (a === b) return 0
  const rankA = (a === undefined ? undefined : rank.get(a)) ?? rank.size
  const rankB = (b === undefined ? undefined : rank.get(b)) ?? rank.size
  if (rankA !== rankB) return rankA - rankB
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return compareText(String(a), String(b))
}

/** By UTF-16 code units: `localeCompare` would depend on the machine. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
