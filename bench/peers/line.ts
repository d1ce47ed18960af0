/** What every program of the comparison prints as one line of JSON. */
export interface Line {
  engine: string
  work: string
  /** Events, customers, messages or wake-ups. */
  ops: number
  /** User CPU time of the run, seconds; building the world is part of it only where it is part of the work. */
  user_s: number
  /** The same of a later run in the same process, with the code compiled by then; of engines that compile as they run. */
  compiled_user_s?: number
  wall_s: number
  /** Largest resident set, MB. */
  peak_mb: number
  /** A result that all engines must share: the clock at the end, or the mean time in system. */
  check: number
  /** Growth of the largest resident set, bytes a process. */
  bytes_per_proc?: number
  /** Growth of what is alive after a garbage collection, bytes a process. */
  live_bytes_per_proc?: number
}

/** Reads the last line that is JSON: some engines greet first. @throws Error when there is none */
export function parseLine(output: string): Line {
  const text = output
    .trim()
    .split('\n')
    .findLast((line) => line.startsWith('{'))
  if (text === undefined) throw new Error(`printed no result, but: ${output.slice(0, 200)}`)
  const line = JSON.parse(text) as Line
  for (const field of ['ops', 'user_s', 'check'] as const) {
    if (!Number.isFinite(line[field])) throw new Error(`printed ${field} = ${line[field]}: expected a finite number`)
  }
  return line
}
