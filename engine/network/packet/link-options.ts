import type { Law } from '../../random/law.ts'
import type { RandomStream } from '../../random/stream.ts'
import type { GilbertElliott } from './loss.ts'
import type { Medium } from './medium.ts'
import type { QueueOptions } from './queue-discipline.ts'
import { requireOption } from './require.ts'

/** Options of a link. */
export interface LinkOptions {
  /** For reports, and in the names of the streams `<name>.loss`, `.latency`, `.jitter` and `.queue`. */
  name: string
  /** Propagation delay, seconds, >= 0: fixed, or a law from which each packet draws its own. */
  latency: number | Law
  /** Bits per second, > 0; Infinity makes transmission instantaneous. */
  bandwidth: number
  /** Added to the latency of each packet, seconds; the sum must be >= 0. Default: none. */
  jitter?: Law
  /**
   * Whether a packet may overtake another on the way. By default a packet whose latency is drawn shorter arrives right
   * behind the one before.
   */
  reorder?: boolean
  /** Bytes added to every packet on the wire, finite, >= 0; default 0. */
  headerBytes?: number
  /**
   * Bytes of a message that fit into one packet, headers not counted, > 0; default: any number. A longer message goes in
   * several packets: it is delivered when the last is in, and lost when any is.
   */
  mtu?: number
  /** Packets that may wait behind the one in transmission; one more is dropped at the tail. Default: no limit. */
  queueLimit?: number
  /** Limits of the queue in packets and bytes, or another discipline than drop-tail; instead of `queueLimit`. */
  queue?: QueueOptions
  /**
   * Probability in [0, 1] that a transmitted packet is lost on the way, independently of the others, or a channel with
   * losses in bursts. Default 0.
   */
  loss?: number | GilbertElliott
  /** Where losses are drawn from; default: the stream `<name>.loss`. */
  lossStream?: RandomStream
  /** What it transmits on; default: its own. Give it to both directions of a half-duplex connection. */
  medium?: Medium
  /**
   * `seconds`, the default: times are sums of doubles, and at one instant the end of a transmission comes before a packet
   * that is sent. `ns-3`: all times are whole nanoseconds, transmission times rounded as ns-3 does, and simultaneous
   * events come in the order in which ns-3 schedules them; a packet that finds the wire idle must fit into the queue all
   * the same. This costs a second event a packet.
   */
  timing?: 'seconds' | 'ns-3'
  /**
   * Check after every packet that bytes sent are those delivered, in flight and dropped: for debugging, as it looks at
   * all packets each time. Default false.
   */
  check?: boolean
}

/** @throws SimulationError when a value makes no sense */
export function checkLinkOptions(options: LinkOptions): void {
  const {
    name,
    latency,
    bandwidth,
    queueLimit = Infinity,
    headerBytes = 0,
    mtu = Infinity,
    timing = 'seconds',
  } = options
  const check = (valid: boolean, option: keyof LinkOptions, value: unknown, expected: string): void =>
    requireOption(valid, `Link "${name}"`, option, value, expected)
  if (typeof latency === 'number')
    check(latency >= 0 && latency < Infinity, 'latency', latency, 'a finite number of seconds >= 0')
  check(bandwidth > 0, 'bandwidth', bandwidth, 'a number of bits per second > 0')
  check(queueLimit >= 0, 'queueLimit', queueLimit, 'a number of packets >= 0')
  check(headerBytes >= 0 && headerBytes < Infinity, 'headerBytes', headerBytes, 'a finite number >= 0')
  check(mtu > 0, 'mtu', mtu, 'a number of bytes > 0')
  check(timing === 'seconds' || timing === 'ns-3', 'timing', timing, 'seconds or ns-3')
  check(
    options.queueLimit === undefined || options.queue === undefined,
    'queueLimit',
    queueLimit,
    'either queueLimit or queue, not both',
  )
}
