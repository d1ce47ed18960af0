import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../experiments/package-root.ts'

let root: string

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'meanwhile-checkout-'))
  const parts = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'vitest.config.ts']
  parts.push('engine', 'models', 'experiments', 'analysis', 'bench', 'cli', 'dist')
  // One model is enough, and the test does not depend on the others.
  const isOtherModel = (path: string): boolean =>
    /^(dist\/)?models\/((?!queueing$|shared$)[^/.]+|queueing\/(?!mmc$)[^/.]+)$/.test(relative(packageRoot, path))
  const options = { recursive: true, preserveTimestamps: true, filter: (path: string) => !isOtherModel(path) }
  for (const part of parts) cpSync(join(packageRoot, part), join(root, part), options)
  symlinkSync(join(packageRoot, 'node_modules'), join(root, 'node_modules'))
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

const run = (...words: string[]) =>
  spawnSync(process.execPath, ['dist/cli/main.js', ...words], { cwd: root, encoding: 'utf8' })

describe('a new model', () => {
  it('runs, is listed and validated as it is, and passes the contract of all models', () => {
    const { status, stdout, stderr } = run('new', 'model', 'testing/fresh-one')
    expect(stderr).toBe('Compiling ...\n')
    expect(status).toBe(0)
    expect(stdout).toContain('models/testing/fresh-one/model.ts\n')
    expect(run('list').stdout).toMatch(/^testing\/fresh-one +yes +Fresh one \(testing\)$/m)
    expect(run('validate', 'testing/fresh-one').status).toBe(0)
    expect(run('sweep', 'testing/fresh-one', '--plan').status).toBe(0)
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const options = { cwd: root, encoding: 'utf8' } as const
    const tests = spawnSync(
      process.execPath,
      [vitest, 'run', 'models/contract.test.ts', 'models/testing', '-t', 'testing/fresh-one'],
      options,
    )
    expect(tests.stdout + tests.stderr).toMatch(/Tests .*passed/)
    expect(tests.status).toBe(0)
  })

  it('is not written over one that is there', () => {
    const before = readFileSync(join(root, 'models/queueing/mmc/model.ts'), 'utf8')
    const { status, stderr } = run('new', 'model', 'queueing/mmc')
    expect(stderr).toBe(
      'error: There is a models/queueing/mmc/model.ts already. Choose another name, or delete it first.\n',
    )
    expect(status).toBe(1)
    expect(readFileSync(join(root, 'models/queueing/mmc/model.ts'), 'utf8')).toBe(before)
  })

  it('is compiled again when its source has changed, and forgotten when its folder is gone', () => {
    const source = join(root, 'models/testing/fresh-one/model.ts')
    appendFileSync(source, 'export const broken: number = "text"\n')
    const broken = run('list')
    expect(broken.stderr).toContain(
      "models/testing/fresh-one/model.ts(42,14): error TS2322: Type 'string' is not assignable to type 'number'.",
    )
    expect(broken.status).toBe(1)

    for (const parent of ['models', 'experiments/studies']) rmSync(join(root, parent, 'testing'), { recursive: true })
    expect(run('list').stdout).not.toContain('testing/fresh-one')
    expect(existsSync(join(root, 'dist/models/testing/fresh-one'))).toBe(false)
  })
})
