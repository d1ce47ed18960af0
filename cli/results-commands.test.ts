import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CommanderError } from 'commander'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeProgram } from './program.ts'
import { reportError } from './terminal.ts'

const hasDuckDb = await import('@duckdb/node-api').then(
  () => true,
  () => false,
)

const study = (seed: string): string =>
  `model: queueing/mmc
title: waits
vary: { servers: [10, 11] }
run: { warmUp: 5s, horizon: 40s, replications: 4, seed: ${seed} }
measure: [meanWait]
`

let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-results-'))
  for (const [name, seed] of [
    ['small', 'a'],
    ['other', 'b'],
  ] as const) {
    writeFileSync(at(`${name}.yaml`), study(seed))
    await run('sweep', at(`${name}.yaml`), '--out', at(name), '--jobs', '1')
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

const at = (...path: string[]): string => join(folder, ...path)

/** Runs a command in this process: starting one for each takes longer than all that they do. */
async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const listen = (stream: 'stdout' | 'stderr', to: 'out' | 'err') =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[to] += String(text)
      return true
    })
  const spies = [listen('stdout', 'out'), listen('stderr', 'err')]
  process.exitCode = 0
  try {
    await makeProgram().parseAsync(['node', 'meanwhile', ...words])
  } catch (error) {
    if (!(error instanceof CommanderError)) reportError(error)
    process.exitCode = error instanceof CommanderError ? error.exitCode : 1
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
  const code = Number(process.exitCode)
  process.exitCode = 0
  return { code, ...said }
}

/** A copy of a results folder, to be spoiled. */
function spoiled(name: string, spoil: (folder: string) => void): string {
  rmSync(at(name), { recursive: true, force: true })
  cpSync(at('small'), at(name), { recursive: true })
  spoil(at(name))
  return at(name)
}

describe('compare', () => {
  it('ends with 0 for a folder and itself, and prints the verdict', async () => {
    const { code, out } = await run('compare', at('small'), at('small'))
    expect(out).toContain(
      '2 comparisons: 2 IDENTICAL.\n8 of 8 pairs of runs with equal seeds have equal fingerprints.\nVerdict: IDENTICAL',
    )
    expect(code).toBe(0)
  })

  it('ends with 4 for two seeds and few replications, and writes a row for each comparison', async () => {
    const { code, out } = await run('compare', at('small'), at('other'), '--csv', at('compared.csv'))
    expect(out).toMatch(/servers=10 +meanWait .*4\/4 +INCONCLUSIVE \(needs about \d+ replications\)/)
    expect(readFileSync(at('compared.csv'), 'utf8').split('\n')[0]).toMatch(/^servers,metric,unit,verdict,a,b/)
    expect(code).toBe(4)
  })

  it('ends with 3 for a change', async () => {
    const doubled = spoiled('doubled', (folder) => {
      const text = readFileSync(join(folder, 'runs.csv'), 'utf8')
      writeFileSync(
        join(folder, 'runs.csv'),
        text.replace(
          /,([\d.e-]+),(\d+),(horizon)/g,
          (_all, value, events, stop) => `,${10 + Number(value) / 100},${events},${stop}`,
        ),
      )
    })
    const { code, out } = await run('compare', at('small'), doubled, '--json')
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'CHANGED',
      comparisons: [{ verdict: 'CHANGED', paired: true }, {}],
    })
    expect(code).toBe(3)
  })

  it.each([
    [
      ['compare', 'nowhere', '.'],
      'error: nowhere is no results folder (there is no nowhere/manifest.json). To compare revisions, name what they shall run: --study',
    ],
    [
      ['compare', 'no-such-revision', '.', '--study', 'queueing/mmc'],
      'error: no-such-revision: git knows no such revision in',
    ],
    [
      ['compare', '.', '.', '--study', 'queueing/mcm', '--replications', '3'],
      'error: There is no study "queueing/mcm". Did you mean "queueing/mmc"?',
    ],
  ])('refuses %j', async (words, message) => {
    const { code, err } = await run(...words)
    expect(err).toContain(message)
    expect(code).toBe(1)
  })

  it('tells its exit codes', async () => {
    expect((await run('compare', '--help')).out).toContain(
      'Exit codes: 0 all identical or equivalent, 3 something changed, 4 inconclusive',
    )
  })
})

describe('check', () => {
  const claims = (expectation: string): void =>
    writeFileSync(at('claims.yaml'), `claims:\n  - claim: It is so.\n    expect: ${expectation}\n`)

  it.each([
    ['meanWait > -1', 0, '1 of 1 claims pass, 0 fail, 0 are undecided.'],
    ['meanWait > 20', 3, '0 of 1 claims pass, 1 fail, 0 are undecided.'],
    ['meanWait[servers == 11] < 0.4 * meanWait[servers == 10]', 2, 'UNDECIDED (needs about'],
  ])('judges %s', async (expectation, code, message) => {
    claims(expectation)
    const ended = await run('check', at('small'), '--claims', at('claims.yaml'))
    expect(ended.out).toContain(message)
    expect(ended.code).toBe(code)
  })

  it('says where claims are to be written, and what is wrong with one', async () => {
    expect((await run('check', at('small'))).err).toContain(
      'small/manifest.json has no claims to check. Write them under "claims:"',
    )
    claims('worth > 1')
    const { code, err } = await run('check', at('small'), '--claims', at('claims.yaml'))
    expect(err).toContain('claims.yaml: claims[0] (It is so.): "worth > 1": there is no metric "worth".')
    expect(code).toBe(1)
    expect((await run('check', at('small.yaml'))).err).toContain(
      'There are no results of small in results/small. Make them with: meanwhile sweep',
    )
  })
})

describe('sql and export', () => {
  it.skipIf(!hasDuckDb)('answer in a table, CSV and JSON', async () => {
    const sql = 'select servers, count(*) as n from runs group by all order by all'
    expect((await run('sql', sql, at('small'))).out).toBe('servers  n\n     10  4\n     11  4\n')
    expect((await run('sql', sql, at('small'), at('other'), '--csv')).out).toBe('servers,n\n10,8\n11,8\n')
    expect(JSON.parse((await run('sql', sql, at('small'), '--json')).out)).toEqual([
      { servers: 10, n: 4 },
      { servers: 11, n: 4 },
    ])
    expect(await run('sql', 'select severs from runs', at('small'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('Candidate bindings: "servers"') as string,
    })
    expect(await run('export', at('small'), '--parquet')).toMatchObject({
      code: 0,
      err: `Written: ${at('small', 'runs.parquet')}\n`,
    })
  })

  it('write the long table and the columns of gnuplot', async () => {
    expect((await run('export', at('small'), '--long', '--out', at('long.csv'))).code).toBe(0)
    expect(readFileSync(at('long.csv'), 'utf8').split('\n')).toHaveLength(10)
    expect((await run('export', at('small'), '--dat')).err).toBe(
      `Written: ${at('small', 'runs.dat')}\nWritten: ${at('small', 'summary.dat')}\n`,
    )
    expect((await run('export', at('small'))).err).toContain('error: Which form? Give --long, --dat or --parquet')
  })
})

describe('pack and reproduce', () => {
  it('make a pack that comes out equal, twice with equal bytes', async () => {
    expect((await run('pack', at('small'), '--study', at('small.yaml'), '-o', at('a.zip'))).code).toBe(0)
    await run('pack', at('small'), '--study', at('small.yaml'), '-o', at('b.zip'))
    expect(readFileSync(at('b.zip')).equals(readFileSync(at('a.zip')))).toBe(true)
    const { code, out } = await run('reproduce', at('a.zip'), '--sample', '100%', '--jobs', '1')
    expect(out).toMatch(/^small +8 of 8 +8 equal +4 equal +0 of 0 equal +the same +REPRODUCED$/m)
    expect(out).toMatch(/^Functional +(yes|partly) .*8 of 8 runs could be done$/m)
    expect(out).toMatch(/^Results Reproduced +yes +8 of 8 rows, 4 of 4 estimates, 0 of 0 figures equal$/m)
    expect(code).toBe(0)
  })

  it('tell a pack with a changed byte', async () => {
    const bytes = readFileSync(at('a.zip'))
    bytes[bytes.length >> 1]! ^= 1
    writeFileSync(at('bad.zip'), bytes)
    const { code, err } = await run('reproduce', at('bad.zip'))
    expect(err).toMatch(/bad\.zip (is no sound zip archive|has been changed since it was packed)/m)
    expect(code).toBe(1)
  })

  it('refuse to pack with another study, or with none', async () => {
    expect((await run('pack', at('small'), '--study', at('other.yaml'))).err).toContain(
      'other.yaml is not the study of these results: seed differ.',
    )
    rmSync(at('other.yaml'))
    expect((await run('pack', at('other'))).err).toContain(
      'error: There is no study file for "other". Give it with: --study <file>',
    )
    expect(existsSync(at('other-pack.zip'))).toBe(false)
  })

  it('end with 3 and the place when a row comes out otherwise', async () => {
    const changed = spoiled('changed', (folder) => {
      const text = readFileSync(join(folder, 'runs.csv'), 'utf8')
      writeFileSync(join(folder, 'runs.csv'), text.replace(/[0-9a-f]{16}\n$/, '0123456789abcdef\n'))
    })
    const { code, out } = await run('reproduce', changed, '--sample', '100%', '--jobs', '1')
    expect(out).toMatch(/point \w+, replication 3: fingerprint was 0123456789abcdef, is [0-9a-f]{16}/)
    expect(out).toMatch(/DIFFERS/)
    expect(code).toBe(3)
  })
})

describe('several results folders', () => {
  it('are judged each for itself, also when one of them can not be', async () => {
    rmSync(at('group'), { recursive: true, force: true })
    for (const name of ['a', 'b']) cpSync(at('small'), at('group', name), { recursive: true })
    writeFileSync(at('group', 'b', 'runs.csv'), 'id')
    const { code, out, err } = await run('reproduce', at('group'), '--jobs', '1')
    expect(out).toMatch(/^small +3 of 8 .* REPRODUCED$/m)
    expect(err).toContain(
      `${at('group', 'b')} can not be done again. ${at('group', 'b', 'runs.csv')}, line 1: the file is cut off`,
    )
    expect(code).toBe(3)
  })
})

describe('a broken results folder', () => {
  it('without a manifest, or with a CSV that is cut off, is told', async () => {
    spoiled('broken', (folder) => rmSync(join(folder, 'manifest.json')))
    const missing = await run('reproduce', at('broken'))
    expect(missing.err).toMatch(/broken holds no results: there is no manifest\.json/m)
    spoiled('broken', (folder) => {
      const file = join(folder, 'runs.csv')
      writeFileSync(file, readFileSync(file, 'utf8').slice(0, -9))
    })
    const cut = await run('compare', at('small'), at('broken'))
    expect(cut.err).toMatch(/broken\/runs\.csv, line 9: the file is cut off in this line/m)
    expect([missing.code, cut.code]).toEqual([1, 1])
  })

  it('without any run is told by all that need one', async () => {
    const bare = spoiled('bare', (folder) => {
      const file = join(folder, 'runs.csv')
      writeFileSync(file, readFileSync(file, 'utf8').split('\n')[0]! + '\n')
    })
    for (const words of [
      ['compare', at('small'), bare],
      ['check', bare, '--claims', at('claims.yaml')],
    ]) {
      const { code, err } = await run(...words)
      expect(err).toContain('bare/runs.csv has no runs, only its header. Run the study again to rewrite it.')
      expect(code).toBe(1)
    }
  })
})
