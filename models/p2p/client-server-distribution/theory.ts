import { sharingResponse } from '../../shared/queueing/erlang.ts'

/** Parameters that decide. Sizes in B, rates in bit/s or 1/s. */
export interface Plan {
  readonly fileSize: number
  readonly servers: number
  readonly serverUpload: number
  readonly striping: boolean
  readonly slots: number
  readonly arrivals: string
  readonly clients: number
  readonly arrivalRate: number
  readonly download: number
  readonly fastShare: number
  readonly fastDownload: number
}

/**
 * Time until a flash crowd has the file, s. Equal shares of the servers' uplinks reach the bound: either all of them are
 * busy to the end, or the slowest client is limited by its downlink from beginning to end.
 * @source Kurose and Ross, Computer Networking (6th ed. 2013), eq. 2.1: max(N F / us, F / dmin).
 * @returns undefined where the bound is not reached in general: Poisson arrivals, queues for slots, a server for each client.
 */
export function makespan(p: Plan): number | undefined {
  if (p.arrivals !== 'flash-crowd' || !pooled(p)) return undefined
  if (p.slots < p.clients) return inBatches(p) ? (p.clients * 8 * p.fileSize) / capacity(p) : undefined
  return distributionBound(p)
}

/** No schedule of the servers serves a flash crowd sooner, s. Source as of `makespan`. */
export function distributionBound(p: Plan): number {
  const slowest = Math.min(p.fastShare < 1 ? p.download : Infinity, p.fastShare > 0 ? p.fastDownload : Infinity)
  return Math.max((p.clients * 8 * p.fileSize) / capacity(p), (8 * p.fileSize) / slowest)
}

/**
 * Mean time from arrival to the last bit, s, of equal clients.
 * - flash crowd, all served at once: that of the bound; in batches of k slots with the whole uplink: those of batch j wait
 *   for j - 1 others, (k F / us) (N / k + 1) / 2 on average
 * - Poisson arrivals: processor sharing in which a client has at most its downlink: with d = us / c it is the queue
 *   M/M/c by the insensitivity of sharing, with d >= us it is T = S / (1 - rho)
 * - one slot: first come, first served with a constant time, S + rho S / (2 (1 - rho))
 * @source Kleinrock, Queueing Systems vol. 2 (1976), section 4.4, and vol. 1 (1975), section 5.6 (M/D/1); Cohen, The multiple
 * phase service network with generalized processor sharing, Acta Informatica 12 (1979), for limited rates.
 * @returns undefined where no closed form is known here.
 */
export function meanDownload(p: Plan): number | undefined {
  if (!pooled(p) || p.fastShare > 0) return undefined
  const service = (8 * p.fileSize) / capacity(p)
  if (p.arrivals === 'flash-crowd') {
    if (p.slots >= p.clients) return distributionBound(p)
    return inBatches(p) ? (p.slots * service * (p.clients / p.slots + 1)) / 2 : undefined
  }
  const load = p.arrivalRate * service
  if (load >= 1) return undefined
  const cores = capacity(p) / p.download
  if (p.slots === 1) return cores <= 1 ? service + (load * service) / (2 * (1 - load)) : undefined
  if (p.slots !== Infinity) return undefined
  if (cores <= 1) return service / (1 - load)
  return Number.isInteger(cores) ? sharingResponse(p.arrivalRate, service * cores, cores) : undefined
}

/** Upload rate of all servers, bit/s. */
function capacity(p: Plan): number {
  return p.servers * p.serverUpload
}

/** Whether all servers act as one. */
function pooled(p: Plan): boolean {
  return p.striping || p.servers === 1
}

/** Whether a flash crowd is served in full batches, each with the whole uplink of the servers. */
function inBatches(p: Plan): boolean {
  return p.fastShare === 0 && p.clients % p.slots === 0 && capacity(p) / p.slots <= p.download
}
