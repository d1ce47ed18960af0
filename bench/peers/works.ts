/** A floor that the project sets itself: the rate of Meanwhile over that of a peer. */
export interface Bar {
  readonly peer: string
  readonly atLeast: number
}

/** One workload of the comparison, and the arguments it is given to on each engine. */
export interface Work {
  readonly name: string
  readonly unit: string
  /** Arguments for Meanwhile, by which its own program finds the workload. */
  readonly meanwhile: readonly string[]
  /** Arguments by peer. A slow peer does less of the same: rates are compared. */
  readonly peers: Readonly<Record<string, readonly string[]>>
  readonly bars: readonly Bar[]
  /** Whether it reads or keeps statistics: then it need not be as fast as without them. Default false. */
  readonly observes?: boolean
  /** Bytes that a process of Meanwhile may keep alive. */
  readonly bytesAtMost?: number
}

const all = (peers: readonly string[], args: readonly string[]): Record<string, readonly string[]> =>
  Object.fromEntries(peers.map((peer) => [peer, args]))

const COMPILED = ['priority_queue', 'heap4', 'coroutines', 'ns-3']

/** SimGrid gives each actor a stack of its own; without these it runs out of memory mappings at 30 000 actors. */
const SMALL_STACKS = ['--cfg=contexts/guard-size:0', '--cfg=contexts/stack-size:32']

/** Max-min sharing without SimGrid's factors for TCP, and with the solver that is right where flows start together. */
const PURE_FLOWS = ['model:CM02', 'TCP-gamma:1e30', 'crosstraffic:0', 'optim:Full'].map((set) => `--cfg=network/${set}`)

/** @param rate flows per second; 0: all at once */
function flows(name: string, count: string, rate: string, atLeast: number): Work {
  return {
    name,
    unit: 'flows',
    meanwhile: ['flows', count, rate],
    peers: { SimGrid: ['flows', count, rate, ...SMALL_STACKS, ...PURE_FLOWS] },
    bars: [{ peer: 'SimGrid', atLeast }],
  }
}

function hold(pending: string, events: string, atLeast: number): Work {
  const few = Number(pending) <= 10_000
  return {
    name: `hold, ${Number(pending).toLocaleString('en')} pending`,
    unit: 'events',
    meanwhile: ['hold', pending, events],
    peers: {
      ...all(COMPILED, ['hold', pending, events]),
      ...(few && {
        SimPy: ['hold', pending, '300000'],
        SimGrid: ['hold', pending, '100000', ...SMALL_STACKS],
      }),
    },
    bars: [{ peer: 'priority_queue', atLeast }],
  }
}

export const works: readonly Work[] = [
  hold('100', '5000000', 1.1),
  hold('10000', '5000000', 1.6),
  hold('1000000', '3000000', 1),
  {
    name: 'M/M/1, callbacks',
    unit: 'customers',
    meanwhile: ['mm1', '1000000'],
    peers: all(['priority_queue', 'heap4', 'ns-3'], ['mm1', '1000000']),
    bars: [{ peer: 'priority_queue', atLeast: 0.75 }],
  },
  {
    name: 'M/M/1, generators with Resource',
    unit: 'customers',
    meanwhile: ['mm1-processes', '1000000'],
    peers: {
      coroutines: ['mm1', '1000000'],
      SimPy: ['mm1', '1000000'],
      SimGrid: ['mm1', '100000', '0', ...SMALL_STACKS],
    },
    bars: [{ peer: 'SimPy', atLeast: 20 }],
    observes: true,
  },
  {
    name: 'M/M/1, generators with Resource, unobserved',
    unit: 'customers',
    meanwhile: ['mm1-processes', '1000000', '1'],
    peers: {},
    bars: [],
  },
  {
    name: 'ping-pong over a link',
    unit: 'messages',
    meanwhile: ['pingpong', '2000000'],
    peers: { ...all(COMPILED, ['pingpong', '2000000']), SimPy: ['pingpong', '50000'], SimGrid: ['pingpong', '50000'] },
    bars: [{ peer: 'ns-3', atLeast: 12 }],
  },
  {
    name: 'packets through 3 hops',
    unit: 'packets',
    meanwhile: ['chain', '1000000'],
    peers: { 'ns-3': ['chain', '1000000'] },
    bars: [{ peer: 'ns-3', atLeast: 10 }],
  },
  {
    name: '100 000 processes',
    unit: 'wake-ups',
    meanwhile: ['procs', '100000'],
    peers: {
      ...all([...COMPILED, 'SimPy'], ['procs', '100000']),
      SimGrid: ['procs', '10000', '0', ...SMALL_STACKS],
    },
    bars: [{ peer: 'SimPy', atLeast: 10 }],
    bytesAtMost: 700,
  },
  flows('1000 flows on a star', '1000', '0', 1),
  flows('10 000 flows on a star, over time', '10000', '200', 1),
]

/** The same engine without monitors and trace; what they cost when nobody reads them is at most 3 %. */
export const UNOBSERVED = 'Meanwhile unobserved'
export const UNOBSERVED_AT_LEAST = 0.97
