import type { Law, Simulation } from '../../../engine/index.ts'
import { randomId } from '../shared/identifiers.ts'
import { admit, presentAtStart } from '../shared/membership.ts'
import type { Outcomes } from '../shared/outcomes.ts'
import type { Kept, RunningParameters } from '../shared/running.ts'
import { Staleness } from '../shared/staleness.ts'
import { Traffic } from '../shared/traffic.ts'
import { type Latency, type UnderlayParameters, underlay } from '../shared/underlay.ts'
import { lookUpEverywhere } from '../shared/workload.ts'
import { Forwarding } from './forwarding.ts'
import { Iterative, type IterativeParameters } from './iterative.ts'
import { type Outcome, forwarded } from './recursive.ts'
import { Running } from './running.ts'
import { Searches } from './searching.ts'
import { Tables } from './tables.ts'
import { type KademliaParameters, failedNodes } from './theory.ts'

/** What a run depends on; see the parameters of the model. */
export type KademliaRun = KademliaParameters &
  RunningParameters &
  IterativeParameters &
  UnderlayParameters & { readonly refreshPeriod: Law; readonly refreshUntil: 'closest' | 'all k' }

/** Lookups one after the other, on tables that stay as they are. */
export function rest(sim: Simulation, p: KademliaRun, outcomes: Outcomes): void {
  const tables = new Tables(p.nodes, p.bucketSize, sim.stream('ids'), sim.stream('contacts'))
  const between = underlay(sim, p.nodes, p)
  const dead = new Uint8Array(p.nodes)
  const failures = failedNodes(p)
  if (failures > 0) for (const node of sim.stream('failures').sampleIndices(p.nodes, failures)) dead[node] = 1
  const origins = sim.stream('lookup origins')
  const wanted = sim.stream('lookup keys')
  const iterative = new Iterative(sim, tables, dead, between, p)

  let left = p.lookups
  function lookUp(): void {
    let origin = origins.integer(0, p.nodes - 1)
    while (dead[origin] !== 0) origin = origins.integer(0, p.nodes - 1)
    const key = randomId(wanted)
    const record = (outcome: Outcome): void => {
      const right = outcome.end === tables.owner(key, (node) => dead[node] === 0)
      outcomes.answer(outcome.hops, outcome.latency, right)
      outcomes.messages += outcome.messages
      outcomes.timeouts += outcome.timeouts
      if (--left > 0) sim.schedule(0, lookUp)
    }
    if (p.style === 'iterative') iterative.start(origin, key, record)
    else record(forwarded(tables, dead, between, p.timeout, origin, key))
  }
  sim.schedule(0, lookUp)
}

/** Lookups at any time, on tables that the protocol keeps. */
export function run(sim: Simulation, p: KademliaRun, outcomes: Outcomes): Kept {
  const traffic = new Traffic(sim, p)
  const tables = new Tables(presentAtStart(p), p.bucketSize, sim.stream('ids'), sim.stream('contacts'))
  const network = new Running(sim, tables, p.nodes, traffic, p)
  // Who is new has the place in the network below of somebody before.
  const places = underlay(sim, p.nodes, p)
  const between: Latency = (from, to) => places(from % p.nodes, to % p.nodes)
  const lookups = new (p.style === 'iterative' ? Searches : Forwarding)(sim, network, between, outcomes, traffic, p)
  let left = p.lookups
  lookups.whenIdle = () => {
    if (left === 0) sim.stop()
  }
  admit(sim, network.roster, p, network)
  const workload = { hosts: p.nodes, interval: p.lookupInterval, limit: p.lookups }
  lookUpEverywhere(sim, network.roster, workload, (origin, key) => {
    left--
    lookups.start(origin, key)
  })
  return {
    traffic,
    staleness: new Staleness(sim, network.roster, (node, count) => network.buckets.inspect(node, count)),
  }
}
