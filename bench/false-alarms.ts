import { compareRuns } from '../analysis/compare/compare.ts'
import type { RunRecord } from '../analysis/record.ts'
import { serialExecutor } from '../experiments/executor/serial.ts'
import { planOf } from '../experiments/runner.ts'
import { parseStudy } from '../experiments/study.ts'

/**
 * `node dist/bench/false-alarms.js [COMPARISONS]`: how often `meanwhile compare` says CHANGED where nothing has. Each
 * comparison is of one small study of M/M/c with two seeds. Ends with code 1 above 7 %.
 */

const comparisons = Number(process.argv[2] ?? 200)
const highest = 0.07

const text = (seed: string): string => `
model: queueing/mmc
title: Nothing changes
fix: { serviceRate: 1/s }
vary: { servers: [4], arrivalRate: [2, 3.2] }
run: { warmUp: 50s, horizon: 250s, replications: 10, seed: ${seed} }
`

async function runStudy(seed: string): Promise<{ name: string; study: Study; runs: RunRecord[] }> {
  const study = await parseStudy({ name: 'null', file: 'null.yaml' }, text(seed))
  const runs: RunRecord[] = []
  for await (const record of serialExecutor().execute(planOf(study).specs)) runs.push(record)
  return { name: seed, study: study.description, runs }
}
type Study = Awaited<ReturnType<typeof parseStudy>>['description']

const counts = new Map<string, number>()
for (let i = 0; i < comparisons; i++) {
  const { verdict } = compareRuns(await runStudy(`a${i}`), await runStudy(`b${i}`))
  counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
}
const rate = (counts.get('CHANGED') ?? 0) / comparisons
console.log(
  `${comparisons} comparisons of one thing with itself: ${[...counts].map(([verdict, n]) => `${n} ${verdict}`).join(', ')}.`,
)
console.log(`False alarms: ${(100 * rate).toFixed(1)} % (at most ${(100 * highest).toFixed(0)} %).`)
if (rate > highest) process.exitCode = 1
