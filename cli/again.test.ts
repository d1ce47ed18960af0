import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installedCopy, type InstalledCopy } from './testing/installed-copy.ts'

const study = (levels: string, replications: number): string =>
  `model: faulty/moody\ntitle: again\nvary: { work: [${levels}] }\nrun: { replications: ${replications} }\n`

let copy: InstalledCopy
let rows: string[]

beforeAll(() => {
  copy = installedCopy()
  copy.write('again.yaml', study('10, 20', 4))
  copy.run('sweep', 'again.yaml', '--jobs', '1')
  rows = table('again').split('\n')
}, 30_000)

afterAll(() => copy.remove())

const table = (out: string): string => readFileSync(join(copy.folder, 'results', out, 'runs.csv'), 'utf8')
const model = (): string => join(copy.folder, '..', 'dist', 'models', 'faulty', 'moody', 'model.js')

describe('rerun', () => {
  it('prints any row again, byte for byte, found by the first digits of its id', () => {
    const row = rows[6]!
    const { code, out, err } = copy.run('rerun', row.slice(0, 8))
    expect({ code, out, err }).toEqual({
      code: 0,
      out: `${rows[0]}\n${row}\n`,
      err: 'Identical to the row in results/again/runs.csv.\n',
    })
  })

  it('writes the events of the run, and says where it looked for one that is not there', () => {
    expect(copy.run('rerun', rows[1]!.slice(0, 16), '--trace', 'one.log').out).toBe(`${rows[0]}\n${rows[1]}\n`)
    expect(readFileSync(join(copy.folder, 'one.log'), 'utf8').split('\n')).toHaveLength(10 + 1)
    const { code, err } = copy.run('rerun', '0000000000000000')
    expect(err).toBe(
      'error: There is no run 0000000000000000: looked in results/again. Give the folder of its results with --in.\n',
    )
    expect(code).toBe(1)
  })
})

describe('parts of a study', () => {
  const part = (k: number) =>
    copy.run('sweep', 'again.yaml', '--shard', `${k}/2`, '--out', 'results/parts', '--jobs', '1')

  it('that were done apart are merged to the bytes of the whole, as soon as none is missing', () => {
    expect(part(2)).toMatchObject({ code: 0, out: expect.stringContaining('part 2 of 2 is done') as string })
    const early = copy.run('merge', 'again.yaml', '--out', 'results/parts')
    expect(early.err).toMatch(/^4 of 8 runs are not there; the others are\./)
    expect(early).toMatchObject({ code: 2, out: '' })
    part(1)
    expect(copy.run('merge', 'again.yaml', 'results/parts', '--out', 'results/all').code).toBe(0)
    expect(table('all')).toBe(table('again'))
  })

  it('do not go with an executor that shares out the runs itself', () => {
    const { code, err } = copy.run('sweep', 'again.yaml', '--shard', '1/3', '--executor', 'slurm')
    expect(err).toBe('error: --shard: --executor slurm shares out the runs itself; leave one of the two out.\n')
    expect(code).toBe(1)
  })
})

describe('why', () => {
  it('tells what is new in a study', () => {
    copy.write('again.yaml', study('10, 20, 30', 6))
    const { out } = copy.run('why', 'again.yaml')
    expect(out.split('\n')).toEqual([
      'results/again: 8 of 18 runs are saved and current, 10 to do.',
      '6  work=30 is new (saved: 10, 20)',
      '4  replications 4 to 5 are new',
      '',
    ])
  })

  it('ignores a comment, and names the file when the code has changed', () => {
    const text = readFileSync(model(), 'utf8')
    copy.write(model(), `// A remark.\n${text.replaceAll('  ', '    ')}`)
    expect(copy.run('why', 'again.yaml').out).toContain('8 of 18 runs are saved')
    copy.write(model(), text.replace('stream.uniform01() }', 'stream.uniform01() + 0 }'))
    expect(copy.run('why', 'again.yaml').out).toContain(
      '0 of 18 runs are saved and current, 18 to do.\n8  the code has changed: models/faulty/moody/model.js\n',
    )
    const { out } = copy.run('why', rows[1]!.slice(0, 16))
    expect(out).toMatch(
      /^It would be done again, as [0-9a-f]{16}: the code has changed: models\/faulty\/moody\/model\.js\.$/m,
    )
    const again = copy.run('rerun', rows[1]!.slice(0, 16))
    expect(again.err).toMatch(
      /^Since run [0-9a-f]{16} was made, the code has changed: models\/faulty\/moody\/model\.js\.$/m,
    )
    expect([again.code, again.err]).toEqual([
      0,
      expect.stringMatching(/^Identical to the row .+, but for the id: /m) as string,
    ])
    copy.write(model(), text)
  })
})

describe('a limit of time', () => {
  it('ends a run that takes longer, and no other', () => {
    copy.write(
      'long.yaml',
      'model: faulty/moody\ntitle: long\nvary: { work: [10, 1000000000, 20] }\nrun: { replications: 2 }\n',
    )
    const { code, err } = copy.run('sweep', 'long.yaml', '--time-limit', '300ms', '--jobs', '2')
    expect(err).toContain('warning: 2 of 6 runs failed; the others are saved.')
    expect(err).toContain('The run took longer than its limit of 0.3 s (see --time-limit).')
    expect(
      table('long')
        .split('\n')
        .map((row) => row.split(',').at(-2)),
    ).toEqual(['stop', 'empty', 'empty', 'error', 'error', 'empty', 'empty', undefined])
    expect(code).toBe(2)
  })
})
