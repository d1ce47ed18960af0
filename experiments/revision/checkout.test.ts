import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packageRoot } from '../package-root.ts'
import { checkOut, resolveRevision } from './checkout.ts'
import { copyWorkingTree } from './working-copy.ts'

let root = ''
let repository = ''
const git = (...words: string[]): string =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@test.example', ...words], {
    cwd: repository,
    encoding: 'utf8',
  })

function write(path: string, text: string): void {
  mkdirSync(dirname(join(repository, path)), { recursive: true })
  writeFileSync(join(repository, path), text)
}

/** A repository with one source file in two versions, the second of which has a type error, and a third that has none to compile. */
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'meanwhile-revision-'))
  repository = join(root, 'repository')
  write('package.json', '{ "type": "module" }')
  write('package-lock.json', '{}')
  write('.gitignore', 'node_modules\ndist\n')
  write(
    'tsconfig.build.json',
    '{ "compilerOptions": { "module": "nodenext", "target": "es2022", "rootDir": ".", "types": [] }, "include": ["engine"] }',
  )
  write('experiments/studies/a.yaml', 'model: a\n')
  symlinkSync(join(packageRoot, 'node_modules'), join(repository, 'node_modules'))
  git('init', '-q', '-b', 'main')
  for (const [tag, text] of [
    ['one', 'export const version: number = 1\n'],
    ['two', "export const version: number = 'two'\n"],
  ] as const) {
    write('engine/index.ts', text)
    git('add', '-A')
    git('commit', '-q', '-m', tag)
    git('tag', tag)
  }
  git('rm', '-rq', 'engine')
  git('commit', '-q', '-m', 'three')
  git('tag', 'three')
  write('engine/index.ts', 'export const version: number = 4\n')
}, 30_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('a revision', () => {
  it('is checked out and compiled in a folder of its own, and taken away again', () => {
    const { folder, revision, typeError, remove } = checkOut(repository, 'one', join(root, 'one'))
    expect(revision).toBe(git('rev-parse', 'one').trim())
    expect(readFileSync(join(folder, 'dist/engine/index.js'), 'utf8')).toContain('version = 1')
    expect(typeError).toBeUndefined()
    remove()
    expect(existsSync(folder)).toBe(false)
    expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1)
  })

  it('with a type error is compiled all the same, and the error is told', () => {
    const { typeError, remove } = checkOut(repository, 'two', join(root, 'two'))
    expect(typeError).toContain("Type 'string' is not assignable to type 'number'")
    remove()
  })

  it('that does not compile leaves nothing behind', () => {
    expect(() => checkOut(repository, 'three', join(root, 'three'))).toThrow('does not compile')
    expect(existsSync(join(root, 'three'))).toBe(false)
  })

  it('has to be known', () => {
    expect(() => resolveRevision(repository, 'four')).toThrow(
      `four: git knows no such revision in ${repository}. Expected a commit, a branch or a tag.`,
    )
  })
})

describe('the working tree', () => {
  it('is compiled elsewhere as it is, uncommitted changes included', () => {
    const copy = join(root, 'copy')
    expect(copyWorkingTree(repository, copy)).toBeUndefined()
    expect(readFileSync(join(copy, 'dist/engine/index.js'), 'utf8')).toContain('version = 4')
    expect(existsSync(join(copy, 'experiments/studies/a.yaml'))).toBe(true)
    expect(existsSync(join(repository, 'dist'))).toBe(false)
  })
})
