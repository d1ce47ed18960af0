import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { codeOf, runCode } from './code-hash.ts'

const root = mkdtempSync(join(tmpdir(), 'meanwhile-code-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const files: Record<string, string> = {
  'models/a/one/model.js': `import { run } from '../../../engine/index.js'\nimport { law } from '../shared/law.js'\nexport default run(law)`,
  'models/a/one/README.md': 'One',
  'models/a/one/model.test.js': 'test()',
  'models/a/other/model.js': 'export default 1',
  'models/a/shared/law.js': 'export const law = 1',
  'engine/index.js': `import heap from 'heap'\nexport const run = heap`,
  'node_modules/heap/package.json': '{ "version": "1.0.0" }',
}

let programs = 0
/** Hash of a program with some of its files changed. */
function hash(changes: Record<string, string> = {}): string {
  const folder = join(root, String(programs++))
  for (const [name, text] of Object.entries({ ...files, ...changes })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return codeOf([join(folder, 'models/a/one/model.js')], folder).hash
}

describe('the hash of the code of a run', () => {
  it.each([
    ['models/a/one/model.js', files['models/a/one/model.js']!.replace('run(law)', 'run(law, 2)')],
    ['models/a/shared/law.js', 'export const law = 2'],
    ['engine/index.js', `import heap from 'heap'\nexport const run = [heap]`],
    ['node_modules/heap/package.json', '{ "version": "1.0.1" }'],
  ])('changes with %s', (name, text) => expect(hash({ [name]: text })).not.toBe(hash()))

  it.each([
    ['comments', 'models/a/one/model.js', `// Why.\n${files['models/a/one/model.js']}`],
    ['formatting', 'models/a/shared/law.js', 'export  const law =\n  1\n'],
    ['documents', 'models/a/one/README.md', 'Two'],
    ['tests', 'models/a/one/model.test.js', 'other()'],
    ['other models', 'models/a/other/model.js', 'export default 2'],
  ])('does not change with %s', (_what, name, text) => expect(hash({ [name]: text })).toBe(hash()))

  it('names its parts, so that a change can be traced to a file', () => {
    const { parts } = runCode('queueing/mmc')
    expect(Object.keys(parts)).toEqual(
      expect.arrayContaining(['engine/simulation.js', 'models/queueing/mmc/model.js', 'models/simulate.js', 'heap-js']),
    )
    expect(Object.keys(parts).some((name) => name.startsWith('experiments/') || name.includes('rpc/'))).toBe(false)
  })
})
