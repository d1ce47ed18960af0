import { SimulationError } from '../../errors.ts'

/**
 * Throws a SimulationError that names the option, what was given and what was expected, unless `valid`.
 * @param owner whose option it is, such as `Link "a"`
 */
export function requireOption(valid: boolean, owner: string, option: string, value: unknown, expected: string): void {
  if (!valid) throw new SimulationError(`${owner}, ${option} = ${String(value)}: expected ${expected}.`)
}

/** The limits of a queue. */
export interface QueueLimits {
  /** Packets that may wait, the one in transmission not counted, >= 0. Default: no limit. */
  packets?: number
  /** Bytes on the wire that may wait, the packet in transmission not counted, >= 0. Default: no limit. */
  bytes?: number
}

/** The limits, no limit being Infinity. @throws SimulationError when one is negative or NaN */
export function checkedLimits(
  { packets = Infinity, bytes = Infinity }: QueueLimits,
  owner: string,
): Required<QueueLimits> {
  requireOption(packets >= 0, owner, 'queue.packets', packets, 'a number of packets >= 0')
  requireOption(bytes >= 0, owner, 'queue.bytes', bytes, 'a number of bytes >= 0')
  return { packets, bytes }
}
