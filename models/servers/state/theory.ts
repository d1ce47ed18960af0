import { math } from '../../../engine/index.ts'
import { type Settings, clientTerm, oneWay, serverTerm } from './parameters.ts'

/** The closed forms of the metrics, each undefined where no exact one is known. */
export const formulas = {
  consistencyLoad: inOrder((p) => {
    const writes = approvalMessages(p)
    return writes === undefined ? undefined : p.clients * (2 * missRate(p) + writes)
  }),
  relativeLoad: inOrder((p) => {
    const writes = approvalMessages(p)
    return writes === undefined || p.readRate === 0 ? undefined : missShare(p) + writes / (2 * readsPerSecond(p))
  }),
  relativeTotal: inOrder((p) => {
    const writes = approvalMessages(p)
    if (writes === undefined) return undefined
    const before = p.otherTraffic + 2 * readsPerSecond(p)
    return before === 0 ? undefined : (p.otherTraffic + 2 * missRate(p) + writes) / before
  }),
  aboveUnlimited: inOrder((p) => {
    const writes = approvalMessages(p)
    const rest = p.otherTraffic + (writes ?? 0)
    return writes === undefined || rest === 0 ? undefined : (2 * missRate(p)) / rest
  }),
  addedDelay: inOrder((p) => {
    const waits = writeWait(p)
    const operations = readsPerSecond(p) + p.writeRate
    if (waits === undefined || p.writeBack > 0 || operations === 0) return undefined
    return (missRate(p) * 2 * oneWay(p) + p.writeRate * waits) / operations
  }),
  writeWait: inOrder((p) => (p.writeRate > 0 ? writeWait(p) : undefined)),
  staleReads: inOrder(staleReads),
  records: inOrder((p) => p.clients * heldShare(p)),
  writeShare: (p: Settings) => (p.writeRate > 0 ? 1 / (1 + p.writeRate * p.writeBack) : undefined),
  scanRate,
  lastRecovered: (p: Settings) => (recoversAtOnce(p) ? p.clients * p.handles * p.reopenTime : undefined),
  meanRecovered: (p: Settings) => (recoversAtOnce(p) ? ((p.clients * p.handles + 1) / 2) * p.reopenTime : undefined),
  falseExpiry: (p: Settings) =>
    p.refreshInterval > 0 && p.refreshLoss < 1 && p.deathRate === 0
      ? math.pow(p.refreshLoss, p.missedRefreshes)
      : undefined,
  orphanTime,
}

/**
 * Load of a lease relative to asking at each read, 1 / (1 + R t_c) + S W / (2 R) (the second term for S > 1 only).
 * @param clientTerm t_c, s
 * @source Gray and Cheriton, SOSP 1989, section 3.1: 2 N R / (1 + R t_c) + N S W messages a second.
 */
export function relativeLeaseLoad(
  { readRate, writeRate, sharing }: Pick<Settings, 'readRate' | 'writeRate' | 'sharing'>,
  clientTerm: number,
): number {
  const approvals = sharing > 1 ? (sharing * writeRate) / (2 * readRate) : 0
  return 1 / (1 + readRate * clientTerm) + approvals
}

/**
 * Term at the client beyond which a lease saves messages, 1 / (R (alpha - 1)) with alpha = 2 R / (S W), s; Infinity where
 * none does.
 * @source Gray and Cheriton, SOSP 1989, section 3.1.
 */
export function breakEvenTerm({
  readRate,
  writeRate,
  sharing,
}: Pick<Settings, 'readRate' | 'writeRate' | 'sharing'>): number {
  const benefit = (2 * readRate) / (sharing * writeRate)
  return benefit > 1 ? 1 / (readRate * (benefit - 1)) : Infinity
}

/** Formulas hold while the server is up, does not queue, and hears from all holders. */
function inOrder(formula: (p: Settings) => number | undefined): (p: Settings) => number | undefined {
  return (p) => {
    const promising = serverTerm(p) > 0 && p.sharing > 1
    if (p.outage > 0 || p.serverTime > 0 || (p.silentHolders > 0 && promising)) return undefined
    // Writes that wait a while prevent promises to others, which the formulas leave out.
    const waiting = p.sharing * p.writeRate * 2 * oneWay(p)
    if (promising && p.onWrite === 'invalidate' && (waiting > 0.002 || p.writeBack > 0)) return undefined
    return formula(p)
  }
}

/** Writes per second by the others who share the file of a client. */
function foreignWrites(p: Settings): number {
  return (p.sharing - 1) * p.writeRate
}

/** Mean time that a copy stays current, cut short by writes of others where they invalidate it, s. */
function validTime(p: Settings): number {
  const term = clientTerm(p)
  const rate = p.protocol !== 'ttl' && p.onWrite === 'invalidate' ? foreignWrites(p) : 0
  return meanUntil(rate, term)
}

/** Mean of the lesser of a time and an exponential one, s. */
function meanUntil(rate: number, time: number): number {
  return rate === 0 ? time : -math.expm1(-rate * time) / rate
}

/** Requests per second of a client: one each time that a copy has been current, then unused, then fetched. */
function missRate(p: Settings): number {
  return p.readRate === 0 ? 0 : 1 / (validTime(p) + 1 / p.readRate + 2 * oneWay(p))
}

function missShare(p: Settings): number {
  return 1 / (1 + p.readRate * validTime(p))
}

function readsPerSecond(p: Settings): number {
  if (p.readRate === 0) return 0
  const valid = validTime(p)
  return valid === Infinity ? p.readRate : (1 + p.readRate * valid) * missRate(p)
}

/** Messages per second and client for the approval of writes; undefined where the number of holders has no simple law. */
function approvalMessages(p: Settings): number | undefined {
  if (serverTerm(p) === 0 || p.sharing === 1 || p.writeRate === 0) return 0
  const flushes = p.writeRate / (1 + p.writeRate * p.writeBack)
  if (p.onWrite === 'approve-only') return flushes * (p.approvals === 'multicast' ? p.sharing : 2 * (p.sharing - 1))
  // With one other there are two messages if he holds a copy, in either way.
  if (p.approvals === 'multicast' && p.sharing > 2) return undefined
  return flushes * 2 * (p.sharing - 1) * heldShare(p)
}

/** Time that a write waits for approvals, s. */
function writeWait(p: Settings): number | undefined {
  if (serverTerm(p) === 0 || p.sharing === 1) return 0
  if (p.onWrite === 'approve-only') return 2 * oneWay(p)
  return p.sharing === 2 ? 2 * oneWay(p) * heldShare(p) : undefined
}

/**
 * Fraction of time that the server has a promise to a client on record: from its grant until a write of another, its end,
 * or the next grant, which restarts it. A client ends its lease earlier and may have it extended before the end.
 */
function heldShare(p: Settings): number {
  const term = serverTerm(p)
  if (term === 0 || p.readRate === 0) return 0
  const rate = p.onWrite === 'invalidate' ? foreignWrites(p) : 0
  const cycle = validTime(p) + 1 / p.readRate + 2 * oneWay(p)
  // Promises without an end that nothing breaks.
  if (cycle === Infinity) return 1
  const earliest = clientTerm(p) + 2 * oneWay(p)
  // A short lease that the client never believes in is over before its next request.
  if (term <= earliest) return meanUntil(rate, term) / cycle
  const extra = -math.expm1(-(rate + p.readRate) * (term - earliest)) / (rate + p.readRate)
  return (meanUntil(rate, earliest) + math.exp(-rate * earliest) * extra) / cycle
}

/**
 * Fraction of reads that see an old version when a copy counts as current for a time: the last write since the server
 * sent the copy is that of another client.
 */
function staleReads(p: Settings): number | undefined {
  if (p.readRate === 0) return undefined
  if (p.protocol !== 'ttl') return p.onWrite === 'invalidate' || p.sharing === 1 ? 0 : undefined
  if (p.writeBack > 0) return undefined
  const rate = p.sharing * p.writeRate
  if (rate === 0 || p.term === Infinity) return rate === 0 ? 0 : undefined
  const current = math.exp(-rate * oneWay(p)) * meanUntil(rate, p.term)
  return (((p.sharing - 1) / p.sharing) * p.readRate * (p.term - current)) / (1 + p.readRate * p.term)
}

/**
 * Blocks per second of a single scanner: limited by its work, or by d requests under way.
 * @source Maximum cycle mean of an event graph: Baccelli, Cohen, Olsder, Quadrat, Synchronization and Linearity (1992),
 * section 2.5.
 */
function scanRate(p: Settings): number | undefined {
  if (p.scanners !== 1 || (p.serverTime > 0 && p.readRate + p.writeRate > 0)) return undefined
  const fetch = 2 * oneWay(p) + p.serverTime
  if (p.prefetch === 0) return 1 / (fetch + p.scanTime)
  return Math.min(1 / p.scanTime, p.prefetch / fetch, 1 / p.serverTime)
}

/** All clients open their files at once, at a server that has nothing else to do. */
function recoversAtOnce(p: Settings): boolean {
  const idle = p.serverTime === 0 || p.readRate + p.writeRate === 0
  return p.outage > 0 && p.protocol === 'callback' && p.handles > 0 && p.recoverySpread === 0 && idle
}

/** Mean time from a death, somewhere in an interval, to k intervals after the last refresh, (k - 1/2) tau, s. */
function orphanTime(p: Settings): number | undefined {
  if (p.refreshInterval === 0 || p.deathRate === 0 || p.refreshLoss > 0) return undefined
  // Who dies early in an interval leaves sooner after the refresh than who dies late: all but uniform for long lives.
  const mortal = p.deathRate * p.refreshInterval
  const sinceRefresh = 1 / p.deathRate - p.refreshInterval / math.expm1(mortal)
  return p.missedRefreshes * p.refreshInterval - sinceRefresh
}
