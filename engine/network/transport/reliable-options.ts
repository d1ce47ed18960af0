import { SimulationError } from '../../errors.ts'
import type { Carrier } from '../carrier.ts'

/** Options of a reliable channel. */
export interface ReliableOptions<T> {
  /** The host that sends. */
  readonly from: number
  /** The host that receives. */
  readonly to: number
  /** Seconds from the first transmission of a message to its repetition, > 0: choose more than a round trip. */
  readonly timeout: number
  /** Factor, >= 1, by which the time-out of a message grows with each repetition. Default 2. */
  readonly backoff?: number
  /** Largest time-out, seconds. Default: no limit. */
  readonly maxTimeout?: number
  /** Transmissions of a message before it is given up, >= 1. Default 10; Infinity never gives up. */
  readonly maxAttempts?: number
  /** Messages from the oldest one not acknowledged on that may be under way, >= 1. Default 16; 1 is stop-and-wait. */
  readonly window?: number
  /** Whether messages are received in the order sent; otherwise as they come. Default true. */
  readonly inOrder?: boolean
  /** Bytes added to each message on the wire. Default 0. */
  readonly headerBytes?: number
  /** Size of an acknowledgement. Default 0. */
  readonly ackBytes?: number
  /** Told of each message exactly once, at the receiver. */
  readonly onReceived: (payload: T, bytes: number, sequence: number) => void
  /** Told of each message that is given up, at the sender. It may have been received: only its acknowledgements are missing. */
  readonly onFailed?: (payload: T, sequence: number) => void
  /** For reports. Default `<from>-><to>`. */
  readonly name?: string
}

/** The options with their defaults filled in. */
export type ReliableSettings<T> = Required<Omit<ReliableOptions<T>, 'from' | 'to' | 'onFailed' | 'name'>>

/** @throws SimulationError for an option that makes no sense, or a host that is not there */
export function checkReliable<T>(
  { hosts }: Carrier,
  from: number,
  to: number,
  name: string,
  { timeout, backoff, maxTimeout, maxAttempts, window, headerBytes, ackBytes }: ReliableSettings<T>,
): void {
  const check = (sound: boolean, option: string, given: number, expected: string): void => {
    if (!sound) throw new SimulationError(`Channel "${name}", ${option} = ${given}: expected ${expected}.`)
  }
  const known = (host: number): boolean => Number.isSafeInteger(host) && host >= 0 && host < hosts
  const count = (x: number): boolean => x >= 1 && (Number.isSafeInteger(x) || x === Infinity)
  const size = (x: number): boolean => x >= 0 && x < Infinity
  check(known(from), 'from', from, `a host from 0 to ${hosts - 1}`)
  check(known(to), 'to', to, `a host from 0 to ${hosts - 1}`)
  check(timeout > 0 && timeout < Infinity, 'timeout', timeout, 'a finite number of seconds > 0')
  check(backoff >= 1 && backoff < Infinity, 'backoff', backoff, 'a finite factor >= 1')
  check(maxTimeout >= timeout, 'maxTimeout', maxTimeout, `at least the timeout of ${timeout} s`)
  check(count(maxAttempts), 'maxAttempts', maxAttempts, 'an integer >= 1, or Infinity')
  check(count(window), 'window', window, 'an integer >= 1, or Infinity')
  check(size(headerBytes), 'headerBytes', headerBytes, 'a finite number >= 0')
  check(size(ackBytes), 'ackBytes', ackBytes, 'a finite number >= 0')
}
