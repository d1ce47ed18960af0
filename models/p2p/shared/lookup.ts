import { choice, integer, law, real } from '../../definition.ts'

/** A lookup on its way through an overlay: what all overlays know of one. Objects are used again, so that none is made for a message. */
export abstract class LookupUnderWay {
  origin = 0
  key = 0
  /** Who holds the request now, and who held it before. */
  at = 0
  before = 0
  hops = 0
  startedAt = 0
  /** It has the answer, or has given up, and the reply is on its way. */
  over = false
  answered = false
  /** Dead nodes that it has met, whoever knew them: it does not try them again. */
  readonly avoid: number[] = []
}

/** Parameters of lookups at rest, the same for overlays that are compared. */
export const lookupParameters = {
  lookups: integer({
    default: 2000,
    unit: 'lookups',
    min: 1,
    max: 1e9,
    doc: 'Lookups in a run; it ends with the last of them. At rest they come one after the other.',
  }),
  underlay: choice(['pairs', 'transit-stub'], {
    default: 'pairs',
    doc: 'Network below: a delay drawn for each pair of nodes, or a transit-stub internet.',
  }),
  latency: law({
    default: 'exponential(50ms)',
    unit: 's',
    doc: 'One-way delay between two nodes, where the network below is given by pairs.',
  }),
  failedFraction: real({
    default: 0,
    unit: '1',
    min: 0,
    below: 1,
    doc: 'Share of the nodes that have failed without their peers knowing.',
  }),
}
