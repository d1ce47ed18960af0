import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** What a lock file holds: who has the folder. */
interface Holder {
  pid: number
  host: string
  /** Start of the process in clock ticks since boot, where the system tells; it unmasks a reused process number. */
  started: string | null
}

/** How long a holder is given to go away, ms: a process that was killed takes a moment to die. */
const PATIENCE = 2000

/**
 * Takes a results folder for this process, so that two sweeps never write one journal.
 * A lock whose process is gone (kill -9, power cut) is taken over.
 * @returns a function that gives the folder back
 * @throws when a living process holds it; the message says which
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'journal.lock')
  const own: Holder = { pid: process.pid, host: hostname(), started: startOf(process.pid) }
  const text = JSON.stringify(own)
  const draft = `${file}.${process.pid}`
  const deadline = performance.now() + PATIENCE
  try {
    writeFileSync(draft, text)
    // A link to a finished file appears at once and only if there is none: nobody ever reads half a lock.
    while (!linked(draft, file)) {
      const holder = read(file)
      if (holder === undefined) continue
      if (isAlive(holder, own.host)) {
        if (performance.now() < deadline) {
          sleep(50)
          continue
        }
        throw new Error(
          `The results folder "${folder}" is in use by another sweep (process ${holder.pid} on ${holder.host}). ` +
            `Wait for it or choose another folder with --out. If it is certainly gone, delete ${file}.`,
        )
      }
      takeAway(file, holder)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  sweepUp(folder, own.host)
  return () => {
    if (JSON.stringify(read(file)) === text) rmSync(file, { force: true })
  }
}

/** Removes what processes left behind that were killed while they waited for the lock. */
function sweepUp(folder: string, host: string): void {
  for (const name of readdirSync(folder)) {
    if (!/^journal\.lock\.\d+$/.test(name)) continue
    const owner = read(join(folder, name))
    // One without an owner is just being written.
    if (owner !== undefined && owner.pid > 0 && !isAlive(owner, host)) rmSync(join(folder, name), { force: true })
  }
}

/** Sleeps in this thread: nothing else may happen before the folder is ours. */
function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EEXIST') return false
    // Some file systems (FAT, a few network shares) have no links; creating the file is nearly as good there.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return created(draft, file)
    throw error
  }
}

function created(draft: string, file: string): boolean {
  try {
    writeFileSync(file, readFileSync(draft), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Removes a dead holder's lock; a lock that someone else has put there in the meantime is put back. */
function takeAway(file: string, dead: Holder): void {
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  const removed = read(aside)
  if (removed !== undefined && JSON.stringify(removed) !== JSON.stringify(dead)) linked(aside, file)
  rmSync(aside, { force: true })
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    // Unreadable text can not come from a living sweep, which links a complete file into place.
    if (error instanceof SyntaxError) return { pid: 0, host: hostname(), started: null }
    throw error
  }
}

function isAlive({ pid, host, started }: Holder, thisHost: string): boolean {
  if (host !== thisHost) return true
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const now = startOf(pid)
  return now !== 'ended' && (now === null || started === null || now === started)
}

/** Start of a process in clock ticks since boot; `ended` for one that only waits to be forgotten; null when unknown. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in parentheses and may hold spaces; then come the state and, as 22nd, the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : (fields[19] ?? null)
  } catch {
    return null
  }
}
