import { SimulationError } from '../../errors.ts'
import { tcpSettings } from './slow-start.ts'
import { tcpCongestions, type TcpCongestion } from './tcp-sender.ts'

/** Options of a TCP connection, packet by packet. */
export interface PacketTcpOptions {
  /** The host that connects and asks. */
  readonly client: number
  /** The host that answers. */
  readonly server: number
  /** Bytes of a full segment without header, > 0. Default 1460. */
  readonly mss?: number
  /** Bytes of header on each packet; connection set-up and acknowledgements consist of nothing else. Default 0. */
  readonly headerBytes?: number
  /** What the server does about a loss. Default `tahoe`. */
  readonly congestion?: TcpCongestion
  /** Segments sent at first, an integer >= 1. Default 10 (RFC 6928). */
  readonly initialWindow?: number
  /** Segments under way at most, an integer >= `initialWindow`. Default: no limit. */
  readonly receiveWindow?: number
  /** Window, in segments, from which on it grows by one segment a round trip only. Default Infinity: until a loss. */
  readonly slowStartThreshold?: number
  /** Segments that one acknowledgement answers, 1 or 2. Default 1. */
  readonly segmentsPerAck?: number
  /** How long the acknowledgement of a lone segment is held back with `segmentsPerAck` 2, seconds. Default 0.2. */
  readonly ackDelay?: number
  /** Round trips of TLS on top of the one of TCP. Default 0. */
  readonly tlsRoundTrips?: number
  /** Shortest and first retransmission time-out, seconds, > 0. Default 1 (RFC 6298); each doubles up to 60 s. */
  readonly minTimeout?: number
  /** Time-outs in a row after which the connection breaks, an integer >= 1. Default 10; Infinity never gives up. */
  readonly maxAttempts?: number
}

/** The options with their defaults filled in. */
export type PacketTcpSettings = Required<PacketTcpOptions>

/**
 * Fills in the defaults.
 * @param hosts number of hosts of the carrier
 * @throws SimulationError for an option that makes no sense, or a host that is not there
 */
export function packetTcpSettings(options: PacketTcpOptions, hosts: number): PacketTcpSettings {
  const { client, server, headerBytes = 0, tlsRoundTrips = 0 } = options
  const { minTimeout = 1, maxAttempts = 10, slowStartThreshold = Infinity, congestion = 'tahoe' } = options
  const check = (sound: boolean, option: string, given: number | string, expected: string): void => {
    if (!sound) throw new SimulationError(`TCP connection, ${option} = ${given}: expected ${expected}.`)
  }
  const known = (host: number): boolean => Number.isSafeInteger(host) && host >= 0 && host < hosts
  const attempts = maxAttempts >= 1 && (Number.isSafeInteger(maxAttempts) || maxAttempts === Infinity)
  const roundTrips = Number.isSafeInteger(tlsRoundTrips) && tlsRoundTrips >= 0
  check(known(client), 'client', client, `a host from 0 to ${hosts - 1}`)
  check(known(server), 'server', server, `a host from 0 to ${hosts - 1}`)
  check(headerBytes >= 0 && headerBytes < Infinity, 'headerBytes', headerBytes, 'a finite number >= 0')
  check(roundTrips, 'tlsRoundTrips', tlsRoundTrips, 'an integer >= 0')
  check(minTimeout > 0 && minTimeout < Infinity, 'minTimeout', minTimeout, 'a finite number of seconds > 0')
  check(attempts, 'maxAttempts', maxAttempts, 'an integer >= 1, or Infinity')
  check(tcpCongestions.includes(congestion), 'congestion', congestion, `one of ${tcpCongestions.join(', ')}`)
  check(slowStartThreshold >= 1, 'slowStartThreshold', slowStartThreshold, 'a number of segments >= 1')
  const path = tcpSettings({ ...options, rtt: 0, bandwidth: Infinity })
  const { mss, initialWindow, receiveWindow, segmentsPerAck, ackDelay } = path
  return {
    client,
    server,
    mss,
    headerBytes,
    congestion,
    initialWindow,
    receiveWindow,
    slowStartThreshold,
    segmentsPerAck,
    ackDelay,
    tlsRoundTrips,
    minTimeout,
    maxAttempts,
  }
}
