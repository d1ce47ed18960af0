import { SimulationError } from '../../errors.ts'

/** How long messages travel between hosts, bandwidth left aside. */
export interface LatencyModel {
  /** Hosts it knows, ids 0 to `hosts - 1`; Infinity when it takes any. */
  readonly hosts: number
  /**
   * Seconds from one host to another, which differ. The same each time for a pair, unless the model draws for every
   * message. Does not check that the hosts exist: it is asked for every message.
   */
  latency(from: number, to: number): number
}

/** @throws SimulationError unless the value is a finite number >= 0 */
export function requireSeconds(model: string, name: string, value: number): void {
  if (value >= 0 && value < Infinity) return
  throw new SimulationError(`Latency model "${model}", ${name} = ${value}: expected a finite number of seconds >= 0.`)
}

/** @throws SimulationError unless the value is an integer >= 1 */
export function requireCount(model: string, name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= 0x7fffffff) return
  throw new SimulationError(`Latency model "${model}", ${name} = ${value}: expected an integer >= 1.`)
}
