import type { SingleBar } from 'cli-progress'
import type { Progress } from '../experiments/runner.ts'
import { note } from './terminal.ts'

/** Tells the user how far the runs have come. */
export interface ProgressReporter {
  update(progress: Progress): void
  /** Ends the report; to be called before anything else is written to the terminal. */
  stop(): void
}

/** Milliseconds before the first sign: what is done sooner needs none. */
const patience = 700
/** Milliseconds between two lines where there is no terminal. */
const lineInterval = 5000

/**
 * A bar with the remaining time on a terminal, a line every few seconds elsewhere; both on standard error.
 * @param hint what a user should know while watching the bar
 */
export async function progressReporter(title: string, hint = ''): Promise<ProgressReporter> {
  return process.stderr.isTTY ? barReporter(title, hint) : lineReporter(title)
}

async function barReporter(title: string, hint: string): Promise<ProgressReporter> {
  const { default: progress } = await import('cli-progress')
  const began = Date.now()
  let bar: SingleBar | undefined
  let left: ReturnType<typeof estimator> | undefined
  return {
    update({ done, total, failed }) {
      left ??= estimator(done)
      if (bar === undefined && Date.now() - began > patience && done < total) {
        bar = new progress.SingleBar({
          format: `${title} {bar} {value}/{total} runs{failed} · ETA {left}${hint === '' ? '' : ` · ${hint}`}`,
          barsize: 24,
          barCompleteChar: '█',
          barIncompleteChar: '░',
          hideCursor: true,
          clearOnComplete: true,
          stream: process.stderr,
          fps: 10,
        })
        bar.start(total, done, { failed: '', left: '?' })
      }
      bar?.update(done, { failed: failed === 0 ? '' : ` · ${failed} failed`, left: left(done, total) })
    },
    stop() {
      bar?.stop()
      bar = undefined
    },
  }
}

function lineReporter(title: string): ProgressReporter {
  let last = Date.now()
  let left: ReturnType<typeof estimator> | undefined
  return {
    update({ done, total, failed }) {
      left ??= estimator(done)
      if (Date.now() - last < lineInterval || done === total) return
      last = Date.now()
      note(`${title}: ${done}/${total} runs${failed === 0 ? '' : `, ${failed} failed`}, ETA ${left(done, total)}`)
    },
    stop() {},
  }
}

/** Remaining time at the speed since now; runs that were saved before do not count. */
function estimator(doneBefore: number): (done: number, total: number) => string {
  const began = Date.now()
  return (done, total) => {
    const runs = done - doneBefore
    // The first runs carry the start of the workers and say little about the others.
    if (runs < 5) return '?'
    return formatTime(((Date.now() - began) / 1000 / runs) * (total - done))
  }
}

function formatTime(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
