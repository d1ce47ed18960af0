import type { PlainValue } from '../../models/parameter.ts'

type Responses = Readonly<Record<string, number | null>>

/** An overlay whose cost is measured at several sizes. */
export interface GrowthCase {
  readonly name: string
  /** Panel of the chart. */
  readonly family: 'tables' | 'gossip' | 'floods'
  readonly model: string
  /** What counts as an event, in the plural. */
  readonly event: string
  /** The run that tells what a node costs: what each node does in it does not depend on the size. */
  perNode(nodes: number): Readonly<Record<string, PlainValue>>
  /** The run that tells, with what it costs more than the other, what an event costs; left out: the same run. */
  perEvent?(nodes: number): Readonly<Record<string, PlainValue>>
  /** End of the run, s; null: until the model ends by itself. */
  readonly horizon: number | null
  /** Events of the run that tells of events. */
  events(nodes: number, responses: Responses): number
}

/** Of a flood: enough that its run at a million nodes lasts a second or more beyond making the overlay, and is compiled for most of it. */
const QUERIES = 20_000

const number = (responses: Responses, metric: string): number => {
  const value = responses[metric]
  if (typeof value === 'number') return value
  throw new Error(`A run of the benchmark gave no ${metric}; expected a number.`)
}

const gossip = (name: string, model: string, event: string, parameters: Record<string, PlainValue>): GrowthCase => ({
  name,
  family: 'gossip',
  model,
  event,
  perNode: (nodes) => ({ nodes, ...parameters }),
  horizon: null,
  events: (nodes) => nodes * Number(parameters['cycles']),
})

const views = { cycles: 10, sample: 100, sources: 1 }

/** An overlay at rest: what a node costs is making it; lookups tell the cost of a message or a hop. */
const lookups = (
  name: string,
  event: string,
  count: number,
  rest: (nodes: number) => Record<string, PlainValue>,
): GrowthCase => ({
  name,
  family: 'tables',
  model: `p2p/${name}`,
  event,
  perNode: (nodes) => ({ nodes, lookups: 1, ...rest(nodes) }),
  perEvent: (nodes) => ({ nodes, lookups: count, ...rest(nodes) }),
  horizon: null,
  events: (_nodes, responses) => count * number(responses, event === 'hops' ? 'meanHops' : event),
})

/** The same delay for all: a table of random ones would cost small networks more than all else. */
const latency = '50ms'

/** The overlays, by what their nodes do. */
export const growthCases: readonly GrowthCase[] = [
  lookups('chord', 'messages', 200_000, (nodes) => ({ latency, lookupRate: 20_000, keys: nodes })),
  lookups('kademlia', 'messages', 20_000, () => ({ latency })),
  lookups('pastry', 'hops', 200_000, () => ({ latency })),
  lookups('can', 'hops', 20_000, () => ({})),
  gossip('newscast', 'p2p/peer-sampling', 'exchanges', { protocol: 'newscast', ...views }),
  gossip('cyclon', 'p2p/peer-sampling', 'exchanges', { protocol: 'cyclon', ...views }),
  gossip('averaging', 'p2p/aggregation', 'exchanges', { cycles: 20 }),
  gossip('t-man', 'p2p/t-man', 'exchanges', { cycles: 4 }),
  {
    name: 'epidemic',
    family: 'gossip',
    model: 'p2p/epidemic',
    event: 'messages',
    perNode: (nodes) => ({ sites: nodes, interest: 'counter', k: 3 }),
    horizon: null,
    events: (nodes, responses) => nodes * number(responses, 'traffic'),
  },
  {
    name: 'search',
    family: 'floods',
    model: 'p2p/search',
    event: 'messages',
    perNode: (nodes) => ({ nodes, ttl: 1, queries: 1 }),
    // Some 1400 go to within five hops of a node, whatever the size.
    perEvent: (nodes) => ({ nodes, ttl: 5, queries: QUERIES }),
    horizon: null,
    events: (_nodes, responses) => QUERIES * number(responses, 'messages'),
  },
  {
    name: 'super-peers',
    family: 'floods',
    model: 'p2p/super-peers',
    event: 'messages',
    perNode: (nodes) => ({ ...clusters(nodes), queryRate: 0 }),
    // So many queries whatever the size, each to within five hops.
    perEvent: (nodes) => ({ ...clusters(nodes), queryRate: QUERIES / nodes }),
    horizon: 1,
    events: (_nodes, responses) => QUERIES * number(responses, 'messages'),
  },
]

/** Nobody has what is asked for, so that queries and not answers are what is counted. */
function clusters(nodes: number): Record<string, PlainValue> {
  return { peers: nodes, clusterSize: 5, degree: 4, ttl: 5, match: 0, session: 1e9, updateRate: 0 }
}
