import { dirname } from 'node:path'
import { runCodeHash } from '../../code-hash.ts'
import { packageVersion } from '../../package-root.ts'
import type { Shard } from '../../shard.ts'
import { threadExecutor } from '../threads.ts'
import { openTaskResults, readOrder, TaskResults } from './task-files.ts'

/**
 * Does one part of the runs of an order, those left out that are done already. This is what each task of a job array does.
 * @returns number of runs done
 * @throws when the order can not be read, or was given by other code
 */
export async function doTask(file: string, shard: Shard, jobs: number, signal: AbortSignal): Promise<number> {
  const { specs, code, version, limits } = readOrder(file)
  for (const [model, hash] of Object.entries(code)) {
    if (runCodeHash(model) !== hash || packageVersion() !== version) {
      throw new Error(
        `The code for model "${model}" has changed since the sweep was started: version ${packageVersion()}, code ` +
          `${runCodeHash(model)}; the sweep has version ${version}, code ${hash}. Start the sweep again.`,
      )
    }
  }
  const folder = dirname(file)
  const done = new Set<string>()
  for (const { id, stop } of new TaskResults(folder).news()) if (stop !== 'error') done.add(id)
  const own = specs.filter((_, place) => place % shard.count === shard.index - 1)
  const todo = own.filter(({ id }) => !done.has(id))
  if (todo.length === 0) return 0
  const results = openTaskResults(folder, shard.index)
  results.writeHeader({ study: todo[0]!.study, model: todo[0]!.model })
  let count = 0
  try {
    for await (const record of threadExecutor({ jobs, ...limits }).execute(todo, signal)) {
      results.append(record, undefined)
      count++
    }
  } finally {
    results.close()
  }
  return count
}
