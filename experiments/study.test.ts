import { describe, expect, it } from 'vitest'
import { chartKinds } from '../analysis/record.ts'
import mmc from '../models/queueing/mmc/model.ts'
import { parseStudy } from './study.ts'

const read = (text: string) => parseStudy({ name: 'wait', file: 'wait.yaml' }, text)

/** The head of a sound study; the tests add what is wrong from line 3 on. */
const head = 'model: queueing/mmc\ntitle: Wait\n'

/** The message for a bad study, in lines: what is wrong, the line in question, the caret. */
async function complaint(text: string): Promise<string[]> {
  try {
    await read(text)
  } catch (error) {
    return (error as Error).message.split('\n')
  }
  throw new Error('the study was accepted')
}

const keys =
  'model, title, question, description, fix, vary, together, derive, where, also, skip, design, run, measure, charts, claims, accept'
const parameters = 'arrivalRate, serviceRate, servers'
const metrics = Object.keys(mmc.metrics).join(', ')
const factorForms = 'a list such as [1, 2, 4], a range { range: 0.5..0.95, step: 0.05 }, or { log: 1..1024, factor: 2 }'
const varied = `${head}vary: { servers: [9, 10] }\n`

describe('a bad study', () => {
  it.each([
    // Text that is not YAML, or not a study at all.
    ['', '1:1: the file is empty; expected at least the keys "model" and "title"'],
    ['- a\n', '1:1: the file is not a map of keys; expected at least the keys "model" and "title"'],
    [
      `${head}run:\n\thorizon: 5\n`,
      '4:1: a tab is used for indentation; YAML allows only spaces: put two spaces in its place',
    ],
    [`${head}title: Again\n`, '3:1: this key is given twice in the same map; keep one of the two'],
    [`${head}vary: { servers: [1, 2 }\n`, '3:24: this is not valid YAML: a closing ] is missing'],
    [`${head}---\nmodel: x\n`, '3:1: a second document begins here (---); a study file holds one study'],
    // Keys and types.
    ['title: Wait\n', '1:1: "model" is missing; expected the name of a model, such as queueing/mmc'],
    ['model: queueing/mmc\ntitle: 5\n', '2:8: title is 5; expected a title (text)'],
    [`${head}vari: { servers: [1] }\n`, `3:1: unknown key "vari" in a study. Did you mean "vary"? Keys: ${keys}`],
    [`${head}run: 5\n`, '3:6: run is 5; expected a map with horizon, replications, ...'],
    [
      `${head}run: { horizont: 5 }\n`,
      '3:8: unknown key "horizont" in "run". Did you mean "horizon"? Keys: warmUp, horizon, replications, seed, confidence, limits, series, budget',
    ],
    // Parameters.
    [
      `${head}fix: { sever: 1 }\n`,
      `3:8: model "queueing/mmc" has no parameter "sever". Did you mean "servers"? It has: ${parameters}`,
    ],
    [
      `${head}vary: { server: [1] }\n`,
      `3:9: model "queueing/mmc" has no parameter "server". Did you mean "servers"? It has: ${parameters}`,
    ],
    [`${head}fix:\n  servers: 0\n`, '4:12: fix.servers is 0; expected an integer >= 1 (unit servers)'],
    [`${head}fix: { servers: 2.5 }\n`, '3:17: fix.servers is 2.5; expected an integer >= 1 (unit servers)'],
    [
      `${head}fix: { servers: [1, 2] }\n`,
      '3:17: fix.servers is [1,2]; expected one value (several belong under "vary")',
    ],
    [
      `${head}fix: { arrivalRate: 8/fortnight }\n`,
      '3:21: fix.arrivalRate is "8/fortnight" (has the unknown unit "/fortnight"); expected a rate > 0 in 1/s, such as 5/s',
    ],
    [
      `${head}fix: { arrivalRate: 5ms }\n`,
      '3:21: fix.arrivalRate is "5ms" (is a duration); expected a rate > 0 in 1/s, such as 5/s',
    ],
    // Factors.
    [`${head}vary: { servers: [] }\n`, `3:18: vary.servers has no levels; expected ${factorForms}`],
    [`${head}vary:\n  servers:\n`, `4:3: vary.servers is empty; expected ${factorForms}`],
    [
      `${head}vary: { servers: 4 }\n`,
      `3:18: vary.servers is 4; expected ${factorForms}. A parameter with one value belongs under "fix"`,
    ],
    [`${head}vary: { servers: [1, two] }\n`, '3:22: vary.servers[1] is "two"; expected an integer >= 1 (unit servers)'],
    [`${head}vary: { servers: [1, 2, 1] }\n`, '3:25: vary.servers has the level 1 twice; keep one'],
    [`${head}vary: { arrivalRate: [1, 1/s] }\n`, '3:26: vary.arrivalRate has the level 1 twice; keep one'],
    [
      `${head}fix: { servers: 1 }\nvary: { servers: [1, 2] }\n`,
      '4:9: "servers" is varied here and also fixed under "fix"; remove one of the two',
    ],
    [`${head}vary: { servers: { range: 1..5 } }\n`, '3:18: vary.servers needs a "step", such as 0.05'],
    [`${head}vary: { servers: { range: 1..5, step: 0 } }\n`, '3:39: vary.servers.step is 0; expected a step above 0'],
    [
      `${head}vary: { servers: { range: 5..1, step: 1 } }\n`,
      '3:27: vary.servers.range is "5..1"; expected the smaller end first',
    ],
    [
      `${head}vary: { servers: { range: 1-5, step: 1 } }\n`,
      '3:27: vary.servers.range is "1-5"; expected two numbers with two dots between, such as 0.5..0.95',
    ],
    [
      `${head}vary: { servers: { range: 1..5, stp: 1 } }\n`,
      '3:33: unknown key "stp" in "vary.servers". Did you mean "step"? Keys: range, step',
    ],
    [
      `${head}vary: { servers: { range: 1..3, step: 0.5 } }\n`,
      '3:18: vary.servers would have the level 1.5; expected an integer >= 1 (unit servers)',
    ],
    [
      `${head}vary: { servers: { range: 1..1e9, step: 1 } }\n`,
      '3:27: vary.servers.range is "1..1e9"; expected at most 10000 levels',
    ],
    [
      `${head}vary: { arrivalRate: { range: 1..5/s, step: 1 } }\n`,
      '3:31: vary.arrivalRate.range is "1..5/s"; expected both ends in the same unit, such as 1/s..10/s',
    ],
    [
      `${head}vary: { arrivalRate: { log: 1..9 } }\n`,
      '3:22: vary.arrivalRate needs either a "factor", such as 2, or a number of "points"',
    ],
    [
      `${head}vary: { arrivalRate: { log: 0..9, factor: 2 } }\n`,
      '3:29: vary.arrivalRate.log is "0..9"; expected a range above 0, such as 1..1024',
    ],
    // Run length.
    [`${head}run: { replications: 0 }\n`, '3:22: run.replications is 0; expected an integer >= 1'],
    [`${head}run: { confidence: 95 }\n`, '3:20: run.confidence is 95; expected a number between 0 and 1, such as 0.95'],
    [`${head}run: { horizon: -5 }\n`, '3:17: run.horizon is -5; expected a duration >= 0 in s, such as 10ms or 2h'],
    [
      `${head}run: { horizon: 5 parsecs }\n`,
      '3:17: run.horizon is "5 parsecs" (has the unknown unit "parsecs"); expected a duration in s, such as 10ms',
    ],
    [
      `${head}run: { warmUp: 1h, horizon: 1min }\n`,
      '3:29: Horizon is 60 s with a warm-up of 3600 s: expected a horizon after the warm-up, since it is the end time of the clock.',
    ],
    [
      `${head}run: { horizon: 1min }\n`,
      '3:17: Horizon is 60 s with a warm-up of 500 s: expected a horizon after the warm-up, since it is the end time of the clock. ' +
        'The warm-up is the default of the model; "warmUp" under "run" changes it.',
    ],
    [
      `${head}vary:\n  servers: { range: 1..2000, step: 1 }\n  arrivalRate: { range: 1..2000, step: 1 }\n`,
      '3:1: the factors have 4000000 combinations; expected at most 2000000. Take fewer levels or split the study',
    ],
    // Metrics and charts.
    [
      `${head}measure: [meanWiat]\n`,
      `3:11: model "queueing/mmc" has no metric "meanWiat". Did you mean "meanWait"? It has: ${metrics}`,
    ],
    [
      `${varied}charts: [{ id: a, kind: line, x: server, y: meanWait }]\n`,
      `4:34: charts[0].x: the study has no column "server". Did you mean "servers"? Expected a factor or metric: servers, ${metrics}`,
    ],
    [
      `${varied}charts: [{ id: a, kind: line, x: servers, y: [meanWait, foo] }]\n`,
      `4:57: charts[0].y[1]: the study has no column "foo". Expected a metric: ${metrics}`,
    ],
    [
      `${varied}charts: [{ id: a, kind: line, x: servers, y: meanWait, by: serviceRate }]\n`,
      '4:60: charts[0].by: "serviceRate" is a parameter that this study does not vary. Expected a factor: servers',
    ],
    [
      `${varied}measure: [utilisation]\ncharts: [{ id: a, kind: line, x: servers, y: meanWait }]\n`,
      '5:46: charts[0].y: "meanWait" is a metric that is not under "measure". Expected a metric: utilisation',
    ],
    [
      `${varied}charts: [{ id: a, kind: lines, x: servers, y: meanWait }]\n`,
      `4:25: charts[0].kind is "lines"; expected one of ${chartKinds.join(', ')}`,
    ],
    [
      `${varied}charts:\n  - { id: a, kind: line, x: servers, y: meanWait }\n  - { id: a, kind: line, x: servers, y: p99Wait }\n`,
      '6:11: charts[0] has the id "a" too; the files of one would overwrite the other',
    ],
    [
      `${varied}charts: [{ id: a, kind: line, x: servers, y: meanWait, where: { servers: 11 } }]\n`,
      '4:74: charts[0].where.servers is 11; expected one of the levels 9, 10',
    ],
  ])('is explained with its place: %j', async (text, expected) => {
    expect((await complaint(text))[0]).toBe(`wait.yaml:${expected}`)
  })

  it('shows the line with a caret under the place', async () => {
    expect((await complaint(`${head}fix: { servers: 2.5 }\n`)).slice(1)).toEqual([
      '  3 | fix: { servers: 2.5 }',
      '                      ^',
    ])
  })

  it('that names an unknown model is told the nearest one', async () => {
    const [message] = await complaint('model: queueing/mcm\ntitle: Wait\n')
    expect(message).toMatch(
      /^wait\.yaml:1:8: there is no model "queueing\/mcm"\. Did you mean "queueing\/mmc"\? Models: /,
    )
  })

  it('whose chart would draw points over one another is told how to separate them', async () => {
    const [message] = await complaint(
      `${head}vary: { servers: [9, 10], arrivalRate: [1, 2] }\ncharts: [{ id: a, kind: line, x: servers, y: meanWait }]\n`,
    )
    expect(message).toContain('wait.yaml:4:10: Chart "a": the factor "arrivalRate" has 2 levels')
  })
})

describe('a study', () => {
  it('has every parameter at every design point, the last factor varying fastest', async () => {
    const { points } = await read(
      `${head}fix: { serviceRate: 2/s }\nvary:\n  servers: [10, 20]\n  arrivalRate: [1/s, 90/min, 2]\n`,
    )
    expect(points).toEqual(
      [10, 20].flatMap((servers) => [1, 1.5, 2].map((arrivalRate) => ({ arrivalRate, serviceRate: 2, servers }))),
    )
  })

  it('takes what it does not say from its model', async () => {
    const { description, points, model } = await read(head)
    expect(description).toMatchObject({ ...model.run, seed: '1', confidence: 0.95, factors: [], charts: [] })
    expect(description.metrics.map(({ name }) => name)).toEqual(Object.keys(model.metrics))
    expect(points).toHaveLength(1)
  })

  it('reads durations with units, and numbers as seconds', async () => {
    const { description } = await read(
      `${head}run: { warmUp: 10min, horizon: 7200, replications: 4, seed: 20251121, confidence: 0.9 }\n`,
    )
    expect(description).toMatchObject({
      warmUp: 600,
      horizon: 7200,
      replications: 4,
      seed: '20251121',
      confidence: 0.9,
    })
  })

  it('keeps the parts of a ratio that is measured, so that it can be estimated again from the runs', async () => {
    const { description } = await read('model: p2p/pastry\ntitle: Stretch\nmeasure: [stretch]\n')
    expect(description.metrics.map(({ name }) => name)).toEqual(['meanLatency', 'directLatency', 'stretch'])
  })

  it('lists its metrics in the order of the model', async () => {
    const { description } = await read(`${head}measure: [utilisation, meanWait]\n`)
    expect(description.metrics.map(({ name }) => name)).toEqual(['meanWait', 'utilisation'])
  })

  it('may pick levels for a chart by any way of writing them', async () => {
    const { description } = await read(
      `${head}vary: { servers: [9, 10], arrivalRate: [1, 2] }\ncharts: [{ id: a, kind: line, x: servers, y: meanWait, where: { arrivalRate: 2/s } }]\n`,
    )
    expect(description.charts[0]?.where).toEqual({ arrivalRate: 2 })
  })
})
