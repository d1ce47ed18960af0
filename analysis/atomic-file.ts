import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileError } from './errors.ts'

/**
 * Writes a file so that its name always stands for whole content: the old one or the new one, never a half.
 * Missing folders are made.
 * @throws AnalysisError when the file cannot be written; nothing of the attempt is left behind.
 */
export function writeWholeFile(path: string, content: string | Uint8Array): void {
  const folder = dirname(path)
  // In the same folder, because a rename is atomic only inside one file system.
  const temporary = join(folder, `.${basename(path)}.${process.pid}.part`)
  try {
    mkdirSync(folder, { recursive: true })
    const file = openSync(temporary, 'w')
    try {
      writeFileSync(file, content)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (cause) {
    discard(temporary)
    throw fileError(`Cannot write ${path}`, cause)
  }
}

/** Clean-up after a failure must not hide the failure itself. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    return
  }
}
