import { spawn } from 'node:child_process'
import { join } from 'node:path'

/**
 * Runs a study with the compiled code of a folder, in a process of its own: `meanwhile sweep`, whose messages go to our
 * standard error. Saved runs of the same code are used again.
 * @param folder a tree with `dist`
 * @param study path of the study file
 * @param out results folder
 * @throws Error when the command ends with an error; failed runs are no error
 */
export async function runStudyIn(folder: string, study: string, out: string, jobs: number): Promise<void> {
  const main = join(folder, 'dist', 'cli', 'main.js')
  const words = [main, 'sweep', study, '--out', out, '--jobs', String(jobs)]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', resolve)
  })
  // 2: some runs failed, which the comparison will tell.
  if (code === 0 || code === 2) return
  throw new Error(`The study could not be run there (exit code ${code}): ${words.slice(1).join(' ')} in ${folder}`)
}
