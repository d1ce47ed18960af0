import { SimulationError } from '../../errors.ts'
import type { RandomStream } from '../../random/stream.ts'
import { installChurn, installTrace } from './churn.ts'
import type { CrashFault, Fault, LinkFault, Targets } from './fault.ts'
import type { FaultLayer } from './fault-layer.ts'
import { Windows, type Effect } from './windows.ts'

/**
 * Has checked faults happen on a layer.
 * @param intensity > 0, see `InstallOptions`
 * @param links numbers of the links that can be switched
 */
export function installFaults(
  layer: FaultLayer,
  faults: readonly Fault[],
  intensity: number,
  links: readonly number[],
): void {
  const { sim } = layer
  const labels = streamLabels(faults)
  faults.forEach((fault, i) => {
    const label = `${layer.name}.${labels[i]!}`
    if (fault.kind === 'trace') return installTrace(layer.machines, fault, intensity)
    const { at = sim.now } = fault
    if (at < sim.now) {
      throw new SimulationError(
        `faults[${i}] (${fault.kind}), at = ${at}: expected a time that is still to come, >= ${sim.now} s.`,
      )
    }
    if (fault.kind === 'churn') return installChurn(layer.machines, fault, at, intensity, label)
    const pickStream = (): RandomStream => sim.stream(`${label}.pick`)
    new Windows(sim, effectOf(layer, fault, links, pickStream), fault, intensity, sim.stream(label)).start(at)
  })
}

/** One label an entry: its name or else its kind, the later ones of a kind numbered from 2. */
function streamLabels(faults: readonly Fault[]): string[] {
  const seen = new Map<string, number>()
  return faults.map((fault) => {
    const label = ('name' in fault && fault.name) || fault.kind
    // The streams of churn bear the numbers of its hosts, which differ between entries.
    if (fault.kind === 'churn') return label
    const number = (seen.get(label) ?? 0) + 1
    seen.set(label, number)
    return number === 1 ? label : `${label}-${number}`
  })
}

type Windowed = Exclude<Fault, { kind: 'churn' | 'trace' }>

function effectOf(
  layer: FaultLayer,
  fault: Windowed,
  links: readonly number[],
  pickStream: () => RandomStream,
): Effect {
  const { machines } = layer
  switch (fault.kind) {
    case 'crash':
      return outage(
        fault,
        idsOf(fault.hosts, () => Array.from({ length: machines.count }, (_, host) => host)),
        pickStream,
        (host, up) => (up ? machines.restart(host) : machines.crash(host)),
      )
    case 'link':
      return outage(
        fault,
        idsOf(fault.links, () => links),
        pickStream,
        (link, up) => (up ? layer.linkUp(link) : layer.linkDown(link)),
      )
    case 'partition':
      return lifted(() => layer.partition(fault.groups, { oneWay: fault.oneWay ?? false }))
    case 'loss':
      return lifted(() => layer.lose(fault.probability, fault))
    case 'delay':
      return lifted(() => layer.slowDown(fault.by, fault))
  }
}

/** Something that returns how to take it back. */
function lifted(begin: () => () => void): Effect {
  let lift = (): void => {}
  return { begin: () => void (lift = begin()), end: () => lift() }
}

function outage(
  { pick }: CrashFault | LinkFault,
  ids: readonly number[],
  pickStream: () => RandomStream,
  set: (id: number, up: boolean) => void,
): Effect {
  const stream = pick === undefined ? undefined : pickStream()
  let chosen = ids
  return {
    begin() {
      if (stream !== undefined) chosen = stream.sampleIndices(ids.length, pick!).map((i) => ids[i]!)
      for (const id of chosen) set(id, false)
    },
    end() {
      for (const id of chosen) set(id, true)
    },
  }
}

function idsOf(targets: Targets, all: () => readonly number[]): readonly number[] {
  return targets === 'all' ? all() : targets
}
