import { SimulationError } from '../../errors.ts'

/** A path and how TCP uses it. No loss, no other traffic; headers and acknowledgements take no time on the wire. */
export interface TcpPath {
  /** Round-trip time without any transmission time, seconds, >= 0. */
  readonly rtt: number
  /** Rate of the bottleneck, bit/s, > 0; Infinity for none. */
  readonly bandwidth: number
  /** Bytes of a full segment, > 0. Default 1460. */
  readonly mss?: number
  /** Segments that may be sent at first, an integer >= 1. Default 10 (RFC 6928); the textbook formula has 1. */
  readonly initialWindow?: number
  /** Segments that may be under way at most, an integer >= `initialWindow`. Default: no limit. */
  readonly receiveWindow?: number
  /**
   * Segments that one acknowledgement answers, 1 or 2. Default 1. With 2, delayed acknowledgements, the window grows by
   * half a round trip instead of doubling, and a lone segment is acknowledged after `ackDelay`: then the times are an
   * approximation (odd segments of a window are taken to be acknowledged with the next).
   */
  readonly segmentsPerAck?: number
  /** How long the acknowledgement of a lone segment is held back with `segmentsPerAck` 2, seconds. Default 0.2. */
  readonly ackDelay?: number
}

/** A path with its defaults filled in. */
export type TcpSettings = Required<TcpPath>

/** Fills in the defaults of a path. @throws SimulationError for a value that makes no sense */
export function tcpSettings(path: TcpPath): TcpSettings {
  const { rtt, bandwidth, mss = 1460, initialWindow = 10, receiveWindow = Infinity } = path
  const { segmentsPerAck = 1, ackDelay = 0.2 } = path
  const check = (sound: boolean, option: string, given: number, expected: string): void => {
    if (!sound) throw new SimulationError(`TCP path, ${option} = ${given}: expected ${expected}.`)
  }
  check(rtt >= 0 && rtt < Infinity, 'rtt', rtt, 'a finite number of seconds >= 0')
  check(bandwidth > 0, 'bandwidth', bandwidth, 'a number of bits per second > 0')
  check(mss > 0 && mss < Infinity, 'mss', mss, 'a finite number of bytes > 0')
  check(Number.isSafeInteger(initialWindow) && initialWindow >= 1, 'initialWindow', initialWindow, 'an integer >= 1')
  check(
    receiveWindow >= initialWindow && (Number.isSafeInteger(receiveWindow) || receiveWindow === Infinity),
    'receiveWindow',
    receiveWindow,
    `an integer >= the initial window of ${initialWindow}, or Infinity`,
  )
  check(segmentsPerAck === 1 || segmentsPerAck === 2, 'segmentsPerAck', segmentsPerAck, '1 or 2')
  check(ackDelay >= 0 && ackDelay < Infinity, 'ackDelay', ackDelay, 'a finite number of seconds >= 0')
  return { rtt, bandwidth, mss, initialWindow, receiveWindow, segmentsPerAck, ackDelay }
}

/**
 * Time that a sender with something to send stands idle because its window is used up, seconds: after a window of W
 * segments it waits for the acknowledgement of the first, S/R + RTT after it began, where W S/R < S/R + RTT. Windows
 * double up to the receiver's.
 * @param bytes size of the object, >= 0
 * @param window segments of the first window, >= 1
 * @source Kurose, Ross, Computer Networking, 3rd ed. (2005), section 3.7.2, there with a first window of 1; Cardwell,
 *   Savage, Anderson, Modeling TCP Latency, INFOCOM 2000, for first windows and delayed acknowledgements
 */
export function stallTime(path: TcpSettings, bytes: number, window: number): number {
  const { rtt, bandwidth, mss, receiveWindow, segmentsPerAck, ackDelay } = path
  const segmentTime = (mss * 8) / bandwidth
  let rest = Math.ceil(bytes / mss) - window
  let sum = 0
  while (rest > 0) {
    const answered = Math.min(window, segmentsPerAck)
    const held = window < segmentsPerAck ? ackDelay : 0
    const stall = answered * segmentTime + held + rtt - window * segmentTime
    // From here on windows are large enough to keep the path busy.
    if (stall <= 0) return sum
    if (window === receiveWindow) return sum + Math.ceil(rest / window) * stall
    sum += stall
    window = Math.min(window + Math.ceil(window / segmentsPerAck), receiveWindow)
    rest -= window
  }
  return sum
}

/**
 * Time from the first bit that is sent to the last bit that is received, with half a round trip for the way, seconds.
 * @param bytes size of the object, finite, >= 0
 * @param window segments of the first window; default the initial one
 */
export function transferTime(path: TcpPath, bytes: number, window?: number): number {
  const settings = tcpSettings(path)
  checkBytes(bytes)
  const { rtt, bandwidth, initialWindow } = settings
  return rtt / 2 + (bytes * 8) / bandwidth + stallTime(settings, bytes, window ?? initialWindow)
}

/**
 * Time from opening a connection to the last bit of the object asked for, the request taking no time on the wire:
 * 2 RTT + O/R + the stalls of slow start.
 * @param bytes size of the object, finite, >= 0
 * @param roundTrips round trips before the request: 1 for TCP (default), 2 with TLS 1.3, 3 with TLS 1.2, 0 for a
 *   connection that is open
 */
export function fetchTime(path: TcpPath, bytes: number, roundTrips = 1): number {
  return roundTrips * path.rtt + path.rtt / 2 + transferTime(path, bytes)
}

/** What `slowStartLatency` is about. */
export interface SlowStartCase {
  /** O, bytes, > 0. */
  readonly bytes: number
  /** S, bytes, > 0. */
  readonly mss: number
  /** R, bit/s, > 0. */
  readonly bandwidth: number
  /** Seconds, >= 0. */
  readonly rtt: number
  /** w, segments of the first window. Default 1. */
  readonly initialWindow?: number
}

/**
 * The published closed form of the same without a receiver's window, seconds:
 *   2 RTT + O/R + P (RTT + S/R) - w (2^P - 1) S/R,  P = min(K - 1, Q),
 * where K windows w, 2w, 4w... cover the object and the sender would stall after Q of them if the object had no end.
 * @source Kurose, Ross, Computer Networking, 3rd ed. (2005), section 3.7.2, for w = 1; the sum over windows w 2^(k-1) is
 *   the same for any w
 */
export function slowStartLatency(given: SlowStartCase): number {
  const { bytes, mss, bandwidth, rtt, initialWindow = 1 } = given
  const segmentTime = (mss * 8) / bandwidth
  const stalls = stalledWindows(given)
  let powers = 1
  for (let k = 0; k < stalls; k++) powers *= 2
  return 2 * rtt + (bytes * 8) / bandwidth + stalls * (rtt + segmentTime) - initialWindow * (powers - 1) * segmentTime
}

/** P of `slowStartLatency`: after how many windows the sender stalls. */
export function stalledWindows({ bytes, mss, bandwidth, rtt, initialWindow = 1 }: SlowStartCase): number {
  const segmentTime = (mss * 8) / bandwidth
  const segments = Math.ceil(bytes / mss)
  let stalls = 0
  // By doubling rather than by logarithms, which would be a rounding error away from the next window.
  for (let window = initialWindow, sent = window; sent < segments; window *= 2, sent += window) {
    if (window * segmentTime >= segmentTime + rtt) break
    stalls++
  }
  return stalls
}

/** Segments of an object; an empty one takes a segment too. */
export function segmentsOf(bytes: number, mss: number): number {
  return Math.max(1, Math.ceil(bytes / mss))
}

/** @throws SimulationError unless a size is finite and >= 0 */
export function checkBytes(bytes: number): void {
  if (bytes >= 0 && bytes < Infinity) return
  throw new SimulationError(`An object of ${bytes} bytes: expected a finite number >= 0.`)
}
