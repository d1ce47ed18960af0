import { type Resolved, choice, integer, real } from '../../definition.ts'

/** What the model takes. */
export const parameters = {
  protocol: choice(['check', 'ttl', 'callback', 'lease'], {
    default: 'lease',
    doc: 'check: the client asks at each read whether its copy is current (Sprite at open); ttl: a copy counts as current for a while (NFS attributes); callback: the server promises to tell of changes (AFS); lease: the same promise for a limited term.',
  }),
  clients: integer({ default: 20, unit: 'clients', min: 1, max: 100_000, doc: 'Clients with a cache, N.' }),
  sharing: integer({
    default: 1,
    unit: 'clients',
    min: 1,
    max: 100_000,
    doc: 'Clients that read and write the same file, S; there are N / S files.',
  }),
  readRate: real({
    default: 0.864,
    unit: '1/s',
    min: 0,
    doc: 'Reads per second of a client while none of its reads is waiting, R.',
  }),
  writeRate: real({ default: 0.039, unit: '1/s', min: 0, doc: 'Writes per second of a client, W.' }),
  term: real({
    default: '10s',
    unit: 's',
    min: 0,
    unlimited: true,
    doc: 'Term of a lease as the server counts it, t_s, or the time that a copy counts as current (ttl).',
  }),
  propagation: real({ default: '1ms', unit: 's', min: 0, doc: 'Time of a message on the network, m_prop.' }),
  processing: real({ default: '0.25ms', unit: 's', min: 0, doc: 'Time to send or to receive a message, m_proc.' }),
  clockUncertainty: real({
    default: '100ms',
    unit: 's',
    min: 0,
    doc: 'How much earlier a client ends a lease for fear that clocks differ, epsilon.',
  }),
  approvals: choice(['multicast', 'unicast'], {
    default: 'multicast',
    doc: 'Whether the server asks all holders of a copy by one message or by one each; each of them answers.',
  }),
  onWrite: choice(['invalidate', 'approve-only'], {
    default: 'invalidate',
    doc: 'What a write by another client does to a copy: invalidate, only holders are asked and their next read fetches; or what the formula of Gray and Cheriton counts: all S are asked, and copies stay.',
  }),
  silentHolders: real({
    default: 0,
    unit: '1',
    min: 0,
    max: 1,
    doc: 'Probability that a holder does not answer (it has crashed or is cut off), so that the write waits for the end of its lease.',
  }),
  otherTraffic: real({
    default: 0,
    unit: '1/s',
    min: 0,
    doc: 'Messages per second between each client and the server that have nothing to do with consistency.',
  }),
  writeBack: real({
    default: 0,
    unit: 's',
    min: 0,
    doc: 'Time that a write stays in the cache of its client before it goes to the server (30 s in Sprite); later writes meanwhile go with it.',
  }),
  serverTime: real({ default: 0, unit: 's', min: 0, doc: 'CPU time of the server per request, in order of arrival.' }),
  scanners: integer({
    default: 0,
    unit: 'clients',
    min: 0,
    doc: 'More clients, each reading a long file block by block.',
  }),
  scanTime: real({ default: '10ms', unit: 's', min: 0, doc: 'Time that a scanner works on a block, Z.' }),
  prefetch: integer({
    default: 0,
    unit: 'blocks',
    min: 0,
    max: 10_000,
    doc: 'Blocks that a scanner asks for in advance, d; 0: it asks when it needs one.',
  }),
  crashAt: real({
    default: 0,
    unit: 's',
    min: 0,
    doc: 'When the server crashes and forgets its promises; see outage.',
  }),
  outage: real({
    default: 0,
    unit: 's',
    min: 0,
    doc: 'Time from the crash until it is up again; 0: it never crashes.',
  }),
  retryInterval: real({
    default: '1.1s',
    unit: 's',
    above: 0,
    doc: 'A client without an answer asks again after this time, for ever.',
  }),
  handles: integer({
    default: 0,
    unit: 'files',
    min: 0,
    doc: 'Open files of each client, h, which it opens anew when a server with callbacks is up again.',
  }),
  reopenTime: real({ default: '2ms', unit: 's', min: 0, doc: 'CPU time of the server to open a file anew, c.' }),
  recoverySpread: real({
    default: 0,
    unit: 's',
    min: 0,
    doc: 'Clients spread their first reopening evenly over this time, J; 0: all at once.',
  }),
  refreshInterval: real({
    default: 0,
    unit: 's',
    min: 0,
    doc: 'Each client tells the server so often that it is there (soft state), tau; 0: never.',
  }),
  missedRefreshes: integer({
    default: 3,
    unit: 'messages',
    min: 1,
    doc: 'The server drops what it knows of a client when it has missed so many refreshes, k.',
  }),
  refreshLoss: real({ default: 0, unit: '1', min: 0, max: 1, doc: 'Probability that a refresh is lost, p.' }),
  deathRate: real({
    default: 0,
    unit: '1/s',
    min: 0,
    doc: 'Rate at which a client that refreshes dies without a word; a new one takes its place.',
  }),
}

/** The parameters as `build` and the closed forms receive them. */
export type Settings = Resolved<typeof parameters>

/** Time of a message from one machine to the other, both ends included, s. */
export function oneWay({ propagation, processing }: Pick<Settings, 'propagation' | 'processing'>): number {
  return propagation + 2 * processing
}

/** Term of a promise as the server counts it, s; 0: it makes none. */
export function serverTerm(p: Settings): number {
  return p.protocol === 'lease' ? p.term : p.protocol === 'callback' ? Infinity : 0
}

/**
 * Time after the reply for which a client takes its copy to be current, s.
 * @source Gray and Cheriton, SOSP 1989, section 3.1: t_c = max(0, t_s - (m_prop + 2 m_proc) - epsilon).
 */
export function clientTerm(p: Settings): number {
  if (p.protocol === 'check') return 0
  if (p.protocol === 'ttl') return p.term
  return Math.max(0, serverTerm(p) - oneWay(p) - p.clockUncertainty)
}

/** A sentence saying what is wrong with a combination of parameters, or undefined when it is sound. */
export function parameterProblem(p: Settings): string | undefined {
  if (p.clients % p.sharing !== 0)
    return `sharing must divide clients: ${p.clients} clients make no whole number of files.`
  if (p.readRate + p.writeRate === 0 && p.scanners === 0 && p.refreshInterval === 0 && p.handles === 0)
    return 'nobody reads, writes, scans or refreshes: there is nothing to observe.'
  if (p.scanners > 0 && p.scanTime + p.serverTime + oneWay(p) === 0)
    return 'a scanner would read infinitely many blocks at once: give scanTime, serverTime or propagation.'
  if (p.deathRate > 0 && p.refreshInterval === 0)
    return 'deathRate is above 0, but only clients that refresh (refreshInterval above 0) can be missed.'
  return undefined
}
