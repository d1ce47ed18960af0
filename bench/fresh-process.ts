import { execFileSync } from 'node:child_process'

/**
 * Runs a compiled program of ours in a process of its own, so that no benchmark inherits the heap or the compiler's
 * guesses of another, and returns the JSON it prints.
 * @throws Error with the first line of what the program complained about
 */
export function runFresh<T>(program: string, args: readonly string[]): T {
  try {
    const output = execFileSync(process.execPath, ['--expose-gc', program, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return JSON.parse(output) as T
  } catch (error) {
    const stderr = (error as { stderr?: string }).stderr ?? ''
    const complaint = stderr.split('\n').find((line) => /Error/.test(line))
    throw new Error(complaint?.trim() ?? (error as Error).message.split('\n')[0], { cause: error })
  }
}
