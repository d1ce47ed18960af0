import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockFolder } from './lock.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-lock-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A process that has ended but is not yet forgotten: its parent does not ask how it ended. */
async function zombie(): Promise<{ pid: number; forget: () => void }> {
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 20'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (text: Buffer) => resolve(Number(text.toString())))
  })
  await new Promise((resolve) => setTimeout(resolve, 200))
  return { pid, forget: () => parent.kill() }
}

describe('the lock of a results folder', () => {
  it('is refused, after a moment, while a living process holds it, and free when given back', () => {
    const release = lockFolder(folder)
    expect(() => lockFolder(folder)).toThrow(`is in use by another sweep (process ${process.pid} on ${hostname()})`)
    release()
    lockFolder(folder)()
  })

  it.runIf(existsSync('/proc/self/stat'))(
    'is taken over from a process that was killed but is not yet forgotten',
    async () => {
      const { pid, forget } = await zombie()
      try {
        writeFileSync(join(folder, 'journal.lock'), JSON.stringify({ pid, host: hostname(), started: null }))
        lockFolder(folder)()
      } finally {
        forget()
      }
    },
  )
})
