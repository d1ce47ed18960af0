import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installedCopy, type InstalledCopy } from './testing/installed-copy.ts'

let copy: InstalledCopy

beforeAll(() => {
  copy = installedCopy()
})

afterAll(() => copy.remove())

describe('wrong use', () => {
  it.each<[words: string[], message: string | RegExp]>([
    [['lits'], "error: unknown command 'lits'\n(Did you mean list?)"],
    [['run', 'queueing/mcm'], 'error: There is no model "queueing/mcm". Did you mean "queueing/mmc"?'],
    [
      ['run', 'queueing/mmc', '--set', 'sever=2'],
      'error: Model "queueing/mmc" has no parameter "sever". Did you mean "servers"? It has: arrivalRate, serviceRate, servers.',
    ],
    [
      ['run', 'queueing/mmc', '--set', 'servers=2.5'],
      'parameter "servers" = "2.5": expected an integer >= 1 (unit servers).',
    ],
    [['run', 'queueing/mmc', '--set', 'arrivalRate=8/fortnight'], 'the unknown unit "/fortnight"'],
    [['run', 'queueing/mmc', '--set', 'servers'], 'error: --set servers: expected name=value, such as servers=12.'],
    [['run', 'queueing/mmc', '--replications', '0'], 'Expected an integer >= 1.'],
    [['run', 'queueing/mmc', '--horizon', '-5'], 'error: --horizon "-5": expected a duration >= 0 in s'],
    [['run', 'faulty/moody', '--set', 'mood=throws', 'work=13'], 'Model "faulty/moody": thirteen is unlucky.'],
    [['sweep', 'queueing/mcm'], 'error: There is no study "queueing/mcm". Did you mean "queueing/mmc"?'],
    [
      ['sweep', 'queueing/mmc', '--out', 'file/results'],
      /Cannot write the results folder "file\/results": a part of the path is a file/,
    ],
    [
      ['sweep', 'bad.yaml'],
      'error: bad.yaml:3:17: fix.servers is 2.5; expected an integer >= 1 (unit servers)\n  3 | fix: { servers: 2.5 }\n',
    ],
    [['chart', '.'], 'is . a folder of results?'],
    [['new', 'model', 'Foo'], 'error: The name "Foo" can not be used: expected area/name'],
  ])('ends with code 1 and one clear message: %j', (words, message) => {
    copy.write('file', '')
    copy.write('bad.yaml', 'model: queueing/mmc\ntitle: t\nfix: { servers: 2.5 }\n')
    const { code, out, err } = copy.run(...words)
    expect(err).toMatch(message)
    expect(err).not.toMatch(/\n {4}at /)
    expect({ code, out }).toEqual({ code: 1, out: '' })
  })
})

describe('run', () => {
  it('prints one JSON object whose shape other programs can rely on', () => {
    const { code, out } = copy.run(
      'run',
      'queueing/mmc',
      '--set',
      'servers=12',
      '--replications',
      '2',
      '--horizon',
      '10min',
      '--seed',
      'x',
      '--json',
      '--jobs',
      '1',
    )
    const json = JSON.parse(out) as { responses: Record<string, { values: number[] }> }
    expect(code).toBe(0)
    expect(json).toMatchObject({
      model: 'queueing/mmc',
      parameters: { arrivalRate: 8, serviceRate: 1, servers: 12 },
      seed: 'x',
      replications: 2,
      warmUp: 500,
      horizon: 600,
      responses: { meanWait: { unit: 's', halfWidth: null, confidence: 0.95 } },
    })
    expect(json.responses['meanWait']!.values).toHaveLength(2)
  })

  it('prints estimates beside the theory, and the command that gives them again', () => {
    const { out } = copy.run('run', 'queueing/mmc', '--replications', '3', '--horizon', '510', '--jobs', '1')
    expect(out).toMatch(/^Metric +Mean +Unit +Theory$/m)
    expect(out).toMatch(/^meanWait +[\d.]+ +± [\d.]+ +s +0\.20459$/m)
    const again = /^Again: meanwhile (.+)$/m.exec(out)![1]!
    expect(copy.run(...again.split(' ')).out).toBe(out)
  })

  it('warns of a queue whose waits are not over at the end, beside data that other programs read', () => {
    const overloaded = ['run', 'queueing/mmc', '--set', 'servers=7', '--horizon', '600', '--replications', '2']
    const { code, out, err } = copy.run(...overloaded, '--jobs', '1', '--json')
    expect(err).toMatch(/^warning: servers\.wait misses \d+ waits .+ \(Replication 0; so in 2 of 2\.\)$/m)
    expect([code, Object.keys(JSON.parse(out) as object)]).toEqual([0, expect.arrayContaining(['model', 'responses'])])
    expect(copy.run('run', 'queueing/mmc', '--replications', '1', '--jobs', '1').err).not.toContain('warning')
  })

  it('prints the rows of runs.csv', () => {
    const { out } = copy.run('run', 'faulty/moody', '--csv', '--jobs', '1')
    expect(out.split('\n').map((row) => row.split(',').slice(1, 6).join())).toEqual([
      'study,model,point,replication,seed',
      ...[0, 1, 2].map((n) => expect.stringMatching(`^run,faulty/moody,[0-9a-f]{12},${n},1$`) as string),
      '',
    ])
  })

  it.each([
    ['negative', 'Cannot schedule -0.3 s ahead at t=0.5 s'],
    ['waits', '1 process waits: patient (signal "never")'],
    ['throws', "Cannot read properties of undefined (reading 'property') (dist/models/faulty/moody/model.js:"],
  ])('ends with code 2 and the reason when the model %s', (mood, reason) => {
    const { code, err } = copy.run('run', 'faulty/moody', '--set', `mood=${mood}`, '--replications', '1')
    expect(err).toContain(reason)
    expect(code).toBe(2)
  })
})

describe('sweep', () => {
  it('keeps all other runs when a model throws, hangs, exits or runs out of memory in some design points', () => {
    const study =
      'model: faulty/moody\ntitle: moods\nvary: { mood: [fine, throws, exits, hoards, waits, missing] }\nrun: { replications: 1 }\n'
    copy.write('moods.yaml', study)
    const { code, err } = copy.run('sweep', 'moods.yaml', '--memory', '32MiB')
    expect(err).toContain('warning: 4 of 6 runs failed; the others are saved. The same command tries them again.')
    const rows = readFileSync(join(copy.folder, 'results/moods/runs.csv'), 'utf8').trim().split('\n').slice(1)
    expect(rows.map((row) => row.split(',')[6] + (row.includes(',error,') ? ' failed' : ''))).toEqual([
      'fine',
      'throws failed',
      'exits failed',
      'hoards failed',
      'waits failed',
      'missing',
    ])
    const manifest = readFileSync(join(copy.folder, 'results/moods/manifest.json'), 'utf8')
    expect(manifest).toContain('The worker ran out of memory (its limit is 32 MiB; see --memory).')
    expect(manifest).toContain('The worker ended in mid-run (exit code 7). Does the model call process.exit?')
    expect(code).toBe(2)
  })

  it('refuses the results folder of another study', () => {
    copy.write('one.yaml', 'model: faulty/moody\ntitle: one\nrun: { replications: 1 }\n')
    copy.write('two.yaml', 'model: faulty/moody\ntitle: two\nrun: { replications: 1 }\n')
    expect(copy.run('sweep', 'one.yaml', '--out', 'shared', '--jobs', '1').code).toBe(0)
    const { code, err } = copy.run('sweep', 'two.yaml', '--out', 'shared', '--jobs', '1')
    expect(err).toContain('The results folder "shared" holds study "one" (model "faulty/moody"); this is study "two"')
    expect(code).toBe(1)
    expect(copy.run('sweep', 'two.yaml', '--out', 'shared', '--jobs', '1', '--fresh').code).toBe(0)
  })

  it('shows its plan without running anything', () => {
    copy.write(
      'planned.yaml',
      'model: faulty/moody\ntitle: p\nvary: { work: { log: 1..100, factor: 10 } }\nrun: { replications: 5 }\n',
    )
    const { code, out } = copy.run('sweep', 'planned.yaml', '--plan')
    expect(out).toContain('Runs: 3 design points x 5 replications = 15; 0 saved, 15 to do')
    expect(out).toMatch(/^work +3 +1, 10, 100$/m)
    expect(code).toBe(0)
  })
})

describe('validate', () => {
  it('ends with code 3 when a claim disagrees, and prints JSON on request', () => {
    const { code, out } = copy.run('validate', 'faulty/moody', '--json')
    expect(JSON.parse(out)).toMatchObject([
      {
        model: 'faulty/moody',
        claim: 'The value is never 5.',
        source: 'made up',
        metric: 'value',
        expected: 5,
        verdict: 'disagrees',
      },
      { expected: 0.5, verdict: 'undecided' },
    ])
    expect(code).toBe(3)
  })
})

describe('the command', () => {
  it('lists models and describes them', () => {
    expect(copy.run('list').out).toMatch(/^queueing\/mmc +yes +M\/M\/c queue$/m)
    expect(copy.run('describe', 'queueing/mmc').out).toMatch(
      /^servers +10 +an integer >= 1 \(unit servers\) +Number of identical servers, c\.$/m,
    )
  })

  it('ends quietly when its reader has seen enough', async () => {
    const child = copy.start('list')
    child.stdout!.destroy()
    let err = ''
    child.stderr!.on('data', (data: Buffer) => (err += data.toString()))
    await new Promise((resolve) => child.on('close', resolve))
    expect(err).toBe('')
  })

  it.each([
    ['run'],
    ['sweep'],
    ['validate'],
    ['list'],
    ['describe'],
    ['chart'],
    ['report'],
    ['methods'],
    ['compare'],
    ['lint'],
    ['why'],
    ['quickstart'],
    ['new', 'model'],
  ])('explains itself with examples: %s', async (...words) => {
    const { makeProgram } = await import('./program.ts')
    let help = ''
    const program = makeProgram().configureOutput({ writeOut: (text) => (help += text) })
    for (const each of [...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
      each.configureOutput({ writeOut: (text) => (help += text) })
    }
    await expect(program.parseAsync(['node', 'meanwhile', ...words, '--help'])).rejects.toMatchObject({ exitCode: 0 })
    expect(help).toContain(`Usage: meanwhile ${words.join(' ')}`)
    expect(help).toContain(`\nExamples:\n  $ meanwhile ${words.join(' ')}`)
  })
})
