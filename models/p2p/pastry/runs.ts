import type { Law, Simulation } from '../../../engine/index.ts'
import { randomId } from '../shared/identifiers.ts'
import { admit, presentAtStart } from '../shared/membership.ts'
import type { Outcomes } from '../shared/outcomes.ts'
import type { Kept, RunningParameters } from '../shared/running.ts'
import { Staleness } from '../shared/staleness.ts'
import { Traffic } from '../shared/traffic.ts'
import { type Latency, type UnderlayParameters, underlay } from '../shared/underlay.ts'
import { lookUpEverywhere } from '../shared/workload.ts'
import { Messages } from './messages.ts'
import { type Style, route } from './route.ts'
import { Running } from './running.ts'
import { Tables } from './tables.ts'
import { type PastryParameters, failedNodes } from './theory.ts'

/** Nodes whose routing tables are counted in a run. */
const countedTables = 200

/** What a run depends on; see the parameters of the model. */
export type PastryRun = PastryParameters &
  RunningParameters &
  UnderlayParameters & {
    readonly candidates: number
    readonly timeout: number
    readonly style: Style
    readonly leafSetPeriod: Law
    readonly tablePeriod: Law
  }

/** What is read from a run besides the outcomes of its lookups. */
export interface Watched {
  /** Direct delay from the origins to the destinations of all answered lookups, s together. */
  direct(): number
  entries?(): number
  readonly kept?: Kept
  readonly leaves?: Staleness
}

/** Lookups one after the other, on tables that stay as they are. */
export function rest(sim: Simulation, p: PastryRun, outcomes: Outcomes): Watched {
  const between = underlay(sim, p.nodes, p)
  const tables = new Tables(p, sim.stream('ids'), sim.stream('entries'), between)
  const dead = new Uint8Array(p.nodes)
  const failures = failedNodes(p)
  if (failures > 0) for (const node of sim.stream('failures').sampleIndices(p.nodes, failures)) dead[node] = 1
  const origins = sim.stream('lookup origins')
  const wanted = sim.stream('lookup keys')
  let direct = 0
  sim.onWarmUpEnd(() => {
    direct = 0
  })

  let left = p.lookups
  function lookUp(): void {
    let origin = origins.integer(0, p.nodes - 1)
    while (dead[origin] !== 0) origin = origins.integer(0, p.nodes - 1)
    const key = randomId(wanted)
    const outcome = route(tables, dead, between, p, origin, key)
    outcomes.answer(outcome.hops, outcome.latency, outcome.end === tables.owner(key, dead))
    outcomes.messages += outcome.messages
    outcomes.timeouts += outcome.timeouts
    direct += between(origin, outcome.end)
    if (--left > 0) sim.schedule(outcome.latency, lookUp)
  }
  sim.schedule(0, lookUp)
  return { direct: () => direct, entries: () => meanEntries(tables, p.nodes) }
}

/** Lookups at any time, on tables that the protocol keeps. */
export function run(sim: Simulation, p: PastryRun, outcomes: Outcomes): Watched {
  const traffic = new Traffic(sim, p)
  // Who is new has the place in the network below of somebody before.
  const places = underlay(sim, p.nodes, p)
  const between: Latency = (from, to) => places(from % p.nodes, to % p.nodes)
  const start = { ...p, nodes: presentAtStart(p) }
  const tables = new Tables(start, sim.stream('ids'), sim.stream('entries'), between)
  const network = new Running(sim, tables, between, p.nodes, traffic, p)
  const { roster, state } = network
  const lookups = new Messages(sim, network, between, outcomes, traffic, p)
  let left = p.lookups
  lookups.whenIdle = () => {
    if (left === 0) sim.stop()
  }
  admit(sim, roster, p, network)
  lookUpEverywhere(sim, roster, { hosts: p.nodes, interval: p.lookupInterval, limit: p.lookups }, (origin, key) => {
    left--
    lookups.start(origin, key)
  })
  return {
    direct: () => lookups.direct,
    kept: { traffic, staleness: new Staleness(sim, roster, (node, count) => state.inspect(node, count)) },
    leaves: new Staleness(sim, roster, (node, count) => state.inspectLeaves(node, count)),
  }
}

/** Over nodes spread evenly along the ids. */
function meanEntries(tables: Tables, nodes: number): number {
  const counted = Math.min(nodes, countedTables)
  let entries = 0
  for (let i = 0; i < counted; i++) tables.rows(Math.floor((i * nodes) / counted), 0, () => entries++)
  return entries / counted
}
