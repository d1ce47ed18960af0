import pc from 'picocolors'

/** Exit codes of the command; the same everywhere. */
export const exitCodes = {
  ok: 0,
  /** Wrong use, or a study, model or file that can not be used. */
  usage: 1,
  /** Some runs failed, or a claim could not be decided. */
  incomplete: 2,
  /** A claim disagrees with the simulation, or a comparison found a change. */
  disagrees: 3,
  /** A comparison that neither finds a change nor excludes one. */
  inconclusive: 4,
  /** Stopped by the user; what was finished is saved. */
  interrupted: 130,
} as const

/** Colours for standard error, which may be a terminal when standard output is not. */
// Compared with true: createColors(undefined) would decide by itself, and colour the logs of CI.
const colours = pc.createColors(process.stderr.isTTY === true && pc.isColorSupported)

/** Writes data to standard output: what a pipe or a file should get. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Writes to standard error: progress and remarks. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** Writes a remark that should not be overlooked. */
export function warn(text: string): void {
  note(`${colours.yellow('warning:')} ${text}`)
}

/** Tells of an error in words; with MEANWHILE_DEBUG=1 also where it happened. */
export function reportError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  note(`${colours.red('error:')} ${message}`)
  if (process.env['MEANWHILE_DEBUG'] === '1' && error instanceof Error) note(error.stack ?? '')
}
