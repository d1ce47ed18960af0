import { Simulation } from '../../simulation.ts'
import type { LinkOptions } from '../packet/link-options.ts'
import { Link } from '../packet/link.ts'
import { readPacketCase, type CaseResult, type PacketCase } from './packet-case.ts'

/**
 * Runs a case of `packets/*.json`, which are point-to-point links and drop-tail queues as ns-3 has them, and compares
 * every reception and every drop, to the nanosecond.
 * @param json text of the file
 * @param timing of the links: `ns-3` for its order of simultaneous events as well
 * @returns one sentence for each packet that fared otherwise
 * @throws Error when the file is not understood
 */
export function checkPackets(json: string, timing: NonNullable<LinkOptions['timing']> = 'ns-3'): string[] {
  const scenario = readPacketCase(json)
  const found = run(scenario, timing)
  return scenario.results.flatMap((expected) => {
    const actual = found.get(expected.id)
    if (actual !== undefined && agrees(expected, actual)) return []
    return [`Packet ${expected.id} ${describe(actual)}: expected that it ${describe(expected)}.`]
  })
}

function agrees(expected: CaseResult, found: CaseResult): boolean {
  if ('receivedNs' in expected) return 'receivedNs' in found && found.receivedNs === expected.receivedNs
  if (!('droppedNs' in found) || found.droppedNs !== expected.droppedNs || found.node !== expected.node) return false
  return expected.towards === '' || found.towards === expected.towards
}

function describe(result: CaseResult | undefined): string {
  if (result === undefined) return 'is neither received nor dropped'
  if ('receivedNs' in result) return `is received at ${result.receivedNs} ns`
  return `is dropped at ${result.node} towards ${result.towards || 'anywhere'} at ${result.droppedNs} ns`
}

/** Sends all packets on their paths, hop by hop. */
function run({ links, sends, headerBytes }: PacketCase, timing: 'ns-3' | 'seconds'): Map<string, CaseResult> {
  const sim = new Simulation({ seed: 'conformance' })
  const wires = new Map<string, Link>()
  const key = (from: string, to: string): string => JSON.stringify([from, to])
  for (const { a, b, bandwidth, delayNs, queue } of links) {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      if (wires.has(key(from, to))) throw new Error(`links has two from ${from} to ${to}: a path would not tell which.`)
      const name = `${from}->${to}`
      const options = { name, latency: delayNs / 1e9, bandwidth, headerBytes, timing, check: sends.length < 100 }
      wires.set(key(from, to), new Link(sim, { ...options, queue: { kind: 'drop-tail', ...queue } }))
    }
  }
  const results = new Map<string, CaseResult>()
  const nanoseconds = (): number => Math.round(sim.now * 1e9)
  for (const { id, timeNs, bytes, path } of sends) {
    const hops = path.slice(1).map((to, i) => {
      const link = wires.get(key(path[i]!, to))
      if (link === undefined)
        throw new Error(`Packet ${id} goes from ${path[i]} to ${to}: links has none between them.`)
      return { link, node: path[i]!, towards: to }
    })
    const forward = (hop: number): void => {
      const next = hops[hop]
      if (next === undefined) return void results.set(id, { id, receivedNs: nanoseconds() })
      const { link, node, towards } = next
      link.send(
        bytes,
        () => forward(hop + 1),
        () => results.set(id, { id, node, towards, droppedNs: nanoseconds() }),
      )
    }
    sim.scheduleAt(timeNs / 1e9, () => forward(0))
  }
  sim.run()
  return results
}
