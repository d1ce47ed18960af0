import { loadModel } from '../../models/registry.ts'
import { simulate } from '../../models/simulate.ts'
import type { PlainValue } from '../../models/parameter.ts'
import { median } from '../statistics/median.ts'

/** One run of a model, as plain data for a process of its own. */
export interface MeasuredRun {
  readonly model: string
  readonly parameters: Readonly<Record<string, PlainValue>>
  /** End of the run, s; null: until the model ends by itself. */
  readonly horizon: number | null
  readonly seed: string
  /**
   * Repeats a run that is shorter until this much user CPU time has passed, untimed, and then as long again, timed; 0: one
   * run, timed.
   */
  readonly atLeast: number
}

/** What it cost. */
export interface RunCost {
  /** User CPU time of a run from its parameters to its responses, s: of the only one, or the median of the repetitions. */
  readonly seconds: number
  /** Largest resident set of the process, bytes. */
  readonly peakBytes: number
  readonly responses: Readonly<Record<string, number | null>>
  /** Events of the simulation kernel. */
  readonly events: number
}

/** Runs a model and tells what it cost. */
export async function measureRun({ model: name, parameters, horizon, seed, atLeast }: MeasuredRun): Promise<RunCost> {
  const model = await loadModel(name)
  const run = () => simulate(model, { parameters, seed, replication: 0, warmUp: 0, horizon: horizon ?? Infinity })
  let result: ReturnType<typeof run>
  const times: number[] = []
  const timed = (): void => {
    const before = process.cpuUsage()
    result = run()
    times.push(process.cpuUsage(before).user / 1e6)
  }
  timed()
  if (times[0]! < atLeast) {
    // The compiler is at work, and not only in the first run.
    for (let sum = 0; sum < atLeast; sum += times.at(-1)!) timed()
    times.length = 0
    for (let sum = 0; sum < atLeast || times.length < 3; sum += times.at(-1)!) timed()
  }
  const { responses, events } = result!
  // Kilobytes everywhere: libuv converts.
  return { seconds: median(times), peakBytes: process.resourceUsage().maxRSS * 1024, responses, events }
}
