import { execFile } from 'node:child_process'

/** Whether a job still has tasks that run or wait; `unknown` when Slurm can not be asked. */
export type JobState = 'alive' | 'gone' | 'unknown'

interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

/**
 * Hands a script to Slurm.
 * @returns the number of the job
 * @throws when Slurm is not there or does not take it
 */
export async function sbatch(script: string, words: readonly string[]): Promise<string> {
  const { code, out, err } = await call('sbatch', ['--parsable', ...words], script)
  if (code !== 0) throw new Error(`Slurm refused the job: ${err.trim() || `sbatch ended with code ${code}`}.`)
  return out.trim().split(';')[0]!
}

export async function jobState(job: string): Promise<JobState> {
  const { code, out, err } = await call('squeue', ['--noheader', '--jobs', job, '--format', '%T'])
  if (code === 0) return out.trim() === '' ? 'gone' : 'alive'
  return /invalid job id/i.test(err) ? 'gone' : 'unknown'
}

/** Ends a job; no harm when it is over. */
export async function scancel(job: string): Promise<void> {
  await call('scancel', ['--quiet', job])
}

function call(command: string, words: readonly string[], input = ''): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, words, { timeout: 60_000 }, (error, out, err) => {
      if ((error as NodeJS.ErrnoException | null)?.code === 'ENOENT')
        reject(
          new Error(
            `There is no command "${command}": --executor slurm needs a machine from which jobs can be submitted to Slurm. ` +
              'For any other batch system, give each of its jobs a --shard.',
          ),
        )
      else resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, out, err })
    })
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}
