import { math } from '../../../engine/index.ts'

/** One file, one or more servers, equal clients; sizes in bit, rates in bit/s. */
export interface Distribution {
  readonly fileBits: number
  /** Upload rate of all servers together. */
  readonly serverRate: number
  /** Number of clients. */
  readonly clients: number
}

/**
 * Time until everybody has the file when only the servers upload, s: all of them are done at the same moment when the
 * servers share their uplinks equally.
 * @param download downlink of each client, bit/s.
 * @source Kurose and Ross, Computer Networking (6th ed. 2013), eq. 2.1: max(N F / us, F / dmin).
 */
export function clientServerTime({ fileBits, serverRate, clients }: Distribution, download: number): number {
  return Math.max((clients * fileBits) / serverRate, fileBits / download)
}

/**
 * Mean time in system of clients that arrive at random and share one server equally, s; undefined when the load is not
 * below 1. It depends on the mean size of the file alone.
 * @source Kleinrock, Queueing Systems vol. 2 (1976), section 4.4: processor sharing, T = S / (1 - rho).
 */
export function sharedServerTime(arrivalRate: number, fileBits: number, serverRate: number): number | undefined {
  const service = fileBits / serverRate
  const load = arrivalRate * service
  return load < 1 ? service / (1 - load) : undefined
}

/** Parameters of the model that decide when only the servers upload. */
export interface ClientServer {
  readonly distribution: string
  readonly arrivals: string
  readonly fileSize: number
  readonly leechers: number
  readonly joinWindow: number
  readonly arrivalRate: number
  readonly abortRate: number
  readonly initialSeeds: number
  readonly seedUpload: number
  readonly download: number
  readonly fastShare: number
  readonly fastDownload: number
  readonly slowShare: number
  readonly slowDownload: number
}

/**
 * Download time of every leecher of a flash crowd, or the mean one of Poisson arrivals, when one server does all the
 * uploading, s; undefined where no closed form applies.
 */
export function clientServerDownload(p: ClientServer): number | undefined {
  if (p.distribution !== 'client-server' || p.initialSeeds !== 1 || p.abortRate > 0) return undefined
  const slowest = Math.min(
    p.fastShare + p.slowShare < 1 ? p.download : Infinity,
    p.fastShare > 0 ? p.fastDownload : Infinity,
    p.slowShare > 0 ? p.slowDownload : Infinity,
  )
  const fileBits = 8 * p.fileSize
  if (p.arrivals === 'poisson') {
    return slowest >= p.seedUpload ? sharedServerTime(p.arrivalRate, fileBits, p.seedUpload) : undefined
  }
  const equal = p.fastShare + p.slowShare === 0 || slowest >= p.seedUpload / p.leechers
  if (p.joinWindow > 0 || !equal) return undefined
  return clientServerTime({ fileBits, serverRate: p.seedUpload, clients: p.leechers }, slowest)
}

/** Mean number of leechers of Poisson arrivals at one server; undefined where no closed form applies. */
export function clientServerLeechers(p: ClientServer): number | undefined {
  const time = p.arrivals === 'poisson' ? clientServerDownload(p) : undefined
  return time === undefined ? undefined : p.arrivalRate * time
}

/** The part of `clientServerDownload` that holds for every single leecher: a flash crowd. */
export function clientServerFlashCrowd(p: ClientServer): number | undefined {
  return p.arrivals === 'flash-crowd' ? clientServerDownload(p) : undefined
}

/**
 * No way of distributing the file brings it to everybody sooner, s.
 * @param uploads upload rates of all clients together, bit/s.
 * @param slowest slowest downlink, bit/s.
 * @source Kurose and Ross, Computer Networking (6th ed. 2013), eq. 2.2: max(F / us, F / dmin, N F / (us + sum u)).
 */
export function distributionBound(
  { fileBits, serverRate, clients }: Distribution,
  uploads: number,
  slowest: number,
): number {
  return Math.max(fileBits / serverRate, fileBits / slowest, (clients * fileBits) / (serverRate + uploads))
}

/**
 * Mean time for one piece to reach all of n = 2^k peers of which one has it, in units of the time one peer needs to
 * send it: the number of holders doubles each round, so 2^(j-1) peers receive it in round j.
 * @source Yang and de Veciana, Service capacity of peer to peer networks, INFOCOM 2004, section II; sum of j 2^(j-1).
 */
export function doublingMeanRounds(k: number): number {
  const peers = math.pow(2, k)
  return k - 1 + k / (peers - 1)
}

/**
 * Rounds that `peers` equal peers besides one source need for a file of `pieces`, when each sends and receives at most
 * one piece a round: nothing can do better.
 * @source Mundinger, Weber and Weiss, Optimal scheduling of peer-to-peer file dissemination, J. Scheduling 11 (2008), theorem 1.
 */
export function optimalRounds(pieces: number, peers: number): number {
  let doublings = 0
  for (let reached = 2; reached <= peers; reached *= 2) doublings++
  return pieces + doublings
}

/** A swarm in its steady state; rates in files/s (link rate over file size) or 1/s. */
export interface OpenSwarm {
  /** Arrival rate of leechers, lambda, 1/s. */
  readonly arrivalRate: number
  /** Upload rate of a peer, mu, files/s. */
  readonly upload: number
  /** Download limit of a peer, c, files/s. */
  readonly download: number
  /** Rate at which leechers give up, theta, 1/s. */
  readonly abortRate: number
  /** Rate at which finished peers leave, gamma, 1/s; Infinity: at once. */
  readonly seedLeaveRate: number
  /** Upload rate of seeds that never leave, files/s; 0 unless given. */
  readonly originUpload?: number
}

/** Steady state of a swarm: mean numbers of leechers and of seeds, and mean time as a leecher, s. */
export interface SteadyState {
  readonly leechers: number
  readonly seeds: number
  readonly stay: number
}

/**
 * The fluid model: leechers progress as if each downloaded for an exponential time. Needs mu < gamma or c to limit.
 * @source Qiu and Srikant, Modeling and performance analysis of BitTorrent-like networks, SIGCOMM 2004, eq. 3 to 6, eta = 1.
 */
export function qiuSrikant({ arrivalRate, upload, download, abortRate, seedLeaveRate }: OpenSwarm): SteadyState {
  const inverse = Math.max(1 / download, 1 / upload - 1 / seedLeaveRate)
  const beta = 1 / inverse
  const share = 1 / (1 + abortRate / beta)
  return {
    leechers: (arrivalRate / beta) * share,
    seeds: (arrivalRate / seedLeaveRate) * share,
    stay: 1 / (abortRate + beta),
  }
}

/**
 * The same steady state for a file of one size: a leecher that receives r files/s completes after 1 / r unless it gives
 * up before. All uplinks are busy (r x = mu (x + y) + origin) or all downlinks (r = c). The two models agree without
 * aborts; with them, the exponential time of the first one keeps fewer leechers in the swarm.
 * @returns undefined when no rate balances the uplinks, which takes more origins than the leechers can use.
 * @source conservation of bits and Little's law; see the README for the derivation.
 */
export function constantSizeState(swarm: OpenSwarm): SteadyState {
  const { arrivalRate, upload, download, abortRate, seedLeaveRate, originUpload = 0 } = swarm
  const stayAt = (rate: number): number => (abortRate === 0 ? 1 / rate : -math.expm1(-abortRate / rate) / abortRate)
  const stateAt = (rate: number): SteadyState => ({
    leechers: arrivalRate * stayAt(rate),
    seeds: (arrivalRate / seedLeaveRate) * math.exp(-abortRate / rate),
    stay: stayAt(rate),
  })
  /** Upload capacity that is left over when leechers receive at this rate, files/s. */
  const spare = (rate: number): number => {
    const { leechers, seeds } = stateAt(rate)
    return upload * (leechers + seeds) + originUpload - rate * leechers
  }
  if (spare(download) >= 0) return stateAt(download)
  // Bisection: slow leechers are many, so they have more uplinks than they use; at the download limit they have fewer.
  let low = 0
  let high = download
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2
    if (spare(middle) >= 0) low = middle
    else high = middle
  }
  return stateAt((low + high) / 2)
}

/**
 * Fraction of the leechers' upload capacity that can be used although they may hold the same pieces, eta.
 * @param contacts uploads of a leecher, k.
 * @source Qiu and Srikant, SIGCOMM 2004, section 3.2: 1 - (ln N / N)^k for N pieces.
 */
export function sharingEffectiveness(pieces: number, contacts: number): number {
  return 1 - math.pow(math.ln(pieces) / pieces, contacts)
}

/** One peer that is sent a file block by block over one connection; times in s. */
export interface BlockTransfer {
  readonly blocks: number
  /** Blocks asked for and not received, at most. */
  readonly pipeline: number
  /** Time to send one block. */
  readonly service: number
  /** From asking for a block until its first bit can arrive. */
  readonly roundTrip: number
}

/**
 * Time until the last block has arrived, s: the link is never idle when the blocks asked for cover a round trip, else
 * `pipeline` blocks come every round trip and service.
 * @source sliding-window flow control, Stallings, Data and Computer Communications (8th ed. 2007), section 7.1.
 */
export function pipelinedTime({ blocks, pipeline, service, roundTrip }: BlockTransfer): number {
  if (pipeline * service >= roundTrip + service) return roundTrip + blocks * service
  const full = Math.floor((blocks - 1) / pipeline)
  return roundTrip + full * (roundTrip + service) + (blocks - full * pipeline) * service
}

/**
 * Mean download time when contributors bring what everybody receives and upload all the time, s: arriving files are
 * sent by x contributors and the initial seeds, and x = (1 - f) lambda T. It holds for all who are served alike, and for
 * contributors however little free riders get, as long as these come to an end too.
 * @param freeRiderShare f, below 1
 * @source conservation of bits and Little's law.
 */
export function contributorTime(
  { arrivalRate, upload, originUpload = 0 }: Pick<OpenSwarm, 'arrivalRate' | 'upload' | 'originUpload'>,
  freeRiderShare: number,
): number {
  return (arrivalRate - originUpload) / (upload * arrivalRate * (1 - freeRiderShare))
}

/** Parameters of the model that decide how a crowd grows that lacks one piece. */
export interface OneClub {
  readonly distribution: string
  readonly arrivals: string
  readonly oneClub: number
  readonly arrivalRate: number
  readonly abortRate: number
  readonly freeRiderShare: number
  readonly fastShare: number
  readonly slowShare: number
  readonly fileSize: number
  readonly pieces: number
  readonly initialSeeds: number
  readonly seedUpload: number
  readonly upload: number
  readonly afterDownload: string
  readonly departure: string
  readonly meanLinger: number
  readonly transferUnit: string
  readonly blocksPerPiece: number
  readonly regularSlots: number
  readonly optimisticSlots: number
}

/**
 * Growth of a swarm in which nearly all lack one piece, leechers/s: lambda - Us / (1 - m). The initial seeds send that
 * piece Us times a second; whoever has it is complete, and sends it to m others before it leaves. The swarm is unstable
 * if this is above 0. Without lingering m = 0. One that lingers for an exponential time, and takes a fixed time to send
 * a piece which is lost when it leaves before, sends it 1 / (e^(gamma / mu) - 1) times; the paper, where sending takes
 * an exponential time, has mu / gamma.
 * @returns undefined where the parameters do not say how often it is sent, and from m = 1 on: then any swarm is stable
 * @source Hajek and Zhu, The missing piece syndrome in peer-to-peer communication, ISIT 2010; Zhu and Hajek, Stability
 * of a peer-to-peer communication system, IEEE Trans. Information Theory 58(7), 2012.
 */
export function oneClubGrowth(p: OneClub): number | undefined {
  const others = p.abortRate + p.freeRiderShare + p.fastShare + p.slowShare > 0 || p.distribution !== 'swarm'
  if (p.arrivals !== 'poisson' || p.oneClub === 0 || others) return undefined
  const pieceBits = (8 * p.fileSize) / p.pieces
  const seeding = (p.initialSeeds * p.seedUpload) / pieceBits
  if (p.afterDownload === 'leave') return p.departure === 'at-once' ? p.arrivalRate - seeding : undefined
  const atomic = p.transferUnit === 'block' && p.blocksPerPiece === 1 && p.regularSlots + p.optimisticSlots === 1
  if (p.afterDownload === 'stay' || !atomic) return undefined
  const passedOn = 1 / math.expm1(pieceBits / (p.upload * p.meanLinger))
  return passedOn < 1 ? p.arrivalRate - seeding / (1 - passedOn) : undefined
}
