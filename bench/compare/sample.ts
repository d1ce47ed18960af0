import { findWorkload } from '../workloads/groups.ts'

/**
 * `node --expose-gc sample.js NAME SECONDS`: runs one benchmark for about that much user CPU time and prints what an
 * operation took. It needs nothing but the engine beside it, so the same compiled file runs on any revision of it.
 */

/** One process's measurement. */
export interface Sample {
  /** User CPU time an operation, seconds. */
  perOperation: number
}

const WARM_UP_ROUNDS = 2
const FEWEST_ROUNDS = 2

const [name = '', seconds = '0.5'] = process.argv.slice(2)
const workload = await findWorkload(name)
const round = workload.prepare()
const proveRound = (): void => {
  const proof = round()
  if (!Number.isFinite(proof)) throw new Error(`${name} returned ${proof}: expected a finite number.`)
}
for (let i = 0; i < WARM_UP_ROUNDS; i++) proveRound()
globalThis.gc?.()
const start = process.cpuUsage()
let rounds = 0
let user: number
do {
  proveRound()
  rounds++
  user = process.cpuUsage(start).user / 1e6
} while (user < Number(seconds) || rounds < FEWEST_ROUNDS)
const sample: Sample = { perOperation: user / (rounds * workload.operations) }
console.log(JSON.stringify(sample))
