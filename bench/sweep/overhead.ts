import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { threadExecutor } from '../../experiments/executor/threads.ts'
import { sweep, type SweepResult } from '../../experiments/runner.ts'
import { parseStudy, type Study } from '../../experiments/study.ts'

// Measures what a sweep of many short runs costs beside the runs themselves, and what resuming a finished one costs.
// node --expose-gc dist/bench/sweep/overhead.js [design points, a multiple of 200]

const points = Number(process.argv[2] ?? 20_000)
const jobs = 2

/** M/M/c runs of about a millisecond. */
const text = `
model: queueing/mmc
title: Many short runs
fix: { servers: 2 }
vary:
  arrivalRate: { range: 0.505..1.5, step: 0.005 }
  serviceRate: { range: 1.01..${(1 + points / 200 / 100).toFixed(2)}, step: 0.01 }
run: { warmUp: 10, horizon: 700, replications: 1, seed: 1 }
measure: [meanWait]
`

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
const collect = (globalThis as { gc?: () => void }).gc ?? ((): void => {})

async function measured(study: Study, out: string): Promise<void> {
  const executor = threadExecutor({ jobs, keep: true })
  const heap: number[] = []
  let first = 0
  let last = 0
  const began = performance.now()
  const result = await sweep(study, {
    out,
    executor,
    command: 'bench',
    onProgress: ({ done, total }) => {
      if (done === 1) first = performance.now()
      last = performance.now()
      if (done % (total / 4) !== 0 || done === 0) return
      collect()
      heap.push(process.memoryUsage().heapUsed)
    },
  })
  const { busy } = executor
  const all = performance.now() - began
  await executor.close()
  refuseIncomplete(result)
  // The threads begin their first batch before the first record is there.
  const wall = last - first + busy / result.total
  console.log(
    `${result.total} runs of ${(busy / result.total).toFixed(2)} ms on ${jobs} threads, load ${loadavg()[0]!.toFixed(1)}`,
  )
  console.log(`runs: ${seconds(wall)}; threads busy ${((100 * busy) / (jobs * wall)).toFixed(1)} %`)
  console.log(
    `whole sweep, tables included: ${seconds(all)}; journal ${megabytes(statSync(join(out, 'journal.ndjson')).size)}`,
  )
  console.log(`heap of the runner after 1/4, 2/4, 3/4, 4/4: ${heap.map(megabytes).join(', ')}`)
}

async function resumed(study: Study, out: string): Promise<void> {
  const began = performance.now()
  const executor = threadExecutor({ jobs })
  refuseIncomplete(await sweep(study, { out, executor, command: 'bench' }))
  console.log(`resumed when complete: ${seconds(performance.now() - began)}`)
}

function refuseIncomplete({ complete, failures }: SweepResult): void {
  if (!complete || failures.length > 0) throw new Error('Not all runs were done: the figures would mean nothing.')
}

const out = mkdtempSync(join(tmpdir(), 'meanwhile-sweep-'))
try {
  const study = await parseStudy({ name: 'overhead', file: 'overhead.yaml' }, text)
  console.log(`${availableParallelism()} processors, Node ${process.versions.node}`)
  await measured(study, out)
  await resumed(study, out)
} finally {
  rmSync(out, { recursive: true, force: true })
}
