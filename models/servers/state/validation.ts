import { math } from '../../../engine/index.ts'
import type { Claim } from '../../claim.ts'
import type { PlainValue } from '../../definition.ts'
import { breakEvenTerm, relativeLeaseLoad } from './theory.ts'

const leases = 'Gray and Cheriton, "Leases", SOSP 1989, section 3'
const renewal = 'Renewal theory: Feller, An Introduction to Probability Theory, vol. 2, 2nd ed. (1971), XI'

/** Table 2 of Gray and Cheriton, the V system: the defaults of the model. */
const table2 = { readRate: 0.864, writeRate: 0.039 }
/** t_s less propagation, processing and the uncertainty of clocks. */
const atClient = (term: number): number => Math.max(0, term - (0.001 + 2 * 0.00025) - 0.1)

const run = { warmUp: 100, horizon: 3100, replications: 10 }

/** Of all messages without leases 30 % are about consistency: 2 R of 2 R / 0.3. */
const otherTraffic = (2 * table2.readRate * 0.7) / 0.3

const relative = (sharing: number, term: number): number => relativeLeaseLoad({ ...table2, sharing }, atClient(term))

/** "approve-only" is what the published formula counts. */
const shared = (sharing: number): Record<string, PlainValue> => ({ clients: 40, sharing, onWrite: 'approve-only' })

const claims: readonly Claim[] = [
  ...([1, 2, 5, 10, 20, 30] as const).map(
    (term): Claim => ({
      claim: `A lease of ${term} s on an unshared file leaves ${(100 * relative(1, term)).toFixed(1)} % of the messages.`,
      source: `${leases}.1 with table 2: 1 / (1 + R t_c)`,
      parameters: { term },
      expected: { relativeLoad: relative(1, term) },
      run: term > 10 ? { ...run, horizon: 6100 } : run,
      precision: 0.02,
    }),
  ),
  {
    claim: 'A lease of 10 s cuts the consistency traffic of an unshared file to 10 %.',
    source: `${leases}.2 and figure 1`,
    parameters: { term: '10s' },
    expected: { relativeLoad: 0.1 },
    run,
    tolerance: { relative: 0.05, reason: 'published as a round percentage' },
  },
  ...([10, 20, 40] as const).map(
    (sharing): Claim => ({
      claim: `A lease of 10 s on a file that ${sharing} share takes ${relative(sharing, 10).toFixed(4)} of the messages.`,
      source: `${leases}.1 and figure 1: 1 / (1 + R t_c) + S W / (2 R)`,
      parameters: { ...shared(sharing), term: '10s' },
      expected: { relativeLoad: relative(sharing, 10) },
      run,
      precision: 0.04,
    }),
  ),
  ...([5, 30] as const).map(
    (term): Claim => ({
      claim: `Asking each holder by a message of its own costs 2 (S - 1) messages a write (term ${term} s, S = 10).`,
      source: `${leases}.1`,
      parameters: { ...shared(10), approvals: 'unicast', term },
      expected: { relativeLoad: 1 / (1 + 0.864 * atClient(term)) + (2 * 9 * 0.039) / (2 * 0.864) },
      run,
      precision: 0.04,
    }),
  ),
  {
    claim: 'Where 40 share a file, a lease pays only beyond 1 / (R (alpha - 1)) = 10.7 s.',
    source: `${leases}.1: benefit factor alpha = 2 R / (S W)`,
    parameters: { ...shared(40), term: breakEvenTerm({ ...table2, sharing: 40 }) + 0.1015 },
    expected: { relativeLoad: 1 },
    run,
    precision: 0.04,
  },
  ...(
    [
      [1, 0.27, 0.045],
      [10, 0.2, 0.041],
    ] as const
  ).flatMap(([sharing, saved, above]): Claim[] => [
    {
      claim: `Where consistency is 30 % of the traffic, leases of 10 s save ${(100 * saved).toFixed(0)} % of all messages (S = ${sharing}).`,
      source: `${leases}.2, in words`,
      parameters: { ...shared(sharing), otherTraffic, term: '10s' },
      expected: { relativeTotal: 1 - saved },
      run: { ...run, horizon: 1600 },
      tolerance: { relative: 0.01, reason: 'published as whole per cent' },
    },
    {
      claim: `They take ${(100 * above).toFixed(1)} % more messages than promises without an end (S = ${sharing}).`,
      source: `${leases}.2, in words`,
      parameters: { ...shared(sharing), otherTraffic, term: '10s' },
      expected: { aboveUnlimited: above },
      run,
      precision: 0.02,
      tolerance: { relative: 0.02, reason: 'published with two digits' },
    },
  ]),
  ...(
    [
      [10, 0.0101],
      [30, 0.0036],
    ] as const
  ).map(
    ([term, delay]): Claim => ({
      claim: `Over a round trip of 100 ms, leases of ${term} s add ${(1000 * delay).toFixed(1)} ms to an operation.`,
      source: `${leases}.3`,
      parameters: { propagation: '49.5ms', term },
      expected: { addedDelay: delay },
      run: { ...run, horizon: 6100 },
      precision: 0.03,
      tolerance: { relative: 0.02, reason: 'published with two or three digits' },
    }),
  ),
  {
    claim: 'A write that invalidates the copies of 9 others makes them fetch: more messages than the formula counts.',
    source: `${renewal}: a copy lasts min(t_c, Exp((S - 1) W)); 2 messages for each holder that is asked`,
    parameters: { clients: 40, sharing: 10, approvals: 'unicast', term: '10s' },
    expected: ((): Record<string, number> => {
      const foreign = 9 * 0.039
      const valid = (1 - math.exp(-foreign * atClient(10))) / foreign
      const cycle = valid + 1 / 0.864 + 0.003
      // The server counts on until t_s, or until the next grant if the client asks within the last 100 ms.
      const earliest = atClient(10) + 0.003
      const rest = (1 - math.exp(-(foreign + 0.864) * (10 - earliest))) / (foreign + 0.864)
      const held = (1 - math.exp(-foreign * earliest)) / foreign + math.exp(-foreign * earliest) * rest
      return {
        consistencyLoad: 40 * (2 / cycle + (0.039 * 2 * 9 * held) / cycle),
        records: (40 * held) / cycle,
        staleReads: 0,
      }
    })(),
    run,
    precision: 0.04,
  },
  {
    claim: 'Asking at each read takes two messages a read, and no state at the server.',
    source: 'Nelson, Welch, Ousterhout, "Caching in the Sprite network file system", ACM TOCS 6(1), 1988',
    parameters: { protocol: 'check', sharing: 10 },
    expected: { relativeLoad: 1, records: 0, staleReads: 0 },
    run: { ...run, replications: 4 },
    tolerance: { relative: 0.001, reason: 'a read asks at one end of the run and is over at the other' },
  },
  {
    claim: 'A callback lasts until another writes: with 5 sharers a fraction 1 / (1 + R / (4 W)) of the reads fetch.',
    source: renewal,
    parameters: { protocol: 'callback', sharing: 5, approvals: 'unicast' },
    // Every holder is asked at each write of another; all but those who wait for their first read hold a promise.
    expected: ((): Record<string, number> => {
      const cycle = 1 / (4 * 0.039) + 1 / 0.864 + 0.003
      const held = 1 / (4 * 0.039) / cycle
      return { consistencyLoad: 20 * (2 / cycle + 0.039 * 8 * held), records: 20 * held }
    })(),
    run,
    precision: 0.05,
  },
  ...(
    [
      [3, 2],
      [30, 10],
    ] as const
  ).map(([term, sharing]): Claim => {
    const writes = sharing * 0.039
    const current = (math.exp(-writes * 0.0015) * (1 - math.exp(-writes * term))) / writes
    return {
      claim: `Attributes that count as current for ${term} s make ${sharing} sharers read old versions, but never ask more than once in that time.`,
      source: `${renewal}; times to live of NFS: Sandberg et al., USENIX 1985`,
      parameters: { protocol: 'ttl', clients: 40, sharing, term },
      expected: {
        relativeLoad: 1 / (1 + 0.864 * term),
        staleReads: ((1 - 1 / sharing) * 0.864 * (term - current)) / (1 + 0.864 * term),
        records: 0,
      },
      run: { ...run, horizon: 6100 },
    }
  }),
  {
    claim: 'Writes that stay in the cache for 30 s go to the server as one: 1 / (1 + W D) of them.',
    source: renewal,
    parameters: { readRate: 0, writeRate: 0.1, writeBack: '30s' },
    expected: { writeShare: 1 / (1 + 0.1 * 30) },
    run: { ...run, horizon: 6100 },
    precision: 0.02,
  },
  ...([0, 1, 2, 4, 8] as const).map((prefetch): Claim => {
    const rate = prefetch === 0 ? 1 / (0.02 + 0.004) : Math.min(1 / 0.004, prefetch / 0.02)
    return {
      claim: `Reading blocks that take 20 ms, ${prefetch} in advance, and 4 ms of work each gives ${rate.toFixed(1)} blocks a second.`,
      source:
        'Maximum cycle mean of an event graph: Baccelli et al., Synchronization and Linearity (1992), section 2.5',
      parameters: {
        readRate: 0,
        writeRate: 0,
        scanners: 1,
        scanTime: '4ms',
        prefetch,
        propagation: '8ms',
        processing: 0,
        serverTime: '4ms',
      },
      expected: { scanRate: rate },
      run: { warmUp: 1, horizon: 61, replications: 3 },
      tolerance: { relative: 0.001, reason: 'whole blocks are counted' },
    }
  }),
  {
    claim: 'After a crash, N clients with h files each are all at work again after N h c, on average after half of it.',
    source: 'N h jobs of length c at one server at once: the i-th is done after i c',
    parameters: {
      protocol: 'callback',
      clients: 100,
      readRate: 0,
      writeRate: 0,
      handles: 50,
      reopenTime: '2ms',
      crashAt: '5s',
      outage: '20s',
    },
    expected: { lastRecovered: 100 * 50 * 0.002, meanRecovered: (5001 / 2) * 0.002 },
    run: { horizon: 100, replications: 3 },
  },
  {
    claim: 'Without callbacks the server has nothing to recover: readers wait for the restart and one retry at most.',
    source: 'Count: no state at the server',
    parameters: { protocol: 'check', crashAt: '5s', outage: '20s', handles: 50 },
    expected: { records: 0, relativeLoad: 1 },
    run: { horizon: 2000, replications: 4 },
    tolerance: { relative: 0.01, reason: 'reads under way at the end' },
  },
  ...(
    [
      [0.1, 3, 460],
      [0.3, 2, 25],
    ] as const
  ).map(
    ([refreshLoss, missedRefreshes, hours]): Claim => ({
      claim: `A server that waits for ${missedRefreshes} refreshes, each lost with ${refreshLoss}, drops a live client with probability p^k after each that it gets.`,
      source: 'Independent losses: k in a row have probability p^k',
      parameters: {
        readRate: 0,
        writeRate: 0,
        clients: 100,
        refreshInterval: '60s',
        missedRefreshes,
        refreshLoss,
      },
      expected: { falseExpiry: math.pow(refreshLoss, missedRefreshes) },
      // One refresh in a thousand or ten is followed by a false expiry: there must be many of them.
      run: { warmUp: 3600, horizon: hours * 3600, replications: 10 },
    }),
  ),
  {
    claim: 'A dead client is remembered for (k - 1/2) intervals.',
    source:
      'A death is uniform in the interval after the last refresh; the server waits for k intervals after that refresh',
    parameters: {
      readRate: 0,
      writeRate: 0,
      clients: 100,
      refreshInterval: '30s',
      missedRefreshes: 3,
      deathRate: 1e-4,
    },
    expected: { orphanTime: 75 },
    run: { warmUp: 1000, horizon: 51_000, replications: 10 },
    precision: 0.02,
  },
]

export default claims
