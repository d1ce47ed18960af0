import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { StudyError } from '../experiments/study-text.ts'
import { makeProgram } from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'meanwhile-bad-'))
afterAll(() => rmSync(folder, { recursive: true }))

const head = 'model: queueing/mmc\ntitle: Wait\n'
const two = 'vary: { servers: [9, 10], arrivalRate: [7, 8] }\n'
const ranges = 'vary: { servers: 8..12, arrivalRate: 5..7 }\n'
const csv = (text: string) => ({ study: `${head}design: points.csv\n`, csv: text })

/** A bad study (from its third line on), and the beginning of what is said of it, from the line on. */
const bad: readonly (readonly [study: string | { study: string; csv: string }, says: string])[] = [
  ['fix: { servers: 0 }\n', '3:17: fix.servers is 0; expected an integer >= 1 (unit servers)'],
  ['fix: { sever: 1 }\n', '3:8: model "queueing/mmc" has no parameter "sever". Did you mean "servers"?'],
  ['fix: { servers: [1, 2] }\n', '3:17: fix.servers is [1,2]; expected one value (several belong under "vary")'],
  ['fix: { arrivalRate: 5ms }\n', '3:21: fix.arrivalRate is "5ms" (is a duration); expected a rate > 0 in 1/s'],
  ['fix:\n\tservers: 1\n', '4:1: a tab is used for indentation; YAML allows only spaces: put two spaces in its place'],
  ['title: Again\n', '3:1: this key is given twice in the same map; keep one of the two'],
  ['vary: { servers: [1, 2 }\n', '3:24: this is not valid YAML: a closing ] is missing'],
  ['vari: { servers: [1] }\n', '3:1: unknown key "vari" in a study. Did you mean "vary"?'],
  ['vary: { servers: [] }\n', '3:18: vary.servers has no levels; expected a list such as [1, 2, 4]'],
  ['vary: { servers: 4 }\n', '3:18: vary.servers is 4; expected a list such as [1, 2, 4]'],
  ['vary: { servers: 1..9 }\n', '3:18: vary.servers needs a "step", such as 0.05'],
  ['vary: { servers: 1..9 steps 2 }\n', '3:18: vary.servers is "1..9 steps 2"; expected a list such as [1, 2, 4]'],
  ['vary: { servers: 9..1 step 2 }\n', '3:18: vary.servers.range is "9..1"; expected the smaller end first'],
  ['vary: { servers: 1..9 step 0 }\n', '3:18: vary.servers.step is "0"; expected a step above 0'],
  [
    'vary: { arrivalRate: log 0..9 factor 2 }\n',
    '3:22: vary.arrivalRate.log is "0..9"; expected a range above 0, such as 1..1024',
  ],
  [
    'vary: { arrivalRate: log 1..9 }\n',
    '3:22: vary.arrivalRate needs either a "factor", such as 2, or a number of "points"',
  ],
  ['vary: { servers: { range: 1..5, stp: 1 } }\n', '3:33: unknown key "stp" in "vary.servers". Did you mean "step"?'],
  ['vary: { servers: [1, two] }\n', '3:22: vary.servers[1] is "two"; expected an integer >= 1 (unit servers)'],
  ['vary: { servers: [1, 2, 1] }\n', '3:25: vary.servers has the level 1 twice; keep one'],
  [
    'fix: { servers: 1 }\nvary: { servers: [1, 2] }\n',
    '4:9: "servers" is varied here and also fixed under "fix"; remove one of the two',
  ],
  [
    'together: [[servers, arrivalRate]]\n',
    '3:13: "servers" is no factor of this study. Expected a factor under "vary": there is none',
  ],
  [`${two}together: [[servers]]\n`, '4:12: together[0] is ["servers"]; expected a list of two factors or more'],
  [
    `${two}together: [[servers, arivalRate]]\n`,
    '4:22: "arivalRate" is no factor of this study. Did you mean "arrivalRate"? Expected a factor under "vary": servers, arrivalRate',
  ],
  [
    'vary: { servers: [1, 2], arrivalRate: [1, 2, 3] }\ntogether: [[servers, arrivalRate]]\n',
    '4:22: "arrivalRate" has 3 levels and "servers" has 2 levels; expected as many in factors that move together',
  ],
  [
    `${two}together: [[servers, arrivalRate], [servers, arrivalRate]]\n`,
    '4:37: "servers" is in "together" twice; expected each factor once',
  ],
  [
    `${two}derive: { arrivalRate: 5 }\n`,
    '4:11: "arrivalRate" is derived here and also given under "vary"; remove one of the two',
  ],
  [
    `${two}derive: { serviceRate: server * 2 }\n`,
    '4:24: derive.serviceRate: there is no "server". Did you mean "servers"?',
  ],
  [
    `${two}derive: { serviceRate: servers * }\n`,
    '4:32: derive.serviceRate: the expression ends, or goes on, where a value is expected',
  ],
  [
    `${two}derive: { serviceRate: -1 * servers }\n`,
    '4:24: derive.serviceRate is -9 at servers=9, arrivalRate=7; expected a rate > 0 in 1/s',
  ],
  [
    `${two}derive: { serviceRate: sqr(servers) }\n`,
    '4:24: derive.serviceRate: there is no function "sqr". Did you mean "sqrt"?',
  ],
  [
    `${two}derive: { 2x: servers }\n`,
    '4:11: derive: "2x" can not be used in an expression; expected a name of letters and digits',
  ],
  [`${two}where: servers\n`, '4:8: where is 9 at servers=9, arrivalRate=7; expected true or false, such as load < 1'],
  [
    `${two}where: servers > 100\n`,
    '4:8: "where" leaves none of the 4 design points; expected a condition that some meet',
  ],
  [`${two}where: servers < 10 && lod < 1\n`, '4:24: where: there is no "lod".'],
  [`${two}where: "servers < 10 & 1"\n`, '4:22: where: there is no operator "&"; expected &&'],
  [`${two}where: (servers < 10\n`, '4:20: where: a closing ) is missing'],
  [
    `${two}where: servers < 5parsecs\n`,
    '4:18: where: "5parsecs" has the unknown unit "parsecs"; expected one such as 10ms, 64KiB, 10Mbps or 5/s',
  ],
  [`${two}where: process.exit(1)\n`, '4:15: where: a value has no parts: "." and "[ ]" can not be used'],
  [`${two}where: [servers, 1]\n`, '4:8: where is ["servers",1]; expected a condition, such as load * servers < 3'],
  [`${two}also: [{ servers: 3 }]\n`, '4:8: also[0] does not say arrivalRate; expected a level for every factor'],
  [`${two}also: [{ servers: 9, arrivalRate: 7 }]\n`, '4:8: also[0] is a point of the design already; remove it'],
  [`${two}also: { servers: 9 }\n`, '4:7: also is {"servers":9}; expected a list of points'],
  [`${two}skip: [{ servers: 11 }]\n`, '4:8: skip[0] matches no design point that is left; expected'],
  [
    `${two}skip: [{ server: 9 }]\n`,
    '4:10: "server" is no factor of this study. Did you mean "servers"? Expected one of servers, arrivalRate',
  ],
  [`${two}skip: [{ servers: nine }]\n`, '4:19: skip[0].servers is "nine"; expected an integer >= 1 (unit servers)'],
  [
    `${two}design: fulll\n`,
    '4:9: design is "fulll"; expected one of full, one-at-a-time, 2k, 2k-p(P), lhs(POINTS), sobol(POINTS), morris(TRAJECTORIES), or the path of a CSV file (points.csv). Did you mean "full"?',
  ],
  [`${two}design: lhs\n`, '4:9: design is "lhs"; expected a number of points, such as lhs(64)'],
  [`${two}design: lhs(0)\n`, '4:9: design is "lhs(0)"; expected a number of points, an integer >= 2'],
  [`${two}design: lhs(ten)\n`, '4:9: design is "lhs(ten)"; expected a number of points, an integer >= 2'],
  [
    `${two}design: { kind: sobl, points: 8 }\n`,
    '4:17: design.kind is "sobl"; expected one of full, one-at-a-time, 2k, 2k-p, lhs, sobol, morris, file. Did you mean "sobol"?',
  ],
  [`${two}design: { kind: lhs, pionts: 8 }\n`, '4:22: unknown key "pionts" in "design". Did you mean "points"?'],
  [
    `${two}design: { kind: morris, trajectories: 4, levels: 5 }\n`,
    '4:50: design.levels is 5; expected an even number of grid levels, such as 4',
  ],
  ['design: lhs(10)\n', '3:9: the design "lhs" needs factors; expected some under "vary"'],
  [
    'vary: { servers: [1, 2, 3], arrivalRate: [7, 8] }\ndesign: 2k\n',
    '3:18: vary.servers has 3 levels; expected two for the design "2k", such as [1, 4] or 1..4',
  ],
  [
    `${two}design: 2k-p(1)\n`,
    '4:9: 2 factors in 2 runs (2^(2-1)) can not be told apart; expected a smaller p or more factors',
  ],
  [
    `${ranges}design: { kind: 2k-p, generators: { serviceRate: servers*arrivalRate } }\n`,
    '4:37: "serviceRate" is no factor of this study. Expected one of servers, arrivalRate',
  ],
  [
    `${ranges}design: { kind: 2k-p }\n`,
    '4:9: design has neither "p" nor "generators"; expected one of them, such as { kind: 2k-p, p: 1 }',
  ],
  [
    `${ranges}design: 2k\nwhere: servers < 9\n`,
    '5:1: a "2k" design is analysed as a whole; expected no "where" with it',
  ],
  [
    `${two}design: { kind: one-at-a-time, base: { servers: 11 } }\n`,
    '4:49: design.base.servers is 11; expected one of the levels 9, 10',
  ],
  [`${two}design: points.csv\n`, '3:1: the design file says what varies; expected no "vary" beside it'],
  [
    'design: other.csv\n',
    '3:9: there is no file "other.csv"; expected the path of a CSV file, from the folder of the study',
  ],
  [
    csv('servers,arivalRate\n1,2\n'),
    '1:9: model "queueing/mmc" has no parameter "arivalRate". Did you mean "arrivalRate"?',
  ],
  [csv('servers,arrivalRate\n1,2\n0,2\n'), '3:1: servers is "0"; expected an integer >= 1 (unit servers)'],
  [csv('servers,arrivalRate\n1,2\n1\n'), '3:1: the row has 1 cells; expected 2, one for each name in row 1'],
  [csv('servers,arrivalRate\n1,2\n1,2\n'), '3:1: the point is that of row 2 again; keep one'],
  [csv('servers,servers\n1,2\n'), '1:9: the column "servers" is there twice; keep one'],
  [csv(''), '1:1: the file is empty; expected a row of parameter names, then a row for each point'],
  [csv('servers\n'), '1:1: the file has no points; expected a row for each below the names'],
  [csv('servers\n"1\n'), '2:1: this is not valid CSV: quote not closed: the parsing is finished with an opening quote'],
  ['run: { replications: 0 }\n', '3:22: run.replications is 0; expected an integer >= 1'],
  [
    'run: { replications: { min: 5, max: 4, until: { meanWait: 5% } } }\n',
    '3:37: run.replications.max is 4; expected at least min, 5',
  ],
  [
    'run: { replications: { until: { meanWiat: 5% } } }\n',
    '3:33: run.replications.until.meanWiat: there is no metric "meanWiat". Did you mean "meanWait"?',
  ],
  [
    'run: { replications: { until: { meanWait: 5 } } }\n',
    '3:43: run.replications.until.meanWait is 5; expected a target such as 2% or { absolute: 5ms }',
  ],
  [
    'run: { replications: { until: { meanWait: { absolute: 5kg } } } }\n',
    '3:55: run.replications.until.meanWait.absolute is "5kg" (has the unknown unit "kg"); expected a duration in s, such as 10ms',
  ],
  [
    'run: { replications: { until: {} } }\n',
    '3:31: run.replications.until names no metric; expected one or more, such as { meanWait: 5% }',
  ],
  [
    'run: { replications: { untill: { meanWait: 5% } } }\n',
    '3:24: unknown key "untill" in "run.replications". Did you mean "until"?',
  ],
  ['run: { warmUp: mser }\n', '3:16: run.warmUp is "mser"; expected a duration in s, such as 10ms'],
  [
    'run: { warmUp: { rule: mser-5, atMost: 90% } }\n',
    '3:40: run.warmUp.atMost is "90%"; expected a share above 0 and up to 50%',
  ],
  [
    'run: { warmUp: 1h, horizon: 1min }\n',
    '3:29: Horizon is 60 s with a warm-up of 3600 s: expected a horizon after the warm-up, since it is the end time of the clock.',
  ],
  ['run: { limits: { time: 0s } }\n', '3:24: run.limits.time is "0s"; expected a value above 0'],
  [
    'run: { limits: { memory: 5s } }\n',
    '3:26: run.limits.memory is "5s" (is a duration); expected a size in B, such as 64KiB',
  ],
  ['run: { limits: { tme: 5s } }\n', '3:18: unknown key "tme" in "run.limits". Did you mean "time"?'],
  ['run: { budget: soon }\n', '3:16: run.budget is "soon"; expected a duration in s, such as 10ms'],
  ['run: { confidence: 95 }\n', '3:20: run.confidence is 95; expected a number between 0 and 1, such as 0.95'],
  ['accept: { few-replications: }\n', '3:11: accept.few-replications is empty; expected the reason, in words'],
  [
    'accept: [few-replications]\n',
    '3:9: accept is ["few-replications"]; expected a map from lint rules to reasons, such as { few-replications: the model is deterministic }',
  ],
  ['measure: [meanWiat]\n', '3:11: model "queueing/mmc" has no metric "meanWiat". Did you mean "meanWait"?'],
  [
    `${two}charts: [{ id: a, kind: line, x: server, y: meanWait, by: servers }]\n`,
    '4:34: charts[0].x: the study has no column "server". Did you mean "servers"?',
  ],
  [
    `${two}charts: [{ id: a, kind: lines, x: servers, y: meanWait }]\n`,
    '4:25: charts[0].kind is "lines"; expected one of line, bar, scatter',
  ],
  [
    `${two}charts: [{ id: a, kind: line, x: servers, y: meanWait }]\n`,
    '4:10: Chart "a": the factor "arrivalRate" has 2 levels, which would all be drawn over one another. Map it with by or facet, or keep one level with where.',
  ],
  [
    `${two}charts: [{ id: a/b, kind: line, x: servers, y: meanWait, by: arrivalRate }]\n`,
    '4:16: charts[0].id is "a/b"; expected a file name of letters, digits, "-", "_" and "."',
  ],
  ['model: queueing/mcm\ntitle: t\n', '1:8: there is no model "queueing/mcm". Did you mean "queueing/mmc"?'],
  ['model: queueing/mmc\n', '1:1: "title" is missing; expected a title (text)'],
]

describe('a bad study file', () => {
  it.each(bad)(
    'ends the command with one message that has its place, and leaves nothing behind: %j',
    async (given, says) => {
      const file = join(folder, 'bad.yaml')
      writeFileSync(file, typeof given === 'string' ? (given.startsWith('model') ? given : head + given) : given.study)
      writeFileSync(join(folder, 'points.csv'), typeof given === 'string' ? 'servers\n1\n' : given.csv)
      const program = makeProgram().exitOverride()
      const problem = await program.parseAsync(['node', 'meanwhile', 'sweep', file, '--out', join(folder, 'out')]).then(
        () => undefined,
        (error: unknown) => error,
      )
      // Whatever is thrown and is not of commander ends the command with code 1; see main.ts and its tests.
      expect(problem).toBeInstanceOf(StudyError)
      const { message, line, column } = problem as StudyError
      const where = typeof given === 'string' ? file : 'points.csv'
      expect(message.split('\n')[0]!.slice(0, where.length + 1 + says.length)).toBe(`${where}:${says}`)
      expect(message).toMatch(/expected|missing|needs|keep one|remove|put |Keys:|Names:|Functions:|It has:|Models:/i)
      expect(line > 0 && column > 0).toBe(true)
      expect(readdirSync(folder).sort()).toEqual(['bad.yaml', 'points.csv'])
    },
  )

  it('comes in sixty forms', () => {
    expect(bad.length).toBeGreaterThanOrEqual(60)
  })
})
