import { math } from '../../../engine/index.ts'
import { pathOf } from './networks.ts'
import type { Communication } from './parameters.ts'

/**
 * Time from sending a message to its last bit at the far end of a path that is idle, s.
 * Whole messages take H (M / B + d). Packets: the message on the first link and one packet more on each other. Cut
 * through: the message once and its head on each other link. Every packet carries a header.
 * @param bytes size of the message, >= 0
 * @source Kermani and Kleinrock, Virtual Cut-Through, Computer Networks 3 (1979), section 3
 */
export function oneWay(p: Communication, bytes: number): number {
  const { bandwidth, latency, hops, mtu } = pathOf(p)
  const { headerBytes, head } = p
  const time = (onWire: number): number => (onWire * 8) / bandwidth
  const whole = time(bytes + headerBytes)
  if (p.switching === 'message') return hops * (whole + latency)
  if (p.switching === 'cut-through') {
    return whole + (hops - 1) * Math.min(whole, time(head)) + hops * latency
  }
  const payload = mtu - headerBytes
  const packets = Math.max(1, Math.ceil(bytes / payload))
  const longest = packets === 1 ? whole : time(mtu)
  return time(bytes + packets * headerBytes) + (hops - 1) * longest + hops * latency
}

/**
 * Mean time that a call spends on the network, s. With links of its own a client only waits for the bits; on a bus it
 * waits for others, and the time follows from the response.
 */
export function communicationTime(p: Communication): number | undefined {
  if (p.operation !== 'call') return undefined
  if (isShared(p)) return closedNetwork(p)?.bus
  const [request, reply] = [meanOneWay(p, p.request), meanOneWay(p, p.reply)]
  return request === undefined || reply === undefined ? undefined : request + reply
}

/** Mean time from sending a request to its last bit at the server, s; on a bus half of both ways, which are alike. */
export function requestTime(p: Communication): number | undefined {
  if (p.operation !== 'call') return undefined
  if (!isShared(p)) return meanOneWay(p, p.request)
  const both = communicationTime(p)
  return both === undefined ? undefined : both / 2
}

/** Mean over the sizes, where the time of the mean is the mean of the times. */
function meanOneWay(p: Communication, mean: number): number | undefined {
  const linear =
    p.switching === 'message' || (pathOf(p).hops === 1 && (p.headerBytes === 0 || p.switching !== 'packets'))
  return p.sizes === 'constant' || mean === 0 || linear ? oneWay(p, mean) : undefined
}

/** Mean service time of a call, s. */
export function serviceTime(p: Communication): number | undefined {
  return p.operation === 'call' ? p.service.mean : undefined
}

/** Mean time that a request waits for a server, s. */
export function queueingTime(p: Communication): number | undefined {
  const server = closedNetwork(p)?.server
  return server === undefined ? undefined : server - p.service.mean
}

/** Mean time from sending a request to the last bit of the reply, s. */
export function responseTime(p: Communication): number | undefined {
  const [communication, server] = [communicationTime(p), closedNetwork(p)?.server]
  return communication === undefined || server === undefined ? undefined : communication + server
}

/** Calls per second: Little's law over the cycle of a client. */
export function throughput(p: Communication): number | undefined {
  const response = responseTime(p)
  return response === undefined ? undefined : p.clients / (response + p.think.mean)
}

/** Communication over response; undefined where either is. */
export function communicationShare(p: Communication): number | undefined {
  const [communication, response] = [communicationTime(p), responseTime(p)]
  return communication === undefined || response === undefined ? undefined : communication / response
}

/**
 * Mean times of a call at the bus and at the server, s, by mean value analysis: exact where both, as far as they have
 * queues, serve for exponential times that are alike for all visits; what has no queue is a delay of any law. With a
 * bus alone this is the machine-repair model.
 * @source Reiser and Lavenberg, Journal of the ACM 27 (1980); Kleinrock, Queueing Systems vol. 1 (1975), section 3.8
 */
function closedNetwork(p: Communication): { bus: number; server: number } | undefined {
  if (p.operation !== 'call') return undefined
  const { bandwidth, latency } = pathOf(p)
  const queuesAtServer = p.servers > 0 && p.servers < p.clients
  if (queuesAtServer && (p.servers > 1 || p.service.name !== 'exponential')) return undefined
  const shared = isShared(p)
  const alike = p.sizes === 'exponential' && p.request === p.reply
  if (shared && !(alike && p.switching === 'message' && p.headerBytes === 0)) return undefined
  const ways = shared ? 2 * latency : communicationTime(p)
  if (ways === undefined) return undefined
  const demand = shared ? (2 * p.request * 8) / bandwidth : 0
  let [bus, server] = [0, 0]
  let [atBus, atServer] = [0, 0]
  for (let n = 1; n <= p.clients; n++) {
    bus = demand * (1 + atBus)
    server = p.service.mean * (queuesAtServer ? 1 + atServer : 1)
    const rate = n / (p.think.mean + ways + bus + server)
    atBus = rate * bus
    atServer = rate * server
  }
  return { bus: bus + ways, server }
}

function isShared({ medium, clients }: Communication): boolean {
  return medium === 'bus' && clients > 1
}

/**
 * Time at which the last of P processors has received a broadcast, s. Optimal: every processor that knows tells another
 * each max(g, o), which takes L + 2 o; how many can know by a time is counted, not simulated.
 * @source Culler et al., LogP: Towards a Realistic Model of Parallel Computation, PPoPP 1993, section 4.1.1
 */
export function broadcastTime(p: Communication): number | undefined {
  if (p.operation !== 'broadcast') return undefined
  const { processors, logpLatency, overhead, gap } = p
  const way = logpLatency + 2 * overhead
  const pace = Math.max(gap, overhead)
  if (processors === 1) return 0
  switch (p.tree) {
    case 'flat':
      return (processors - 2) * pace + way
    case 'chain':
      return (processors - 1) * way
    case 'binomial':
      return lastOfBinomial(processors, way, pace)
    case 'optimal':
      return lastOfOptimal(processors, way, pace)
  }
}

/** Rounds double who knows: processor x is told in the round of its highest bit, by the one without that bit. */
function lastOfBinomial(processors: number, way: number, pace: number): number {
  let last = 0
  for (let x = 1; x < processors; x++) {
    let [ones, bits] = [0, 0]
    for (let rest = x; rest > 0; rest >>= 1, bits++) ones += rest & 1
    last = Math.max(last, ones * way + (bits - ones) * pace)
  }
  return last
}

/**
 * Who knows from t on lets others know at t + way, t + way + pace, ...: after i ways and j paces in all it is
 * binomial(i + j - 1, j) processors that come to know.
 */
function lastOfOptimal(processors: number, way: number, pace: number): number {
  if (pace === 0 || way === 0) return way
  // Rounds as long as the longer of both would double who knows, and a chain is possible too.
  const limit = Math.min(Math.ceil(math.ln(processors) / math.ln(2)) * Math.max(way, pace), (processors - 1) * way)
  const arrivals: { time: number; count: number }[] = []
  for (let i = 1; i * way <= limit * (1 + 1e-9); i++) {
    let count = 1
    for (let j = 0; i * way + j * pace <= limit * (1 + 1e-9); j++) {
      arrivals.push({ time: i * way + j * pace, count })
      count = (count * (i + j)) / (j + 1)
    }
  }
  arrivals.sort((a, b) => a.time - b.time)
  let known = 1
  for (const { time, count } of arrivals) if ((known += count) >= processors) return time
  return limit
}
