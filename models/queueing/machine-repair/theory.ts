import type { Law } from '../../../engine/index.ts'
import { isExponential } from '../../shared/queueing/durations.ts'
import { terminalThroughput } from '../../shared/queueing/terminals.ts'

/** The parameters of the model as `build` receives them. */
export interface MachineRepairParameters {
  /** Machines, N, an integer >= 1. */
  readonly machines: number
  /** Law of the time a machine works, s. */
  readonly working: Law
  /** Law of the time a repair takes, s. */
  readonly repair: Law
  /** Repairmen, c, an integer >= 1. */
  readonly repairmen: number
}

/** Long-run values by metric. */
export interface SteadyState {
  readonly throughput: number
  readonly meanDownTime: number
  readonly meanWait: number
  readonly meanWorking: number
  readonly utilisation: number
}

/**
 * Long-run values, or undefined where none are known: repairs must be exponential, unless there is a repairman for each
 * machine; the law of the working time does not matter, but no run is long enough to show the mean of one that has no
 * variance.
 * @source M/M/c//N: Kleinrock, Queueing Systems vol. 1 (1975), section 3.8; any law of the working time: Baskett, Chandy,
 * Muntz, Palacios, JACM 22(2), 1975; waits by Little's law.
 */
export function steadyState({
  machines,
  working,
  repair,
  repairmen,
}: MachineRepairParameters): SteadyState | undefined {
  if (!isExponential(repair) && repairmen < machines) return undefined
  if (working.variance === Infinity || repair.variance === Infinity) return undefined
  const throughput = terminalThroughput({
    population: machines,
    delay: working.mean,
    service: repair.mean,
    servers: repairmen,
  })
  const meanDownTime = machines / throughput - working.mean
  return {
    throughput,
    meanDownTime,
    meanWait: Math.max(0, meanDownTime - repair.mean),
    meanWorking: throughput * working.mean,
    utilisation: (throughput * repair.mean) / repairmen,
  }
}
