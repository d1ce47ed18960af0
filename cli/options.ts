import { availableParallelism } from 'node:os'
import { InvalidArgumentError, Option } from 'commander'
import type { EventListKind } from '../engine/index.ts'
import { parseQuantity } from '../models/quantity.ts'

/** `--jobs N`. */
export function jobsOption(): Option {
  return new Option('-j, --jobs <n>', 'number of worker threads')
    .default(availableParallelism(), `${availableParallelism()}, one per core`)
    .argParser(positiveInteger)
}

/** `--memory SIZE`, in MiB. */
export function memoryOption(): Option {
  return new Option(
    '--memory <size>',
    'largest heap of one worker (default: its share of the machine, at most 4GiB)',
  ).argParser((text) => {
    try {
      return Math.max(1, Math.round(parseQuantity(text, 'B') / 1_048_576))
    } catch {
      throw new InvalidArgumentError('Expected a size, such as 512MiB or 8GiB.')
    }
  })
}

const eventLists: readonly EventListKind[] = ['heap', 'ladder']

/** `--event-list heap|ladder`. */
export function eventListOption(): Option {
  return new Option('--event-list <name>', 'future event list; the results are the same, the speed differs').choices(
    eventLists,
  )
}

/** Reads an integer >= 1. */
export function positiveInteger(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('Expected an integer >= 1.')
  return value
}

/** The help text behind the options: commands that can be tried as they stand. */
export function examples(lines: readonly (readonly [command: string, what: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length))
  return `\nExamples:\n${lines.map(([command, what]) => `  $ ${command.padEnd(width)}   ${what}`).join('\n')}\n`
}
