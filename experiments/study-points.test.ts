import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { pointId } from './plan.ts'
import { loadStudy, parseStudy } from './study.ts'

const folder = mkdtempSync(join(tmpdir(), 'meanwhile-study-'))
afterAll(() => rmSync(folder, { recursive: true }))

const head = 'model: queueing/mmc\ntitle: Wait\n'
const read = (text: string) => parseStudy({ name: 'wait', file: join(folder, 'wait.yaml') }, head + text)

/** Servers and arrival rate of each design point. */
async function pairs(text: string): Promise<unknown[][]> {
  return (await read(text)).points.map(({ servers, arrivalRate }) => [servers, arrivalRate])
}

describe('the levels of a factor', () => {
  it.each([
    ['[1, 2]', [1, 2]],
    ['1..5 step 2', [1, 3, 5]],
    ['log 1..8 factor 2', [1, 2, 4, 8]],
    ['log 1..100 points 3', [1, 10, 100]],
    ['{ range: 1..3, step: 1 }', [1, 2, 3]],
  ])('may be written %s', async (written, levels) => {
    const { description } = await read(`vary: { servers: ${written} }\n`)
    expect(description.factors[0]!.levels).toEqual(levels)
  })

  it('may be laws', async () => {
    const text = 'model: threads/thread-pool\ntitle: t\nvary: { cpu: [exponential(2ms), "erlang(4, 2ms)"] }\n'
    const { points } = await parseStudy({ name: 't', file: 't.yaml' }, text)
    expect(points.map(({ cpu }) => cpu)).toEqual(['exponential(0.002)', 'erlang(4, 0.002)'])
  })
})

describe('factors in lockstep', () => {
  it('take their levels together, and a chart that shows one shows the others', async () => {
    const study = await read(
      'vary: { servers: [1, 2, 4], arrivalRate: [0.5, 1, 2], serviceRate: [1, 2] }\ntogether: [[servers, arrivalRate]]\n' +
        'charts: [{ id: a, kind: line, x: servers, y: meanWait, by: serviceRate }]\n',
    )
    expect(study.points.map(({ servers, arrivalRate, serviceRate }) => [servers, arrivalRate, serviceRate])).toEqual([
      [1, 0.5, 1],
      [1, 0.5, 2],
      [2, 1, 1],
      [2, 1, 2],
      [4, 2, 1],
      [4, 2, 2],
    ])
    expect(study.description.factors.map(({ follows }) => follows)).toEqual([undefined, 'servers', undefined])
  })
})

describe('expressions', () => {
  it('derive parameters, from names of their own too', async () => {
    const text = 'vary: { servers: [1, 2] }\nderive: { load: 0.8, arrivalRate: load * servers * serviceRate }\n'
    expect(await pairs(text)).toEqual([
      [1, 0.8],
      [2, 1.6],
    ])
  })

  it('decide with "where" which points there are, quantities with their units', async () => {
    const study = await read(
      'vary: { servers: [1, 2], arrivalRate: [30/min, 90/min] }\nwhere: arrivalRate < servers / 1min * 60 && arrivalRate <= 1.5/s\n',
    )
    expect(study.points.map(({ servers, arrivalRate }) => [servers, arrivalRate])).toEqual([
      [1, 0.5],
      [2, 0.5],
      [2, 1.5],
    ])
    expect(study.design).toMatchObject({ candidates: 4, excluded: 1 })
  })

  it('may exclude points that the model would refuse', async () => {
    const text =
      'model: p2p/bittorrent\ntitle: t\nvary: { fastShare: [0.2, 0.8], slowShare: [0.1, 0.5] }\nwhere: fastShare + slowShare <= 1\n'
    expect((await parseStudy({ name: 't', file: 't.yaml' }, text)).points).toHaveLength(3)
  })
})

describe('single points', () => {
  it('are added outside of "where" and taken away by any of their levels', async () => {
    const study = await read(
      'vary: { servers: [1, 2, 3], arrivalRate: [0.5, 0.8] }\nwhere: servers < 3\nskip: [{ servers: 2, arrivalRate: 0.8 }]\n' +
        'also: [{ servers: 20, arrivalRate: 0.6 }]\n',
    )
    expect(study.points.map(({ servers, arrivalRate }) => [servers, arrivalRate])).toEqual([
      [1, 0.5],
      [1, 0.8],
      [2, 0.5],
      [20, 0.6],
    ])
    expect(study.design).toMatchObject({ candidates: 6, excluded: 2, skipped: 1, added: 1 })
    expect(study.description.factors.map(({ levels }) => levels)).toEqual([
      [1, 2, 3, 20],
      [0.5, 0.6, 0.8],
    ])
  })
})

describe('a design', () => {
  it('varies one factor at a time from a base', async () => {
    const text = 'vary: { servers: [1, 2, 3], arrivalRate: [0.5, 0.8] }\n'
    expect(await pairs(`${text}design: one-at-a-time\n`)).toEqual([
      [1, 0.5],
      [2, 0.5],
      [3, 0.5],
      [1, 0.8],
    ])
    expect(await pairs(`${text}design: { kind: one-at-a-time, base: { servers: 2, arrivalRate: 0.8 } }\n`)).toEqual([
      [2, 0.8],
      [1, 0.8],
      [3, 0.8],
      [2, 0.5],
    ])
  })

  it('of two levels takes lists of two and the ends of ranges, and halves with given generators', async () => {
    const text = 'vary: { servers: [1, 2], arrivalRate: 0.5..0.9, serviceRate: 1..2 }\n'
    expect(await pairs(`${text}design: 2k\n`)).toHaveLength(8)
    const { points, design } = await read(
      `${text}design: { kind: 2k-p, generators: { serviceRate: servers*arrivalRate } }\n`,
    )
    expect(points.map(({ servers, arrivalRate, serviceRate }) => [servers, arrivalRate, serviceRate])).toEqual([
      [1, 0.5, 2],
      [1, 0.9, 1],
      [2, 0.5, 1],
      [2, 0.9, 2],
    ])
    expect(design.generators).toEqual(['serviceRate = servers * arrivalRate'])
  })

  const sampledFactors = 'vary: { servers: 1..10, arrivalRate: 0.5..0.9 }\n'

  it.each(['lhs(40)', 'sobol(64)', 'morris(6)'])(
    '%s depends on the seed of the study and on nothing else',
    async (design) => {
      const points = async (rest: string) => (await read(`${sampledFactors}design: ${design}\n${rest}`)).points
      const first = await points('')
      expect(await points('run: { replications: 7 }\nmeasure: [meanWait]\n')).toEqual(first)
      expect(await points('run: { seed: 2 }\n')).not.toEqual(first)
      expect(first.every(({ servers }) => Number(servers) >= 1 && Number(servers) <= 10)).toBe(true)
    },
  )

  it('gives every whole number of a range and every level of a list its share', async () => {
    const servers = (await read(`${sampledFactors}design: lhs(100)\n`)).points.map((point) => point['servers'])
    for (let level = 1; level <= 10; level++) expect(servers.filter((value) => value === level)).toHaveLength(10)
    const listed = await read('vary: { servers: [1, 5], arrivalRate: 0.5..0.9 }\ndesign: sobol(16)\n')
    expect(listed.points.filter(({ servers }) => servers === 5)).toHaveLength(8)
  })

  it('has each point once, however many rows fall on it', async () => {
    const { points, design } = await read('vary: { servers: 1..3, arrivalRate: [0.5, 0.6] }\ndesign: sobol(64)\n')
    expect([points.length, design.repeated]).toEqual([6, 58])
    expect(new Set(points.map(pointId)).size).toBe(6)
  })

  it('of Morris knows on which point each of its rows fell', async () => {
    const { points, design } = await read(`${sampledFactors}design: morris(6)\n`)
    expect(design.rows).toHaveLength(18)
    for (const { coordinates, point } of design.rows!) {
      expect(points[point]!['servers']).toBe([1, 4, 7, 10][Math.round(coordinates[0]! * 3)])
    }
  })

  it('may come from a CSV file, with units', async () => {
    writeFileSync(join(folder, 'points.csv'), 'servers,arrivalRate\n1,30/min\n4,"3"\n')
    const study = await read('design: points.csv\ncharts: [{ id: a, kind: scatter, x: servers, y: meanWait }]\n')
    expect(study.points.map(({ servers, arrivalRate }) => [servers, arrivalRate])).toEqual([
      [1, 0.5],
      [4, 3],
    ])
    expect(study.description).toMatchObject({ design: 'file', factors: [{ name: 'servers' }, { name: 'arrivalRate' }] })
  })
})

describe('the rules of a run', () => {
  it('are those of the model when the study has none', async () => {
    const { rules, description, model } = await read('')
    const { replications, warmUp } = model.run
    expect(rules).toEqual({
      replications: { min: replications, max: replications, until: {} },
      warmUp: { rule: 'fixed', time: warmUp },
      limits: {},
      budget: undefined,
      series: undefined,
    })
    expect(Object.keys(description)).not.toContain('replicationRule')
  })

  it('may let precision decide, find the warm-up, and limit time and memory', async () => {
    const { rules, description } = await read(
      'run:\n  warmUp: { rule: mser-5, atMost: 10% }\n  replications: { max: 50, until: { meanWait: 5%, throughput: { relative: 1%, absolute: 6/min } } }\n' +
        '  limits: { time: 2min, memory: 1GiB }\n  budget: 10min\n',
    )
    expect(rules).toEqual({
      replications: {
        min: 10,
        max: 50,
        until: { meanWait: { relative: 0.05 }, throughput: { relative: 0.01, absolute: 0.1 } },
      },
      warmUp: { rule: 'mser-5', atMost: 0.1 },
      limits: { time: 120, memory: 1_073_741_824 },
      budget: 600,
      series: undefined,
    })
    expect(description).toMatchObject({
      replications: 10,
      replicationRule: rules.replications,
      warmUpRule: rules.warmUp,
    })
  })
})

describe('a study as a module', () => {
  it('may compute with functions, and is otherwise the same', async () => {
    writeFileSync(
      join(folder, 'load.mjs'),
      "export default {\n  model: 'queueing/mmc', title: 'Load',\n  vary: { servers: [1, 2, 4] },\n" +
        '  derive: { arrivalRate: ({ servers }) => 0.5 * servers },\n  where: ({ arrivalRate }) => arrivalRate < 2,\n}\n',
    )
    const study = await loadStudy(join(folder, 'load.mjs'))
    expect(study.points.map(({ servers, arrivalRate }) => [servers, arrivalRate])).toEqual([
      [1, 0.5],
      [2, 1],
    ])
    expect(study.name).toBe('load')
  })

  it('is told where it is wrong', async () => {
    const file = join(folder, 'wrong.mjs')
    writeFileSync(file, "export default {\n  model: 'queueing/mmc',\n  title: 'Load',\n  fix: { servers: 2.5 },\n}\n")
    await expect(loadStudy(file)).rejects.toThrow(
      `${file}:4:10: fix.servers is 2.5; expected an integer >= 1 (unit servers)`,
    )
  })

  it('without a default export is told what to write', async () => {
    const file = join(folder, 'empty.mjs')
    writeFileSync(file, 'export const study = 1\n')
    await expect(loadStudy(file)).rejects.toThrow('expected "export default defineStudy({ model, title, ... })"')
  })
})
