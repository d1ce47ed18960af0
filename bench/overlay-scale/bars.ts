import type { PlainValue } from '../../models/parameter.ts'

/** A run that has to stay below limits on one core. */
export interface Bar {
  readonly name: string
  /** What runs, for the table. */
  readonly work: string
  readonly model: string
  readonly parameters: Readonly<Record<string, PlainValue>>
  /** End of the run, s; null: until the model ends by itself. */
  readonly horizon: number | null
  /** Most user CPU time, s. */
  readonly seconds: number
  /** Largest resident set, bytes; Infinity where none is asked. */
  readonly bytes: number
  /** What every such run must come to, whatever the seed: a fast wrong answer is none. */
  readonly sound: (responses: Readonly<Record<string, number | null>>) => boolean
}

const gibibyte = 1_073_741_824

const isNear = (value: number | null | undefined, expected: number, relative: number): boolean =>
  value !== null && value !== undefined && Math.abs(value - expected) <= relative * expected

/** The bars of the overlays. */
export const bars: readonly Bar[] = [
  {
    name: 'chord/stable',
    work: 'Chord, 1 000 000 nodes in a stable ring, 1 000 000 lookups over a latency model',
    model: 'p2p/chord',
    parameters: { nodes: 1_000_000, lookups: 1_000_000, lookupRate: 100_000 },
    horizon: null,
    seconds: 60,
    bytes: 2 * gibibyte,
    // Half of log2 n, less 0.14, for n = 10^6.
    sound: ({ meanHops, wrongShare }) => isNear(meanHops, 9.83, 0.02) && wrongShare === 0,
  },
  {
    name: 'chord/protocol',
    work: 'Chord, 100 000 nodes that join within 500 s, stabilise every 20 s, refresh all fingers every 120 s and look up every 10 s, 1000 s',
    model: 'p2p/chord',
    parameters: {
      nodes: 100_000,
      protocol: 'running',
      churn: false,
      joinPhase: 500,
      stabilisePeriod: '20s',
      fingerRounds: 6,
      fingersPerRound: 52,
      lookupInterval: 10,
      lookups: 1_000_000_000,
      keys: 0,
    },
    horizon: 1000,
    seconds: 300,
    bytes: gibibyte,
    sound: ({ wrongShare }) => typeof wrongShare === 'number' && wrongShare < 0.05,
  },
  {
    name: 'can/2^18',
    work: 'CAN, 2^18 nodes, d = 2, 100 000 lookups',
    model: 'p2p/can',
    parameters: { nodes: 262_144, lookups: 100_000 },
    horizon: null,
    seconds: 30,
    bytes: Infinity,
    // Ratnasamy et al., SIGCOMM 2001: 198.0.
    sound: ({ meanHops, stuckShare }) => isNear(meanHops, 198, 0.02) && stuckShare === 0,
  },
  {
    name: 'peer-sampling/newscast',
    work: 'Newscast, 1 000 000 nodes, views of 30, 50 cycles',
    model: 'p2p/peer-sampling',
    parameters: { nodes: 1_000_000, protocol: 'newscast', cycles: 50 },
    horizon: null,
    seconds: 120,
    bytes: 3 * gibibyte,
    sound: ({ clustering, inDegreeSd }) => isNear(clustering, 0.2, 0.06) && isNear(inDegreeSd, 15, 0.06),
  },
  {
    name: 'peer-sampling/cyclon',
    work: 'Cyclon, 1 000 000 nodes, views of 30, 50 cycles',
    model: 'p2p/peer-sampling',
    parameters: { nodes: 1_000_000, protocol: 'cyclon', cycles: 50 },
    horizon: null,
    seconds: 120,
    bytes: 3 * gibibyte,
    // More even than a random graph, whose in-degrees spread by 5.5.
    sound: ({ inDegreeSd }) => typeof inDegreeSd === 'number' && inDegreeSd < 3,
  },
  {
    name: 'aggregation',
    work: 'Push-pull averaging, 1 000 000 nodes, 30 cycles',
    model: 'p2p/aggregation',
    parameters: { nodes: 1_000_000, cycles: 30 },
    horizon: null,
    seconds: 15,
    bytes: Infinity,
    // 1/(2 sqrt e) a cycle.
    sound: ({ convergenceFactor, sizeEstimate }) =>
      isNear(convergenceFactor, 0.3033, 0.03) && isNear(sizeEstimate, 1, 1e-4),
  },
  {
    name: 'bittorrent',
    work: 'BitTorrent, 10 000 leechers, 400 pieces, flash crowd to the last completion',
    model: 'p2p/bittorrent',
    parameters: { leechers: 10_000 },
    horizon: 1_000_000,
    seconds: 600,
    bytes: 4 * gibibyte,
    sound: ({ completed, makespan, lowerBound }) =>
      completed === 10_000 && typeof makespan === 'number' && makespan >= lowerBound!,
  },
]
