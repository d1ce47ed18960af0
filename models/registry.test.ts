import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bundledStudyFile, importClosure, listModels, loadClaims, loadModel, modelFolder } from './registry.ts'

const root = mkdtempSync(join(tmpdir(), 'registry-'))
afterAll(() => rmSync(root, { recursive: true }))

/** Writes a small program and returns its entry file. */
function program(name: string, changes: Record<string, string> = {}): string {
  const files: Record<string, string> = {
    'model.ts': `// import './quoted-in-a-comment.ts'\nimport {\n  a,\n} from './a.ts'\nimport { b } from '../b.ts'\nimport 'yaml'\n`,
    'a.ts': `export { b } from '../b.ts'\nimport fs from 'node:fs'\n`,
    '../b.ts': `export const b = 1\n`,
    '../unrelated.ts': `export const c = 1\n`,
    '../node_modules/yaml/package.json': `{ "version": "1.0.0" }`,
    ...changes,
  }
  for (const [file, text] of Object.entries(files)) {
    const path = join(root, name, 'folder', file)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, text)
  }
  return join(root, name, 'folder', 'model.ts')
}

describe('the registry', () => {
  it('finds the models by their folders and loads them with their claims', async () => {
    const names = (await listModels()).map(({ name }) => name)
    expect(names).toContain('queueing/mmc')
    expect(names).toEqual(names.toSorted())
    const [model, claims] = await Promise.all([loadModel('queueing/mmc'), loadClaims('queueing/mmc')])
    expect(model.name).toBe('queueing/mmc')
    expect(claims.length).toBeGreaterThan(0)
  })

  it('names the closest model and all others when one is not found', async () => {
    await expect(loadModel('queueing/mcm')).rejects.toThrow(
      /^There is no model "queueing\/mcm"\. Did you mean "queueing\/mmc"\? There are: .*queueing\/mmc/,
    )
  })

  it('knows where the sources and the study of a model are', () => {
    expect(modelFolder('queueing/mmc')).toMatch(/models[\\/]queueing[\\/]mmc$/)
    expect(modelFolder('queueing/mmc')).not.toContain('dist')
    expect(bundledStudyFile('queueing/mmc')).toMatch(/studies[\\/]queueing[\\/]mmc\.yaml$/)
  })
})

describe('the code that a model runs', () => {
  it('covers what a module imports, directly or not, and the packages named there', () => {
    const entry = program('closure')
    const { files, packages } = importClosure(entry)
    expect(files.map((file) => file.slice(join(root, 'closure').length + 1))).toEqual([
      'b.ts',
      'folder/a.ts',
      'folder/model.ts',
    ])
    expect(packages).toEqual(['yaml'])
  })

  it('includes the engine', async () => {
    const { file } = (await listModels()).find(({ name }) => name === 'queueing/mmc')!
    expect(importClosure(file).files.some((path) => /engine[\\/]simulation\.ts$/.test(path))).toBe(true)
  })
})
