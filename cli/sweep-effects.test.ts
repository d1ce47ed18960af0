import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeProgram } from './program.ts'

let folder = ''
const at = (...path: string[]): string => join(folder, ...path)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-effects-'))
  writeFileSync(
    at('effects.yaml'),
    `model: queueing/mmc
title: what matters
vary: { servers: 2..3, arrivalRate: 1..1.5 }
design: 2k
run: { warmUp: 5s, horizon: 40s, replications: 3, seed: e }
measure: [meanWait, utilisation]
`,
  )
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a command in this process and gives what it prints. */
async function run(...words: string[]): Promise<string> {
  let out = ''
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      out += String(text)
      return true
    }),
  )
  try {
    await makeProgram().parseAsync(['node', 'meanwhile', ...words])
  } finally {
    for (const spy of spies) spy.mockRestore()
    process.exitCode = 0
  }
  return out
}

const effectsOf = (name: string): string => readFileSync(at(name, 'effects.csv'), 'utf8')

describe('the effects of a design that was made for them', () => {
  it('are the same whether the study was done at once or in parts that were merged', async () => {
    expect(await run('sweep', at('effects.yaml'), '--out', at('whole'), '--jobs', '1')).toContain(
      `Effects: ${at('whole')}/effects.csv`,
    )
    for (const part of ['1/2', '2/2']) {
      const name = `part-${part[0]}`
      await run('sweep', at('effects.yaml'), '--shard', part, '--out', at(name), '--jobs', '1')
      expect(existsSync(at(name, 'effects.csv'))).toBe(false)
    }
    const said = await run('merge', at('effects.yaml'), '--out', at('merged'), at('part-1'), at('part-2'))
    expect(said).toContain(`Effects: ${at('merged')}/effects.csv`)
    expect(effectsOf('merged')).toBe(effectsOf('whole'))
  })

  it('are those of all replications once some were added', async () => {
    const before = effectsOf('whole')
    const said = await run('extend', at('effects.yaml'), '--by', '2', '--out', at('whole'), '--jobs', '1')
    expect(said).toContain(`Effects: ${at('whole')}/effects.csv`)
    expect(effectsOf('whole')).not.toBe(before)
    writeFileSync(
      at('effects.yaml'),
      readFileSync(at('effects.yaml'), 'utf8').replace('replications: 3', 'replications: 5'),
    )
    await run('sweep', at('effects.yaml'), '--out', at('five'), '--jobs', '1')
    expect(effectsOf('whole')).toBe(effectsOf('five'))
  })
})
