import { Bench } from 'tinybench'
import type { Workload } from './workloads/workload.ts'

/** What one benchmark measured, in a process of its own. */
export interface Result {
  name: string
  unit: string
  /** Operations per second of user CPU time: median over rounds. */
  rate: number
  /** Operations per second of wall time: median over rounds. */
  wallRate: number
  /** Interquartile range of the user CPU time of a round over its median. */
  spread: number
  rounds: number
  /** Largest resident set of the process, MB. */
  peakMB: number
  /** What the world keeps alive after a garbage collection, bytes. */
  heldBytes: number
  /** The same for each of the things the benchmark is about, where it says how many there are. */
  bytesEach?: number
}

/** Rounds before those that count: the compiler is done after one or two. */
const WARM_UP_ROUNDS = 2

/** Milliseconds of user CPU time of this process, all its threads included: the clock of all benchmarks. */
const userTime = (): number => process.cpuUsage().user / 1000

/** Holds on to the world that is measured, so that it is alive when its memory is taken. */
const held: (() => number)[] = []

/** Measures one workload with tinybench. Needs `node --expose-gc`. */
export async function measure(workload: Workload, rounds: number): Promise<Result> {
  const before = aliveBytes()
  const round = workload.prepare()
  held.push(round)
  const wall: number[] = []
  const bench = new Bench({
    iterations: rounds,
    time: 0,
    warmupIterations: WARM_UP_ROUNDS,
    warmupTime: 0,
    retainSamples: true,
    throws: true,
    now: userTime,
  })
  bench.add(workload.name, () => {
    const start = performance.now()
    const proof = round()
    wall.push(performance.now() - start)
    if (!Number.isFinite(proof)) throw new Error(`${workload.name} returned ${proof}: expected a finite number.`)
  })
  const [task] = await bench.run()
  const result = task?.result
  if (result === undefined || !('latency' in result) || result.latency.samples === undefined) {
    throw new Error(`${workload.name} could not be measured: ${JSON.stringify(result)}`)
  }
  const { p50, samples } = result.latency
  const heldBytes = aliveBytes() - before
  held.pop()
  const wallSorted = wall.slice(WARM_UP_ROUNDS).sort((a, b) => a - b)
  return {
    name: workload.name,
    unit: workload.unit,
    rate: (1000 * workload.operations) / p50,
    wallRate: (1000 * workload.operations) / wallSorted[wallSorted.length >> 1]!,
    spread: (samples[Math.floor(samples.length * 0.75)]! - samples[Math.floor(samples.length * 0.25)]!) / p50,
    rounds: samples.length,
    peakMB: process.resourceUsage().maxRSS / 1024,
    heldBytes,
    ...(workload.alive !== undefined && { bytesEach: heldBytes / workload.alive }),
  }
}

/** Bytes of heap and typed arrays that are alive. */
function aliveBytes(): number {
  globalThis.gc!()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
