import type { Censored, Leak, Simulation, Stuck } from '../engine/index.ts'

/** What a reader of a run's responses must know of how it ended. */
export interface Remark {
  /**
   * `leak`: servers that ended processes took along; `stuck`: servers in use though nothing is left to happen;
   * `censored`: a statistic of waits misses so many that still last that its mean is too low; `law` and `unstable`: see
   * `brokenLaws`.
   */
  readonly kind: 'leak' | 'stuck' | 'censored' | 'law' | 'unstable'
  /** Name of the resource, of the statistic or of the law. */
  readonly subject: string
  /** One sentence with figures. */
  readonly text: string
}

/**
 * Waits that still last at the end of a run matter beyond this fraction of those observed. Some last at the end of every
 * run: of a stable queue a handful beside thousands, which says nothing; of an unstable one a large part.
 */
export const censoredFraction = 0.05

/** Remarks on a run that has ended, at most one for each resource and statistic. */
export function remarksOn(sim: Simulation): Remark[] {
  const report = sim.inspect()
  return [
    ...byResource(report.leaks).map(leak),
    ...byResource(report.stuck).map(stuck),
    ...report.censored.filter(matters).map(censored),
  ]
}

/** Who holds servers of one resource, in the order of the report; at least one. */
type Holders<T> = readonly [T, ...T[]]

function byResource<T extends Stuck>(all: readonly T[]): Holders<T>[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const each of all) {
    const group = groups.get(each.resource)
    if (group === undefined) groups.set(each.resource, [each])
    else group.push(each)
  }
  return [...groups.values()]
}

function leak(holders: Holders<Leak>): Remark {
  const [{ resource, process, since }] = holders
  const text = `${servers(holders)} of resource "${resource}" never released by processes that have ended, first by "${process}", which had them since t=${since} s. Hold leases with using.`
  return { kind: 'leak', subject: resource, text }
}

function stuck(holders: Holders<Stuck>): Remark {
  const [{ resource, process }] = holders
  const text = `${servers(holders)} of resource "${resource}" in use although nothing is left to happen, first by "${process}".`
  return { kind: 'stuck', subject: resource, text }
}

function servers(holders: Holders<Stuck>): string {
  const units = holders.reduce((sum, each) => sum + each.units, 0)
  return units === 1 ? '1 server' : `${units} servers`
}

function matters({ waiting, observed }: Censored): boolean {
  return waiting > censoredFraction * observed
}

function censored({ statistic, waiting, observed, longest }: Censored): Remark {
  const waits = waiting === 1 ? '1 wait that goes' : `${waiting} waits that go`
  const text = `${statistic} misses ${waits} on at the end of the run, against ${observed} observed; the longest has lasted ${Number(longest.toPrecision(4))} s. Its mean is too low: the queue is not stable, or the run too short.`
  return { kind: 'censored', subject: statistic, text }
}
