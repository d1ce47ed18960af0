import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { Bench } from 'tinybench'
import { hold } from './workloads/hold.ts'
import { mm1Callbacks, mm1Processes } from './workloads/mm1.ts'
import { pingPong } from './workloads/ping-pong.ts'
import { processSwitch } from './workloads/processes.ts'
import type { Workload } from './workloads/workload.ts'

const USAGE = `Usage: npm run bench -- [--filter TEXT] [--rounds N] [--json FILE]

Measures the core: operations per second of wall time, median over rounds. Compare figures of one run only.

  --filter TEXT   only workloads whose name contains TEXT
  --rounds N      rounds of each workload, default 9
  --json FILE     where the figures are written, default bench/latest.local.json`

const workloads: readonly Workload[] = [
  hold(100),
  hold(10_000),
  hold(1_000_000),
  hold(10_000, 'heap'),
  mm1Callbacks,
  mm1Processes,
  processSwitch(100),
  processSwitch(100_000),
  pingPong,
]

interface Result {
  name: string
  unit: string
  /** Operations per second: median over rounds. */
  rate: number
  /** Interquartile range of the time of a round over its median. */
  spread: number
  rounds: number
}

async function measure(workload: Workload, rounds: number): Promise<Result> {
  const bench = new Bench({ iterations: rounds, time: 0, warmupIterations: 1, warmupTime: 0, retainSamples: true })
  let round: () => number = () => NaN
  bench.add(
    workload.name,
    () => {
      const proof = round()
      if (!Number.isFinite(proof)) throw new Error(`${workload.name} returned ${proof}`)
    },
    {
      beforeEach() {
        round = workload.prepare()
        globalThis.gc?.()
      },
    },
  )
  const [task] = await bench.run()
  const result = task?.result
  if (result === undefined || !('latency' in result) || result.latency.samples === undefined) {
    throw new Error(`${workload.name} could not be measured: ${JSON.stringify(result)}`)
  }
  const { p50, p75, samples } = result.latency
  const p25 = samples[Math.floor(samples.length / 4)]!
  return {
    name: workload.name,
    unit: workload.unit,
    rate: (1000 * workload.operations) / p50,
    spread: (p75 - p25) / p50,
    rounds: samples.length,
  }
}

function fail(message: string): never {
  console.error(`bench: ${message}\n\n${USAGE}`)
  process.exit(1)
}

function options(): { filter: string; rounds: number; json: string; help: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        filter: { type: 'string', default: '' },
        rounds: { type: 'string', default: '9' },
        json: { type: 'string', default: 'bench/latest.local.json' },
        help: { type: 'boolean', default: false },
      },
    })
    const rounds = Number(values.rounds)
    if (!Number.isInteger(rounds) || rounds < 1) fail(`--rounds ${values.rounds}: expected an integer >= 1.`)
    return { ...values, rounds }
  } catch (error) {
    return fail((error as Error).message)
  }
}

const { filter, rounds, json, help } = options()
if (help) {
  console.log(USAGE)
  process.exit(0)
}
const chosen = workloads.filter(({ name }) => name.includes(filter))
if (chosen.length === 0)
  fail(`no workload's name contains "${filter}". There are: ${workloads.map(({ name }) => name).join('; ')}.`)
const results: Result[] = []
for (const workload of chosen) {
  const result = await measure(workload, rounds)
  results.push(result)
  const rate = `${(result.rate / 1e6).toFixed(2)} M ${result.unit}/s`
  console.log(`${result.name.padEnd(36)} ${rate.padStart(22)}   spread ${(100 * result.spread).toFixed(0)} %`)
}
mkdirSync(dirname(json), { recursive: true })
const machine = {
  node: process.version,
  v8: process.versions.v8,
  arch: process.arch,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
}
writeFileSync(json, `${JSON.stringify({ machine, results }, undefined, 2)}\n`)
console.log(`Written to ${json}`)
