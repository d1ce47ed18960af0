import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const program = join(root, 'dist/cli/conformance.js')
const own = join(root, 'engine/network/conformance')
const scratch = mkdtempSync(join(tmpdir(), 'conformance-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** A folder with the files given, by their paths. */
function folderOf(name: string, files: Record<string, string>): string {
  const folder = join(scratch, name)
  for (const kind of ['packets', 'flows']) mkdirSync(join(folder, kind), { recursive: true })
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
  return folder
}

function run(folder: string): Promise<{ code: number; lines: string[] }> {
  const env = { ...process.env, MEANWHILE_CONFORMANCE: folder }
  return new Promise((done) => {
    execFile(process.execPath, [program], { env }, (error, stdout) => {
      done({ code: error === null ? 0 : Number(error.code), lines: stdout.trim().split('\n') })
    })
  })
}

const good = readFileSync(join(own, 'packets/02-burst20-q5.json'), 'utf8')

describe('npm run conformance', () => {
  it('runs the cases of the folder named by the environment', async () => {
    const { code, lines } = await run(folderOf('good', { 'packets/one.json': good, 'packets/README.md': 'no case' }))
    expect(lines).toEqual(['ok   packets/one.json', '1 passed, 0 failed'])
    expect(code).toBe(0)
  })

  it('fails with the file and what is wrong when one is not understood', async () => {
    const files = {
      'packets/bad.json': good.replace('"5p"', '"5x"'),
      'packets/good.json': good,
      'packets/no.json': '{',
      'flows/empty.json': '{}',
    }
    const { code, lines } = await run(folderOf('bad', files))
    const text = lines.join('\n')
    expect(text).toContain('FAIL packets/bad.json\n     not understood: links[0].queue is "5x": expected a limit')
    expect(text).toContain('FAIL packets/no.json\n     not understood: ')
    expect(text).toContain('FAIL flows/empty.json\n     not understood: ')
    expect(lines.at(-1)).toBe('1 passed, 3 failed')
    expect(code).toBe(1)
  })

  it('fails when the engine comes to another result, and says for which packet', async () => {
    const wrong = good
      .replace('"received_ns":3603200', '"received_ns":3603201')
      .replace('"received_ns": 3603200', '"received_ns": 3603201')
    const { code, lines } = await run(folderOf('wrong', { 'packets/wrong.json': wrong }))
    expect(lines[1]).toContain('Packet 0 is received at 3603200 ns: expected that it is received at 3603201 ns.')
    expect(lines.at(-1)).toBe('0 passed, 1 failed')
    expect(code).toBe(1)
  })

  it('fails when there is nothing to run', async () => {
    const { code, lines } = await run(folderOf('empty', {}))
    expect(lines[0]).toContain('has no cases: expected files packets/*.json or flows/*.json in it.')
    expect(lines.at(-1)).toBe('0 passed, 1 failed')
    expect(code).toBe(1)
  })

  it("runs the project's own cases otherwise", async () => {
    const copy = folderOf('copy', {})
    cpSync(join(own, 'packets'), join(copy, 'packets'), { recursive: true })
    const [byDefault, byFolder] = [await run(''), await run(copy)]
    expect(byDefault.code).toBe(0)
    expect(byDefault.lines.filter((line) => line.includes(' packets/'))).toEqual(byFolder.lines.slice(0, -1))
    expect(byDefault.lines.at(-1)).toMatch(/^\d+ passed, 0 failed$/)
  })
})
