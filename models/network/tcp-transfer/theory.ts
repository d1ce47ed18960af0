import { fetchTime, type TcpPath, transferTime } from '../../../engine/index.ts'

/** What the formulas need; units as in the model. */
export interface Transfer {
  readonly detail: 'packets' | 'formula'
  readonly objectBytes: number
  readonly mss: number
  readonly headerBytes: number
  readonly rtt: number
  readonly bandwidth: number
  readonly initialWindow: number
  readonly receiveWindow: number
  readonly delayedAcks: boolean
  readonly tlsRoundTrips: number
  readonly loss: number
  readonly queue: number
  readonly minTimeout: number
}

/** The path as the engine takes it. */
export function pathOf(p: Transfer): Required<Omit<TcpPath, 'ackDelay'>> {
  const { mss, rtt, bandwidth, initialWindow, receiveWindow, delayedAcks } = p
  return {
    mss,
    rtt,
    bandwidth,
    initialWindow,
    receiveWindow: receiveWindow === 0 ? Infinity : receiveWindow,
    segmentsPerAck: delayedAcks ? 2 : 1,
  }
}

/**
 * Time from opening a connection to the last byte, s: round trips of set-up, 2 RTT + O / R for TCP alone, and the
 * stalls of slow start. Exact without losses, headers, limits of the queue and delayed acknowledgements; undefined
 * with them.
 * @source Kurose and Ross, Computer Networking (3rd ed. 2005), section 3.7.2; Cardwell et al., INFOCOM 2000
 */
export function latency(p: Transfer): number | undefined {
  return isExact(p) ? fetchTime(pathOf(p), p.objectBytes, 1 + p.tlsRoundTrips) : undefined
}

/** Payload over the time from asking to the last byte, bit/s; undefined where `latency` is. */
export function throughput(p: Transfer): number | undefined {
  return isExact(p) ? (p.objectBytes * 8) / (p.rtt / 2 + transferTime(pathOf(p), p.objectBytes)) : undefined
}

/**
 * Rate of TCP Reno that loses segments one by one with probability p > 0, without time-outs, bit/s. Not the theory of
 * this model, whose TCP starts slowly after each loss (Tahoe): an upper bound to compare with.
 * @source Mathis, Semke, Mahdavi, Ott, The Macroscopic Behavior of the TCP Congestion Avoidance Algorithm, CCR 27
 *   (1997)
 */
export function mathis({ mss, rtt, loss, delayedAcks }: Transfer): number {
  return ((8 * mss) / rtt) * Math.sqrt(3 / (2 * (delayedAcks ? 2 : 1) * loss))
}

function isExact({ detail, loss, headerBytes, queue, delayedAcks }: Transfer): boolean {
  return detail === 'formula' ? !delayedAcks : loss === 0 && headerBytes === 0 && queue === 0 && !delayedAcks
}
