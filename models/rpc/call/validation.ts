import { math } from '../../../engine/index.ts'
import type { Claim, Tolerance } from '../../claim.ts'
import type { PlainValue } from '../../definition.ts'

type Values = Record<string, PlainValue>

const bn84 = 'Birrell and Nelson, "Implementing remote procedure calls", ACM TOCS 2(1), 1984, table I'
const firefly = 'Schroeder and Burrows, "Performance of Firefly RPC", ACM TOCS 8(1), 1990'
const lrpc = 'Bershad, Anderson, Lazowska, Levy, "Lightweight remote procedure call", ACM TOCS 8(1), 1990'
const sum = 'Sum of the parts of a call that nothing delays'
const cycleMean =
  'Maximum cycle mean of an event graph: Baccelli, Cohen, Olsder, Quadrat, Synchronization and Linearity (1992), section 2.5'

/** Nothing but what a claim adds. */
const bare = {
  argumentWords: 0,
  resultWords: 0,
  headerSize: 0,
  marshalTime: 0,
  swapTime: 0,
  clientStub: '0s',
  clientReturn: '0s',
  serverStub: '0s',
  procedure: '0s',
  serverCpus: 'unlimited',
  bandwidth: 'unlimited',
  latency: 0,
} satisfies Values

/** All replications are equal: three suffice. */
const certain = (horizon: number) => ({ warmUp: 0, horizon, replications: 3 })

/** A round trip of 8 ms and a procedure of 1 ms. */
const distant = { ...bare, latency: '4ms', procedure: '1ms', serverCpus: 1 }
/** A window of whole cycles, with no event at either end. */
const wholeCycles = { warmUp: 0.9995, horizon: 0.9995 + 1.8, replications: 3 }

const windows = [1, 2, 4, 8, 9, 16].map((slots): Claim => {
  const rate = Math.min(slots / (0.008 + 0.001), 1 / 0.001)
  return {
    claim: `An asynchronous caller with ${slots} kernel ${slots === 1 ? 'buffer makes as many calls as a synchronous one' : 'buffers overlaps as many calls'}: min(w / (r + S), 1 / S) a second.`,
    source: cycleMean,
    parameters: { ...distant, mode: 'asynchronous', slots },
    // The caller is blocked all the time that it has no buffer.
    expected: { throughput: rate, callerBlocked: 1 / rate },
    run: wholeCycles,
    tolerance: { relative: 1e-3, reason: 'the window of observation begins within a cycle' },
  }
})

/** Four words each way, 10 us to reverse one; a round trip of 1 ms. */
const conversions = (
  [
    ['xdr', 'little', 'little', 4],
    ['xdr', 'big', 'big', 0],
    ['xdr', 'little', 'big', 2],
    ['xdr', 'big', 'little', 2],
    ['receiver-makes-right', 'little', 'little', 0],
    ['receiver-makes-right', 'big', 'big', 0],
    ['receiver-makes-right', 'little', 'big', 2],
    ['receiver-makes-right', 'big', 'little', 2],
  ] as const
).map(
  ([encoding, clientOrder, serverOrder, swaps]): Claim => ({
    claim: `Under ${encoding} a call from a ${clientOrder}-endian to a ${serverOrder}-endian machine reverses each word ${swaps} times in all.`,
    source: 'Count of the conversions; RFC 4506 (XDR): the most significant byte first',
    parameters: {
      ...bare,
      latency: '0.5ms',
      argumentWords: 4,
      resultWords: 4,
      swapTime: '10us',
      encoding,
      clientOrder,
      serverOrder,
    },
    expected: { meanCall: 1e-3 + swaps * 4 * 10e-6 },
    run: certain(1.0005),
  }),
)

/** The Dorados on their Ethernet: words of 16 bits; a header of 24 bytes makes the 131 us of a call without arguments. */
const cedar = { ...bare, wordSize: 2, headerSize: 24, bandwidth: '2.94Mbps' }
const printed: Tolerance = { relative: 0.005, reason: 'printed in whole microseconds' }

const transmissions: Claim[] = [
  ...(
    [
      [1, 142],
      [2, 152],
      [4, 174],
      [10, 239],
    ] as const
  ).map((row) => [...row, 'arguments'] as const),
  ...(
    [
      [40, 566],
      [100, 1219],
    ] as const
  ).map((row) => [...row, 'words of an array'] as const),
].map(([words, micros, what]) => ({
  claim: `A Cedar call with ${words} ${what} and results is ${micros} us on the wire.`,
  source: `${bn84}; header fitted on the row without arguments, the bandwidth is published`,
  parameters: { ...cedar, argumentWords: words, resultWords: words },
  expected: { wireTime: micros * 1e-6 },
  run: certain(0.1),
  tolerance: printed,
}))

const calibrated: Tolerance = {
  relative: 0.02,
  reason: 'two parameters fitted on two other rows of a measured table',
}

/** Totals of table I: `ends` are the rows that the two parameters are fitted on, `rows` those that are predicted. */
function cedarTotals(
  what: string,
  column: string,
  ends: readonly [words: number, micros: number][],
  rows: readonly [words: number, micros: number][],
): Claim[] {
  const wire = (words: number): number => ((24 + 2 * words) * 8 * 2) / 2.94
  const [[few, shortest], [many, longest]] = ends as [[number, number], [number, number]]
  // Each word is marshalled and unmarshalled, there and back.
  const perWord = (longest - wire(many) - (shortest - wire(few))) / (many - few) / 4
  const fixed = shortest - wire(few) - 4 * perWord * few
  return rows.map(([words, micros]) => ({
    claim: `The ${column} time of a Cedar call with ${words} ${what} is ${micros} us, as calls with ${few} and ${many} foretell.`,
    source: `${bn84}; fitted on the rows of ${few} and ${many} ${what}`,
    parameters: {
      ...cedar,
      argumentWords: words,
      resultWords: words,
      marshalTime: `${perWord}us`,
      clientStub: `${fixed}us`,
    },
    expected: { meanCall: micros * 1e-6 },
    run: certain(0.5),
    tolerance: calibrated,
  }))
}

const cedars = [
  ...cedarTotals(
    'arguments',
    'shortest',
    [
      [0, 1059],
      [10, 1222],
    ],
    [
      [1, 1070],
      [2, 1077],
      [4, 1115],
    ],
  ),
  ...cedarTotals(
    'arguments',
    'median',
    [
      [0, 1097],
      [10, 1278],
    ],
    [
      [1, 1105],
      [2, 1127],
      [4, 1171],
    ],
  ),
  ...cedarTotals(
    'words of an array',
    'shortest',
    [
      [1, 1069],
      [40, 1643],
    ],
    [
      [4, 1106],
      [10, 1214],
    ],
  ),
  ...cedarTotals(
    'words of an array',
    'median',
    [
      [1, 1111],
      [40, 1695],
    ],
    [
      [4, 1153],
      [10, 1250],
    ],
  ),
]

/** MaxResult returns 1440 bytes in 360 words. */
const maxResultBits = 1440 * 8

/**
 * Caller threads whose calls meet in a part that one at a time can do: `alone` is the measured rate of one thread, `most`
 * that of many, in calls a second. Both are fitted, the rates in between are predicted.
 */
const threads = (alone: number, most: number, serial: (mean: string) => string): Values => ({
  ...bare,
  serialWork: serial(`${1000 / most}ms`),
  procedure: `${1000 / alone - 1000 / most}ms`,
})
const exponential = (mean: string): string => `exponential(${mean})`
const measured = { warmUp: 1, horizon: 21, replications: 10 }

const nulls = ([2, 8] as const).map((callers): Claim => {
  const rate = { 2: 595, 8: 732 }[callers]
  return {
    claim: `${callers} threads make ${rate} null calls a second on the Firefly.`,
    source: `${firefly}, table I; fitted on 1 and 7 threads, rates with 3 to 6 are not met (see Limitations)`,
    parameters: { ...threads(375, 741, exponential), callers },
    expected: { throughput: rate },
    run: measured,
    tolerance: { relative: 0.05, reason: 'two parameters fitted on two other rows of a measured table' },
  }
})

const results = (
  [
    [3, 4.25],
    [4, 4.65],
    [5, 4.69],
    [7, 4.69],
    [8, 4.69],
  ] as const
).map(
  ([callers, rate]): Claim => ({
    claim: `${callers} threads fetch ${rate} Mb/s on the Firefly by calls of MaxResult.`,
    source: `${firefly}, table I; fitted on 1, 2 and 6 threads`,
    parameters: {
      ...threads(1.82e6 / maxResultBits, 4.7e6 / maxResultBits, (mean) => `erlang(2, ${mean})`),
      resultWords: 360,
      callers,
    },
    expected: { payloadRate: rate * 1e6 },
    run: measured,
    tolerance: { relative: 0.05, reason: 'three parameters fitted on three other rows of a measured table' },
  }),
)

const processors = (
  [
    [5, 2.0, 4.7, 2, 3.4],
    [5, 2.0, 4.7, 3, 4.6],
    [5, 2.0, 4.7, 4, 4.7],
    [1, 1.3, 2.5, 2, 2.0],
    [1, 1.3, 2.5, 3, 2.4],
    [1, 1.3, 2.5, 4, 2.5],
  ] as const
).map(
  ([cpus, alone, most, callers, rate]): Claim => ({
    claim: `With ${cpus} processor${cpus > 1 ? 's' : ''} at either end, ${callers} threads fetch ${rate} Mb/s.`,
    source: `${firefly}, table XI; fitted on 1 and 5 threads`,
    parameters: {
      ...threads((alone * 1e6) / maxResultBits, (most * 1e6) / maxResultBits, exponential),
      resultWords: 360,
      callers,
    },
    expected: { payloadRate: rate * 1e6 },
    run: measured,
    tolerance: { relative: 0.1, reason: 'printed with two digits; two parameters fitted on two other rows' },
  }),
)

/** Parts of a Firefly call that were measured one by one, us: send and receive of a short and of a full packet among them. */
const parts = { stubs: 606, shortPacket: 954, fullPacket: 4414, marshalling: 550 }
const composed = (
  [
    ['Null()', parts.stubs + 2 * parts.shortPacket, 2645, 0.055],
    ['MaxResult(b)', parts.stubs + parts.marshalling + parts.shortPacket + parts.fullPacket, 6350, 0.03],
  ] as const
).map(
  ([procedure, micros, whole, relative]): Claim => ({
    claim: `The measured parts of ${procedure} on the Firefly add up to the ${whole} us that the whole takes, nearly.`,
    source: `${firefly}: stubs and runtime 606 us, marshalling of 1440 bytes 550 us, packets 954 and 4414 us`,
    parameters: { ...bare, clientStub: `${micros}us` },
    expected: { meanCall: whole * 1e-6 },
    run: certain(0.5),
    tolerance: {
      relative,
      reason: 'the authors could not explain 131 us of Null(), and MaxResult(b) took less than its parts',
    },
  }),
)

/** Calls between domains of one machine: 4-byte words, each copied on two occasions. */
const local = (nothing: number, bigIn: number): Values => ({
  ...bare,
  clientStub: `${nothing}us`,
  marshalTime: `${(bigIn - nothing) / 50 / 2}us`,
})
const sameMachine: Tolerance = { relative: 0.05, reason: 'two parameters fitted on two other rows of a measured table' }

const domains = (
  [
    ['LRPC', 157, 192, 164, 227],
    ['Taos RPC', 464, 539, 480, 636],
  ] as const
).flatMap(([name, nothing, bigIn, add, bigInOut]): Claim[] =>
  (
    [
      ['Add', 2, 1, add],
      ['BigInOut', 50, 50, bigInOut],
    ] as const
  ).map(([procedure, argumentWords, resultWords, micros]) => ({
    claim: `${name} takes ${micros} us for ${procedure}, as Null and BigIn foretell.`,
    source: `${lrpc}, table IV; fitted on Null and BigIn`,
    parameters: { ...local(nothing, bigIn), argumentWords, resultWords },
    expected: { meanCall: micros * 1e-6 },
    run: certain(0.2),
    tolerance: sameMachine,
  })),
)

/** A call of 464 us on one processor, 250 us of it under the global lock. */
const locked = { ...bare, clientStub: '214us', serialWork: '250us' }

const moving = { ...bare, latency: '4ms', procedure: '2ms', lookupTime: '3ms', thinkTime: '10ms' }
const gap = 0.01 + 0.01
const stale = (1 - math.exp(-20 * gap)) * math.exp(20 * 0.008)

const claims: readonly Claim[] = [
  {
    claim: 'The first call asks the portmapper and takes 2 r + L + S, all others take r + S.',
    source: sum,
    parameters: { ...bare, latency: '4ms', procedure: '2ms', lookupTime: '3ms', binding: 'portmapper' },
    expected: { firstCall: 0.021, meanCall: 0.01, lookups: 0, throughput: 100 },
    run: { warmUp: 1.0045, horizon: 2.0045, replications: 3 },
  },
  {
    claim: 'Without a cache every call asks the portmapper.',
    source: sum,
    parameters: { ...bare, latency: '4ms', procedure: '2ms', lookupTime: '3ms', binding: 'portmapper', cached: false },
    expected: { firstCall: 0.021, meanCall: 0.021 },
    run: certain(1.0005),
  },
  {
    claim: 'A stale port costs a rejection and a look-up, 2 r + L, each time that the server has moved.',
    source: `${sum}; moves are a Poisson process, so a port is still right after t with probability exp(-m t)`,
    parameters: { ...moving, binding: 'portmapper', serverMoves: 20 },
    expected: { lookups: stale, meanCall: 0.01 + stale * (0.008 + 0.008 + 0.003) },
    run: { warmUp: 1, horizon: 61, replications: 10 },
  },
  ...windows,
  {
    claim: 'Eight futures in a round hide all but one round trip, and the computation as well.',
    source: cycleMean,
    parameters: { ...distant, mode: 'future', slots: 8, thinkTime: '12ms' },
    // The last result is there after r + 8 S = 16 ms; of these the caller waits 4.
    expected: { throughput: 8 / 0.016, callerBlocked: 0.004 / 8 },
    run: { warmUp: 0.9995, horizon: 0.9995 + 1.6, replications: 3 },
    tolerance: { relative: 1e-9, reason: 'sums of doubles' },
  },
  {
    claim: 'A computation longer than the calls hides them altogether.',
    source: cycleMean,
    parameters: { ...distant, mode: 'future', slots: 8, thinkTime: '20ms' },
    expected: { throughput: 8 / 0.02, callerBlocked: 0 },
    run: { warmUp: 0.9995, horizon: 0.9995 + 2, replications: 3 },
    tolerance: { relative: 1e-9, reason: 'sums of doubles' },
  },
  ...conversions,
  ...transmissions,
  ...cedars,
  ...nulls,
  ...results,
  ...processors,
  ...composed,
  ...domains,
  {
    claim: 'LRPC makes 6300 calls a second on one processor.',
    source: `${lrpc}, figure 2; the time of a null call is that of table IV`,
    parameters: { ...bare, clientStub: '157us', clientCpus: 1 },
    expected: { throughput: 6300 },
    run: certain(1),
    tolerance: { relative: 0.02, reason: 'printed with two digits' },
  },
  ...([2, 3] as const).map(
    (cpus): Claim => ({
      claim: `A global lock holds SRC RPC at 4000 calls a second with ${cpus} processors already.`,
      source: `${lrpc}, figure 2; time under the lock fitted on 4 processors`,
      parameters: { ...locked, callers: cpus, clientCpus: cpus },
      expected: { throughput: 4000 },
      run: certain(1),
      tolerance: { relative: 0.1, reason: 'read from a figure' },
    }),
  ),
]

export default claims
