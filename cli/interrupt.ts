import { exitCodes, note } from './terminal.ts'

/**
 * Runs a task that can be stopped: the first ^C (or SIGTERM) aborts its signal and lets it save what is finished, the
 * second one ends the command at once.
 */
export async function interruptible<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const listener = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted)
    note('\nStopping after the runs in progress; ^C again to stop at once.')
    controller.abort()
  }
  process.on('SIGINT', listener)
  process.on('SIGTERM', listener)
  try {
    return await task(controller.signal)
  } finally {
    process.off('SIGINT', listener)
    process.off('SIGTERM', listener)
  }
}
