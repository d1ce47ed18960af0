import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { compiledRoot, packageRoot } from '../../experiments/package-root.ts'

/** What a command wrote and how it ended. */
export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/**
 * A copy of the compiled package in a folder of its own, as an installation has it, with models that misbehave on
 * demand. Tests call the real command there, and the package under test stays as it is.
 */
export interface InstalledCopy {
  /** Working folder of the commands. */
  readonly folder: string
  /** Writes a file below the working folder and returns its path. */
  write(path: string, text: string): string
  /** Runs the command and waits for its end. */
  run(...words: string[]): Ended
  /** Starts the command without waiting. */
  start(...words: string[]): ChildProcess
  /** The same, with more in its environment. */
  startWith(more: Readonly<Record<string, string>>, ...words: string[]): ChildProcess
  remove(): void
}

/** Makes the copy; the package must have been built. */
export function installedCopy(): InstalledCopy {
  const root = mkdtempSync(join(tmpdir(), 'meanwhile-installed-'))
  const folder = join(root, 'work')
  mkdirSync(folder)
  cpSync(compiledRoot, join(root, 'dist'), { recursive: true })
  cpSync(join(packageRoot, 'package.json'), join(root, 'package.json'))
  cpSync(join(packageRoot, 'experiments', 'studies'), join(root, 'experiments', 'studies'), { recursive: true })
  symlinkSync(join(packageRoot, 'node_modules'), join(root, 'node_modules'))
  const write = (path: string, text: string): string => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return path
  }
  write(join(root, 'dist', 'models', 'faulty', 'moody', 'model.js'), moody)
  write(join(root, 'dist', 'models', 'faulty', 'moody', 'validation.js'), moodyClaims)
  const main = join(root, 'dist', 'cli', 'main.js')
  const env = { ...process.env, NO_COLOR: '1', MEANWHILE_DEBUG: '' }
  const start = (more: Readonly<Record<string, string>>, words: string[]): ChildProcess =>
    spawn(process.execPath, [main, ...words], {
      cwd: folder,
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  return {
    folder,
    write: (path, text) => write(resolve(folder, path), text),
    run: (...words) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
        cwd: folder,
        env,
        encoding: 'utf8',
      })
      return { code: status, out: stdout, err: stderr }
    },
    start: (...words) => start({}, words),
    startWith: (more, ...words) => start(more, words),
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** A model that does what its `mood` says. `work` is the number of events of one run, to make it last. */
const moody = `
import { defineModel, choice, integer } from '../../definition.js'
const moods = ['fine', 'throws', 'exits', 'waits', 'negative', 'hoards', 'missing']
export default defineModel({
  name: 'faulty/moody',
  title: 'A model that misbehaves on demand',
  source: 'tests of the command',
  parameters: {
    mood: choice(moods, { default: 'fine', doc: 'What the model does.' }),
    work: integer({ default: 10, unit: 'events', min: 1, doc: 'Events of one run.' }),
  },
  metrics: { value: { unit: '1', doc: 'A random number.' } },
  run: { horizon: 1, replications: 3 },
  check: (p) => (p.mood === 'throws' && p.work === 13 ? 'thirteen is unlucky.' : undefined),
  build(sim, p) {
    const stream = sim.stream('value')
    let left = p.work
    const step = () => { if (--left > 0) sim.schedule(stream.uniform01() / p.work / 2, step) }
    sim.schedule(0, step)
    if (p.mood === 'throws') sim.schedule(0.5, () => { undefined.property })
    if (p.mood === 'exits') sim.schedule(0.5, () => process.exit(7))
    if (p.mood === 'negative') sim.schedule(0.5, () => sim.schedule(-0.3, () => {}))
    if (p.mood === 'waits') sim.spawn((function* () { yield* sim.signal('never') })(), 'patient')
    if (p.mood === 'hoards') sim.schedule(0.5, () => { const hoard = []; for (;;) hoard.push(new Array(1000).fill({ x: hoard.length })) })
    return () => ({ value: p.mood === 'missing' ? undefined : stream.uniform01() })
  },
})
`

const moodyClaims = `
const run = { horizon: 1, replications: 10 }
export default [
  { claim: 'The value is never 5.', source: 'made up', parameters: {}, expected: { value: 5 }, run },
  { claim: 'The value is a half, roughly.', source: 'made up', parameters: { work: 11 }, expected: { value: 0.5 }, run, precision: 0.001 },
]
`
