import { nearest } from '../../random/nearest.ts'
import type { Duration, Fault, Targets } from './fault.ts'
import { faultFields, faultKinds } from './fault.ts'
import { findOverlap } from './overlap.ts'

/** What is known of the world that faults are for; what is not known is not checked. */
export interface FaultWorld {
  /** Number of hosts. */
  readonly hosts?: number
  /** Number of links that can be switched. */
  readonly links?: number
}

/** What is wrong with a list of faults, and where. */
export interface FaultProblem {
  /** Position of the entry in the list, from 0. */
  readonly entry: number
  /** Kind of the entry, where it has one. */
  readonly kind: string
  /** The field in question, or empty for the entry as a whole. */
  readonly field: string
  /** What stands there. */
  readonly given: string
  /** What should stand there, as a noun phrase, and what to do. */
  readonly expected: string
}

/** The first problem of a list of faults; undefined when it is sound. */
export function findFaultProblem(faults: readonly Fault[], world: FaultWorld = {}): FaultProblem | undefined {
  for (let entry = 0; entry < faults.length; entry++) {
    const found = checkEntry(faults[entry]!, world)
    if (found !== undefined) return { entry, kind: String(faults[entry]?.kind ?? ''), ...found }
  }
  return findOverlap(faults)
}

/** A problem in one sentence: `faults[2] (crash), at = -5: expected a time >= 0, in seconds.` */
export function describeFaultProblem({ entry, kind, field, given, expected }: FaultProblem): string {
  return `faults[${entry}]${kind === '' ? '' : ` (${kind})`}${field === '' ? ':' : `, ${field} =`} ${given}: expected ${expected}.`
}

type Found = Pick<FaultProblem, 'field' | 'given' | 'expected'>

function checkEntry(fault: Fault, world: FaultWorld): Found | undefined {
  if (typeof fault !== 'object' || fault === null)
    return { field: '', given: show(fault), expected: 'a fault, such as { kind: "crash", hosts: [3], at: 10 }' }
  const kinds: readonly string[] = faultKinds
  if (!kinds.includes(fault.kind))
    return {
      field: 'kind',
      given: `"${fault.kind}"`,
      expected: `one of ${faultKinds.join(', ')}${hint(fault.kind, faultKinds)}`,
    }
  const unknown = Object.keys(fault).find((key) => key !== 'kind' && !faultFields[fault.kind].includes(key))
  if (unknown !== undefined) {
    const known = faultFields[fault.kind]
    return {
      field: unknown,
      given: show((fault as never)[unknown]),
      expected: `no such field${hint(unknown, known)}: ${fault.kind} has ${known.join(', ')}`,
    }
  }
  switch (fault.kind) {
    case 'crash':
      return hostsOf(fault.hosts, 'hosts', world) ?? pickOf(fault.pick, fault.hosts, world.hosts) ?? whenOf(fault)
    case 'link':
      return linksOf(fault.links, world) ?? pickOf(fault.pick, fault.links, world.links) ?? whenOf(fault)
    case 'churn':
      return (
        hostsOf(fault.hosts, 'hosts', world) ??
        churnOf(fault.up, fault.down) ??
        whenOf({ at: fault.at, for: fault.for })
      )
    case 'trace':
      return traceOf(fault.outages, world)
    case 'partition':
      return groupsOf(fault.groups, fault.oneWay ?? false, world) ?? whenOf(fault)
    case 'loss':
      return (
        unless(
          fault.probability >= 0 && fault.probability <= 1,
          'probability',
          fault.probability,
          'a number from 0 to 1',
        ) ??
        trafficOf(fault, world) ??
        whenOf(fault)
      )
    case 'delay':
      return durationOf(fault.by, 'by', true) ?? trafficOf(fault, world) ?? whenOf(fault)
  }
}

function hint(given: string, known: readonly string[]): string {
  const meant = nearest(String(given), known)
  return meant === undefined ? '' : ` (did you mean "${meant}"?)`
}

function unless(sound: boolean, field: string, given: unknown, expected: string): Found | undefined {
  return sound ? undefined : { field, given: show(given), expected }
}

function show(value: unknown): string {
  if (
    typeof value === 'number' ||
    value === undefined ||
    (typeof value === 'object' && value !== null && 'sample' in value)
  )
    return String(value)
  const text = JSON.stringify(value, (_, inner: unknown) => (inner === Infinity ? 'Infinity' : inner))
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

const isLaw = (value: unknown): value is Exclude<Duration, number> =>
  typeof value === 'object' && value !== null && 'sample' in value && 'mean' in value

function durationOf(given: unknown, field: string, zero = false): Found | undefined {
  const value = isLaw(given) ? given.mean : given
  const sound = typeof value === 'number' && (zero ? value >= 0 && (isLaw(given) || value < Infinity) : value > 0)
  return unless(sound, field, given, `a duration ${zero ? '>= 0' : '> 0'} in seconds, or a law of such`)
}

function whenOf({ at = 0, for: length, every }: { at?: unknown; for?: unknown; every?: unknown }): Found | undefined {
  const time = unless(typeof at === 'number' && at >= 0 && at < Infinity, 'at', at, 'a time >= 0, in seconds')
  if (time !== undefined) return time
  if (every !== undefined) {
    const finite = 'a finite time, because the fault comes again: give both "every" and "for"'
    return (
      durationOf(every, 'every') ??
      unless(every !== Infinity, 'every', every, 'a finite time, or no fault at all') ??
      unless(length !== undefined && length !== Infinity, 'for', length, finite) ??
      durationOf(length, 'for')
    )
  }
  return length === undefined ? undefined : durationOf(length, 'for')
}

function idsOf(given: unknown, field: string, count: number | undefined, noun: string): Found | undefined {
  if (given === 'all') return undefined
  if (!Array.isArray(given) || given.length === 0)
    return { field, given: show(given), expected: `"all" or a list of ${noun}s` }
  const seen = new Set<unknown>()
  for (const id of given as unknown[]) {
    const known = Number.isSafeInteger(id) && (id as number) >= 0 && (id as number) < (count ?? Infinity)
    if (!known) {
      const range =
        count === undefined
          ? `numbers of ${noun}s, integers >= 0`
          : count === 0
            ? `no ${noun}: there is none`
            : `${noun}s from 0 to ${count - 1}`
      return { field, given: show(given), expected: `${range}; there is no ${noun} ${show(id)}` }
    }
    if (seen.has(id))
      return { field, given: show(given), expected: `each ${noun} once; ${noun} ${show(id)} is there twice` }
    seen.add(id)
  }
  return undefined
}

function hostsOf(given: unknown, field: string, world: FaultWorld): Found | undefined {
  return idsOf(given, field, world.hosts, 'host')
}

function linksOf(given: Targets, { links }: FaultWorld): Found | undefined {
  if (links !== 0) return idsOf(given, 'links', links, 'link')
  return {
    field: 'links',
    given: show(given),
    expected: 'a network whose links can be switched; between hosts, use a partition',
  }
}

function pickOf(pick: unknown, targets: Targets, count: number | undefined): Found | undefined {
  if (pick === undefined) return undefined
  const most = targets === 'all' ? (count ?? Infinity) : targets.length
  const sound = Number.isSafeInteger(pick) && (pick as number) >= 1 && (pick as number) <= most
  return unless(sound, 'pick', pick, `an integer from 1 to ${most === Infinity ? 'the number of targets' : most}`)
}

function churnOf(up: Duration, down: Duration): Found | undefined {
  return durationOf(up, 'up') ?? unless(up !== Infinity, 'up', up, 'a finite time') ?? durationOf(down, 'down')
}

function trafficOf(fault: { hosts?: Targets; from?: Targets; to?: Targets }, world: FaultWorld): Found | undefined {
  for (const field of ['hosts', 'from', 'to'] as const) {
    const found = fault[field] === undefined ? undefined : hostsOf(fault[field], field, world)
    if (found !== undefined) return found
  }
  return undefined
}

function traceOf(outages: unknown, world: FaultWorld): Found | undefined {
  if (!Array.isArray(outages)) return { field: 'outages', given: show(outages), expected: 'a list of [host, down, up]' }
  for (let i = 0; i < outages.length; i++) {
    const outage: unknown = outages[i]
    const field = `outages[${i}]`
    if (!Array.isArray(outage) || outage.length !== 3)
      return { field, given: show(outage), expected: '[host, down, up]' }
    const [host, down, up] = outage as [unknown, number, number]
    const found = hostsOf([host], field, world)
    if (found !== undefined) return { ...found, given: show(outage) }
    const ordered = typeof down === 'number' && typeof up === 'number' && down >= 0 && down < up
    if (!ordered) return { field, given: show(outage), expected: '[host, down, up] with 0 <= down < up, in seconds' }
  }
  return undefined
}

function groupsOf(groups: unknown, oneWay: unknown, world: FaultWorld): Found | undefined {
  const field = 'groups'
  const given = show(groups)
  if (!Array.isArray(groups) || groups.length < 2) {
    return { field, given, expected: 'two or more groups of hosts, such as [[0, 1], [2]] or [[0, 1], "rest"]' }
  }
  const named = groups.filter((group) => group !== 'rest') as unknown[]
  if (groups.length - named.length > 1) return { field, given, expected: '"rest" once at most' }
  for (const group of named) {
    const found = Array.isArray(group) ? hostsOf(group, field, world) : { field, expected: 'lists of hosts, or "rest"' }
    if (found !== undefined) return { ...found, given }
  }
  const twice = hostsOf(named.flat(), field, world)
  if (twice !== undefined) return { ...twice, given }
  if (typeof oneWay !== 'boolean') return { field: 'oneWay', given: show(oneWay), expected: 'true or false' }
  return unless(
    !oneWay || groups.length === 2,
    'oneWay',
    oneWay,
    'two groups, from the first of which nothing reaches the second',
  )
}
