import type { EventListKind } from '../engine/index.ts'
import { threadExecutor } from '../experiments/executor/threads.ts'
import { sweep, type SweepResult } from '../experiments/runner.ts'
import type { Study } from '../experiments/study.ts'
import { interruptible } from './interrupt.ts'
import { progressReporter } from './progress.ts'
import { givenCommand } from './shell.ts'
import { exitCodes, note, print, warn } from './terminal.ts'

/** More failed runs than this are counted, not listed. */
const listedFailures = 5

/** Sweeps a study on worker threads, with progress on standard error; ^C saves what is finished. */
export async function runSweep(
  study: Study,
  out: string,
  options: { jobs: number; fresh?: boolean; eventList?: EventListKind; memory?: number },
): Promise<SweepResult> {
  const { jobs, fresh, eventList, memory } = options
  const executor = threadExecutor({ jobs, ...(eventList && { eventList }), ...(memory && { memory }) })
  const progress = await progressReporter(study.name, '^C is safe')
  try {
    return await interruptible((signal) =>
      sweep(study, {
        out,
        executor,
        signal,
        command: givenCommand(),
        onProgress: (now) => progress.update(now),
        ...(fresh && { fresh }),
      }),
    )
  } finally {
    progress.stop()
  }
}

/** Tells what became of a sweep and sets the exit code. */
export function reportSweep(result: SweepResult): void {
  const { out, description, points, total, reused, saved, complete, failures } = result
  if (!complete) {
    note(`${saved} of ${total} runs saved in ${out}; run the same command to go on.`)
    process.exitCode = exitCodes.interrupted
    return
  }
  const earlier = reused === 0 ? '' : ` (${reused} were there already)`
  print(
    `${description.name}: ${points} design points x ${description.replications} replications = ${total} runs${earlier}`,
  )
  print(`Results: ${out}/{runs.csv,summary.csv,manifest.json}`)
  for (const { id } of description.charts) print(`Chart:   ${out}/charts/${id}.{svg,png,txt}`)
  result.warnings.forEach(warn)
  reportFailures(result)
  if (failures.length > 0) process.exitCode = exitCodes.incomplete
}

/** Lists failed runs on standard error. */
export function reportFailures({ failures, total, out }: SweepResult): void {
  if (failures.length === 0) return
  warn(`${failures.length} of ${total} runs failed; the others are saved. The same command tries them again.`)
  for (const { point, replication, error } of failures.slice(0, listedFailures)) {
    note(`  point ${point}, replication ${replication}: ${error}`)
  }
  if (failures.length > listedFailures)
    note(`  ... and ${failures.length - listedFailures} more, all in ${out}/manifest.json`)
}
