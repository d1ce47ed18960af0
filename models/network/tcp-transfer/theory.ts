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
 * Rate of a TCP that halves its window once a loss, when every 1/p-th segment is lost, without time-outs, bit/s: the
 * square-root law. The window saws between W/2 and W and carries 3 W^2 b / 8 = 1/p segments in W b / 2 round trips.
 * @source Mathis, Semke, Mahdavi, Ott, The Macroscopic Behavior of the TCP Congestion Avoidance Algorithm, CCR 27
 *   (1997), equation 3 and table 1: 1.22, and 0.87 with delayed acknowledgements
 */
export function mathis(p: Transfer): number {
  return Math.sqrt(1.5) * squareRootUnit(p)
}

/**
 * The same where each segment is lost with probability p, whatever became of the others, in the limit of rare losses.
 * Then W'^2 = W^2 / 4 + 2 S / b with exponential S of mean 1/p, and the rate is 2 / (p b E W): with the sum of S_k / 4^k,
 * whose density is a sum of exponentials, E W = sqrt(2 / b p) Gamma(3/2) sum c_k / 2^k, c_k = product of
 * 4^j / (4^j - 4^k) over j != k.
 * @source Ott, Kemperman, Mathis, The Stationary Behavior of Ideal TCP Congestion Avoidance (1996); table 1 of Mathis et
 *   al., CCR 27 (1997): 1.31, and 0.93 with delayed acknowledgements
 */
export function independentLosses(p: Transfer): number {
  return 1.3098 * squareRootUnit(p)
}

/**
 * Rate of TCP Reno with time-outs, bit/s, where a window never meets a limit: the approximate model of Padhye et al.,
 * "PFTK". Takes the shortest time-out for the time-out, and losses that come in bursts to the end of a round.
 * @source Padhye, Firoiu, Towsley, Kurose, Modeling TCP Throughput, SIGCOMM 1998, equation 30
 */
export function pftk({ mss, rtt, loss, delayedAcks, minTimeout }: Transfer): number {
  const b = delayedAcks ? 2 : 1
  const timeouts = minTimeout * Math.min(1, 3 * Math.sqrt((3 * b * loss) / 8)) * loss * (1 + 32 * loss * loss)
  return (8 * mss) / (rtt * Math.sqrt((2 * b * loss) / 3) + timeouts)
}

/** MSS / (RTT sqrt(b p)), bit/s, with b segments an acknowledgement. */
function squareRootUnit({ mss, rtt, loss, delayedAcks }: Transfer): number {
  return (8 * mss) / (rtt * Math.sqrt((delayedAcks ? 2 : 1) * loss))
}

function isExact({ detail, loss, headerBytes, queue, delayedAcks }: Transfer): boolean {
  return detail === 'formula' ? !delayedAcks : loss === 0 && headerBytes === 0 && queue === 0 && !delayedAcks
}
