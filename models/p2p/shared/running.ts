import { boolean, choice, integer, law, real } from '../../definition.ts'
import type { MembershipParameters } from './membership.ts'
import type { Outcomes } from './outcomes.ts'
import type { Staleness } from './staleness.ts'
import type { MessageSizes, Traffic } from './traffic.ts'

/** Parameters of every overlay whose protocol can run, alike in name, meaning and default. */
export const runningParameters = {
  protocol: choice(['at rest', 'running'], {
    default: 'at rest',
    doc: 'Tables: correct from the start and never changed, or kept by the protocol while nodes come and go.',
  }),
  churn: boolean({ default: true, doc: 'Whether nodes come and go while the protocol runs.' }),
  lifetime: law({
    default: 'exponential(1h)',
    unit: 's',
    doc: 'Time from the join of a node to its departure, without notice, while the protocol runs.',
  }),
  downtime: law({
    default: 'exponential(1h)',
    unit: 's',
    doc: 'Time from there until its host is back, as a new node with a new id.',
  }),
  joinPhase: real({
    default: 0,
    unit: 's',
    min: 0,
    doc: 'Time over which nodes join a network of one, evenly spaced, when the protocol starts; 0: a complete network.',
  }),
  lookupInterval: real({
    default: '10min',
    unit: 's',
    above: 0,
    doc: 'Mean time between two lookups of a node while the protocol runs (Poisson).',
  }),
  headerBytes: integer({ default: 20, unit: 'B', min: 0, max: 65_536, doc: 'Size of a message that names nobody.' }),
  entryBytes: integer({ default: 4, unit: 'B', min: 0, max: 65_536, doc: 'What each node or key named adds to it.' }),
} as const

/** What the protocol depends on, in every overlay. */
export interface RunningParameters extends MembershipParameters, MessageSizes {
  readonly protocol: 'at rest' | 'running'
  /** s */
  readonly lookupInterval: number
  readonly lookups: number
}

/** Metrics of every overlay whose protocol can run, alike in name and meaning. */
export const runningMetrics = {
  failedShare: { unit: '1', doc: 'Share of lookups that ended without an answer or with a wrong one.' },
  bandwidth: { unit: 'B/s', doc: 'Bytes that a living node sends per second; no value at rest.' },
  maintenanceBandwidth: { unit: 'B/s', doc: 'Those among them that keep the overlay; no value at rest.' },
  lookupBandwidth: { unit: 'B/s', doc: 'Those among them that carry lookups; no value at rest.' },
  deadShare: {
    unit: '1',
    doc: 'Share of the routing entries that name a node which has left, over time; no value at rest.',
  },
  livingNodes: { unit: 'nodes', doc: 'Mean number of living nodes; no value at rest.' },
} as const

/** What an overlay keeps of a run, for `runningResponses`. */
export interface Kept {
  readonly traffic: Traffic
  readonly staleness: Staleness
}

/** The responses of `runningMetrics`. */
export function runningResponses(
  outcomes: Outcomes,
  kept: Kept | undefined,
): Record<keyof typeof runningMetrics, number | undefined> {
  return {
    failedShare: outcomes.failedShare,
    bandwidth: kept && kept.traffic.maintenance + kept.traffic.lookups,
    maintenanceBandwidth: kept?.traffic.maintenance,
    lookupBandwidth: kept?.traffic.lookups,
    deadShare: kept?.staleness.deadShare,
    livingNodes: kept?.traffic.nodes.mean,
  }
}
