import type { FaultProblem } from './check-faults.ts'
import type { CrashFault, Fault, LinkFault, Targets } from './fault.ts'

/**
 * Entries of a list that contradict each other: the same host or link taken down a second time while the first outage
 * lasts (which of the two ends it?), churn of a host from two entries, outages of one trace that overlap. Faults of
 * different kinds, and partitions, losses and delays, may overlap: they add up.
 */
export function findOverlap(faults: readonly Fault[]): FaultProblem | undefined {
  for (let entry = 0; entry < faults.length; entry++) {
    const fault = faults[entry]!
    const found = fault.kind === 'trace' ? overlapInTrace(fault.outages) : undefined
    if (found !== undefined) return { entry, kind: fault.kind, ...found }
    for (let earlier = 0; earlier < entry; earlier++) {
      const clash = contradiction(faults[earlier]!, fault)
      if (clash === undefined) continue
      return {
        entry,
        kind: fault.kind,
        field: '',
        given: clash,
        expected: `faults that do not contradict faults[${earlier}]`,
      }
    }
  }
  return undefined
}

function contradiction(a: Fault, b: Fault): string | undefined {
  if (a.kind === 'crash' && b.kind === 'crash') return doubleOutage(a, b, a.hosts, b.hosts, 'host')
  if (a.kind === 'link' && b.kind === 'link') return doubleOutage(a, b, a.links, b.links, 'link')
  if (a.kind !== 'churn' || b.kind !== 'churn') return undefined
  const host = common(a.hosts, b.hosts)
  const apart = (a.at ?? 0) + (a.for ?? Infinity) <= (b.at ?? 0) || (b.at ?? 0) + (b.for ?? Infinity) <= (a.at ?? 0)
  return host === undefined || apart ? undefined : `churn of ${named('host', host)} in both`
}

type Outage = CrashFault | LinkFault

function doubleOutage(a: Outage, b: Outage, mine: Targets, its: Targets, noun: string): string | undefined {
  // What the law of a recurring fault, of a length or of a choice will bring is not known beforehand.
  for (const { every, for: length, pick } of [a, b]) {
    if (every !== undefined || pick !== undefined || typeof length === 'object') return undefined
  }
  const [from, other] = [a.at ?? 0, b.at ?? 0]
  const begin = Math.max(from, other)
  if (begin >= from + ((a.for ?? Infinity) as number) || begin >= other + ((b.for ?? Infinity) as number))
    return undefined
  const id = common(mine, its)
  return id === undefined ? undefined : `${named(noun, id)} is down already at t=${begin} s`
}

const named = (noun: string, id: number | 'all'): string => (id === 'all' ? `every ${noun}` : `${noun} ${id}`)

function common(a: Targets, b: Targets): number | 'all' | undefined {
  if (a === 'all') return b === 'all' ? 'all' : b[0]
  if (b === 'all') return a[0]
  const members = new Set(a)
  return b.find((id) => members.has(id))
}

function overlapInTrace(
  outages: readonly (readonly [number, number, number])[],
): Pick<FaultProblem, 'field' | 'given' | 'expected'> | undefined {
  const order = outages
    .map((_, i) => i)
    .sort((i, j) => outages[i]![0] - outages[j]![0] || outages[i]![1] - outages[j]![1])
  for (let k = 1; k < order.length; k++) {
    const [before, after] = [outages[order[k - 1]!]!, outages[order[k]!]!]
    if (before[0] !== after[0] || before[2] <= after[1]) continue
    const expected = `outages of a host one after the other; host ${after[0]} is down from ${before[1]} to ${before[2]} s`
    return { field: `outages[${order[k]!}]`, given: `[${after.join(', ')}]`, expected }
  }
  return undefined
}
