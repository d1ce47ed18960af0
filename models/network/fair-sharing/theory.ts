import { limitOf, type Sharing } from './parameters.ts'

/** Links on a route: of the long one of a parking lot, and of all others. */
export function hopsOf({ pattern, width }: Sharing, long = false): number {
  switch (pattern) {
    case 'single':
      return 1
    case 'parking-lot':
      return long ? width : 1
    case 'incast':
    case 'all-to-all':
      return 2
    case 'dumbbell':
      return 3
  }
}

/** Load of the shared link, lambda E[S] / C. */
export function load(p: Sharing): number {
  return (p.flowRate * p.size.mean * 8) / p.bandwidth
}

/**
 * Flows that share one link at a time in the long run, as a birth-death chain: n flows are served at min(n r, C)
 * together. It depends on the law of sizes through its mean alone. Undefined where there is no steady state, where
 * other links hold flows back, or under other rules than max-min.
 * @source Kleinrock, Queueing Systems vol. 2 (1976), section 4.4 (processor sharing); Cohen, Acta Informatica 12
 *   (1979), for rates that depend on n; Ben Fredj et al., SIGCOMM 2001, for flows of rate r at most on a link of C
 */
function flowsSharing(p: Sharing): number | undefined {
  if (p.load !== 'arrivals' || p.preset !== 'max-min' || !isOneLink(p)) return undefined
  const rho = load(p)
  if (rho >= 1) return undefined
  const limit = Math.min(limitOf(p), p.bandwidth)
  const offered = (p.flowRate * p.size.mean * 8) / limit
  let weight = 1
  let total = 1
  let sum = 0
  let n = 1
  // As long as all have their limit; from then on each state is rho times as likely as the one before.
  for (; n * limit <= p.bandwidth; n++) {
    weight *= offered / n
    total += weight
    sum += n * weight
  }
  const beyond = weight * rho
  total += beyond / (1 - rho)
  sum += beyond * (n / (1 - rho) + rho / ((1 - rho) * (1 - rho)))
  return sum / total
}

/** Mean number of flows in progress, those in their latency included. */
export function meanFlows(p: Sharing): number | undefined {
  const sharing = flowsSharing(p)
  return sharing === undefined ? undefined : sharing + p.flowRate * hopsOf(p) * p.latency
}

/**
 * Mean time from start to end of a flow, s. Of flows that arrive: by Little's law. Of a batch: where all flows have the
 * same rate all the time, that is, sizes and routes are alike.
 */
export function meanTransferTime(p: Sharing): number | undefined {
  if (p.load === 'arrivals') {
    const flows = meanFlows(p)
    return flows === undefined ? undefined : flows / p.flowRate
  }
  const rate = shortRate(p)
  if (rate === undefined || p.pattern === 'parking-lot' || p.size.variance > 0) return undefined
  return hopsOf(p) * p.latency + (p.size.mean * 8) / rate
}

/**
 * Mean of how many times as long as alone a flow shares: the same for flows of any size.
 * @source Kleinrock, Queueing Systems vol. 2 (1976), section 4.4: T(x) is proportional to x
 */
export function slowdown(p: Sharing): number | undefined {
  if (p.load === 'arrivals') {
    const flows = flowsSharing(p)
    const alone = (p.size.mean * 8) / Math.min(limitOf(p), p.bandwidth)
    return flows === undefined ? undefined : flows / p.flowRate / alone
  }
  const rate = shortRate(p)
  return rate === undefined || p.pattern === 'parking-lot' || p.size.variance > 0 ? undefined : aloneRate(p) / rate
}

/** Fraction of the watched link's bandwidth in use in the long run; overloaded, all of it. */
export function utilisation(p: Sharing): number | undefined {
  return p.load === 'arrivals' && p.preset === 'max-min' && isOneLink(p) ? Math.min(1, load(p)) : undefined
}

/**
 * Rate of a flow on a short route of a batch while all are there, bit/s.
 * @source Bertsekas and Gallager, Data Networks (2nd ed. 1992), section 6.5.2: max-min fair rates by bottlenecks; the
 *   value is that of the second link of a parking lot when it has several
 */
export function shortRate(p: Sharing): number | undefined {
  if (p.load !== 'batch' || p.preset !== 'max-min' || endsBeforeLong(p)) return undefined
  const { width, flows, bandwidth, otherBandwidth } = p
  const limit = limitOf(p)
  switch (p.pattern) {
    case 'single':
      return Math.min(limit, bandwidth / flows)
    case 'incast':
      return Math.min(limit, bandwidth / (width * flows))
    case 'all-to-all':
      // In a half-duplex link as many flows come as go.
      return Math.min(limit, bandwidth / (width * flows * (p.duplex === 'half' ? 2 : 1)))
    case 'dumbbell':
      return Math.min(limit, otherBandwidth / flows, bandwidth / (width * flows))
    case 'parking-lot': {
      const rest = (link: number): number => (link - p.longFlows * longRate(p)!) / flows
      const first = Math.min(limit, rest(bandwidth))
      return (first + (width - 1) * Math.min(limit, rest(otherBandwidth))) / width
    }
  }
}

/** Rate of a flow on the long route of a parking lot while all are there, bit/s: its share of the scarcest link. */
export function longRate(p: Sharing): number | undefined {
  if (p.load !== 'batch' || p.preset !== 'max-min' || p.pattern !== 'parking-lot' || endsBeforeLong(p)) return undefined
  const scarcest = p.width === 1 ? p.bandwidth : Math.min(p.bandwidth, p.otherBandwidth)
  return Math.min(limitOf(p), scarcest / (p.longFlows + p.flows))
}

/** Whether short flows of a parking lot are over before the long ones have paid their latency: then never all are there. */
function endsBeforeLong(p: Sharing): boolean {
  const { pattern, width, size, latency, flows, bandwidth, otherBandwidth } = p
  if (pattern !== 'parking-lot' || width === 1 || latency === 0 || size.variance > 0) return false
  const fastest = Math.min(limitOf(p), Math.max(bandwidth, otherBandwidth) / flows)
  return (size.mean * 8) / fastest <= (width - 1) * latency
}

/** Rate of a flow that has its route for itself, bit/s. */
export function aloneRate(p: Sharing, long = false): number {
  const crossesOthers = p.pattern === 'dumbbell' || (long && p.width > 1)
  return Math.min(limitOf(p), p.bandwidth, crossesOthers ? p.otherBandwidth : Infinity)
}

/** Whether no link but the watched one ever holds a flow back. */
function isOneLink(p: Sharing): boolean {
  return (
    p.pattern === 'single' || p.pattern === 'incast' || (p.pattern === 'dumbbell' && p.otherBandwidth >= p.bandwidth)
  )
}
