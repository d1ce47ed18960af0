import type { EventListKind } from '../engine/index.ts'
import { sweep, type SweepResult } from '../experiments/runner.ts'
import { pilotReplications } from '../experiments/warm-up/pilot.ts'
import type { Shard } from '../experiments/shard.ts'
import type { Study } from '../experiments/study.ts'
import { makeExecutor, type ExecutorChoice } from './executor-options.ts'
import { interruptible } from './interrupt.ts'
import { progressReporter } from './progress.ts'
import { givenCommand } from './shell.ts'
import { reportEffects } from './sweep-effects.ts'
import { exitCodes, note, print, warn } from './terminal.ts'

/** More failed runs than this are counted, not listed. */
const listedFailures = 5

/** Sweeps a study, with progress on standard error; ^C saves what is finished. */
export async function runSweep(
  study: Study,
  out: string,
  options: ExecutorChoice & { jobs: number; fresh?: boolean; eventList?: EventListKind },
): Promise<SweepResult> {
  const { fresh, shard, reuse } = options
  const executor = await makeExecutor(options, out, study.description.limits)
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
        ...(shard && { shard }),
        ...(reuse && { reuse }),
      }),
    )
  } finally {
    progress.stop()
    await executor.close?.()
  }
}

/** Tells what became of a sweep, writes the effects that its design was made for, and sets the exit code. */
export function reportSweep(result: SweepResult, study: Study): void {
  tellResult(result)
  if (result.complete) reportEffects(study, result.out)
}

function tellResult(result: SweepResult): void {
  if (result.shard !== undefined && result.left === 0) return reportShard(result, result.shard)
  const { out, description, points, total, reused, saved, complete, failures } = result
  if (!complete) {
    note(`${saved} of ${total} runs saved in ${out}; run the same command to go on.`)
    process.exitCode = exitCodes.interrupted
    return
  }
  const earlier = reused === 0 ? '' : ` (${reused} were there already)`
  const { replications, warmUp, warmUpRule } = description
  const made = points * replications === total ? `design points x ${replications} replications =` : 'design points,'
  print(`${description.name}: ${points} ${made} ${total} runs${earlier}`)
  if (warmUpRule?.rule === 'mser-5')
    print(`Warm-up: ${warmUp} s, found by MSER-5 in ${points * pilotReplications} pilot runs`)
  print(`Results: ${out}/{runs.csv,summary.csv,manifest.json}`)
  for (const { id } of description.charts) print(`Chart:   ${out}/charts/${id}.{svg,pdf,png,vl.json,csv,txt}`)
  result.warnings.forEach(warn)
  reportFailures(result)
  if (failures.length > 0) process.exitCode = exitCodes.incomplete
}

function reportShard(result: SweepResult, { index, count }: Shard): void {
  const { out, description, missing, failures } = result
  print(`${description.name}: part ${index} of ${count} is done; results so far: ${out}`)
  if (missing > 0) print(`Runs of other parts not yet there: ${missing}`)
  print(`When all parts are done: meanwhile merge <study> --out ${out}`)
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
