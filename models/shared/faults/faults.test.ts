import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { ValueProblem } from '../../value-problem.ts'
import { faults, faultsProblem } from './parameter.ts'

const parameter = faults({ default: 'none', doc: 'What goes wrong.' })

/** What a list of faults is told when it cannot be used: place, what was given, what was expected. */
function problem(input: unknown): string {
  try {
    parameter.parse(input)
  } catch (error) {
    if (!(error instanceof ValueProblem)) throw error
    return `${JSON.stringify(error.at)} ${error.message}`
  }
  return 'none'
}

const study = `
- { kind: crash, host: 3, at: 10s, for: 5s }
- { kind: churn, hosts: all, up: exponential(1h), down: exponential(5min) }
- kind: partition
  groups: [[0, 1], [2]]
  at: 1min
  for: exponential(30s)
  oneWay: true
- { kind: loss, probability: 5%, from: [0..9, 20], every: 10s, for: 'erlang(2, 1s)' }
- { kind: delay, by: 50ms, hosts: 4, name: slow }
- { kind: link, links: [0, 2], pick: 1, every: 100, for: 1 }
- { kind: trace, outages: [[0, 1s, 2s], [0, 3s, never]] }
`

describe('a list of faults', () => {
  it('reads the same from a study file, from one line of text, and from its own canonical text', () => {
    const canonical = parameter.parse(parseYaml(study))
    expect(canonical).toBe(
      '[{kind: crash, hosts: [3], at: 10, for: 5}, ' +
        '{kind: churn, hosts: all, up: exponential(3600), down: exponential(300)}, ' +
        '{kind: partition, groups: [[0, 1], [2]], oneWay: true, at: 60, for: exponential(30)}, ' +
        '{kind: loss, probability: 0.05, from: [0..9, 20], for: erlang(2, 1), every: 10}, ' +
        '{kind: delay, by: 0.05, hosts: [4], name: slow}, ' +
        '{kind: link, links: [0, 2], pick: 1, for: 1, every: 100}, ' +
        '{kind: trace, outages: [[0, 1, 2], [0, 3, never]]}]',
    )
    expect(parameter.parse(canonical)).toBe(canonical)
    expect(parameter.parse(parameter.format(canonical))).toBe(canonical)
    expect(parameter.parse(JSON.stringify(parseYaml(study)))).toBe(canonical)
    expect(parameter.resolve(canonical)).toHaveLength(7)
  })

  it('is as its README shows it', () => {
    const [, block = ''] = /```yaml\n([^]*?)```/.exec(readFileSync(new URL('README.md', import.meta.url), 'utf8'))!
    const { fix } = parseYaml(block) as { fix: { faults: unknown } }
    expect(parameter.resolve(parameter.parse(fix.faults)).map(({ kind }) => kind)).toEqual(
      'crash churn partition loss delay link trace'.split(' '),
    )
  })

  it('is written with units for people', () => {
    expect(parameter.format('[{kind: crash, hosts: [3], at: 60, for: 0.005}]')).toBe(
      '[{kind: crash, hosts: [3], at: 1min, for: 5ms}]',
    )
  })

  it('may be one fault, or none', () => {
    expect(parameter.parse({ kind: 'crash', host: 0 })).toBe('[{kind: crash, hosts: [0]}]')
    expect([parameter.parse([]), parameter.parse('none'), parameter.parse('[]')]).toEqual(['none', 'none', 'none'])
    expect(parameter.default).toBe('none')
    expect(parameter.resolve('none')).toEqual([])
  })

  it('gives the engine seconds and laws', () => {
    const [fault] = parameter.resolve(parameter.parse('{kind: churn, hosts: 0..2, up: weibull(0.5, 1min), down: 2s}'))
    expect(fault).toMatchObject({ kind: 'churn', hosts: [0, 1, 2], down: 2 })
    expect(String((fault as { up: unknown }).up)).toBe('weibull(0.5, 60)')
  })

  it('is checked for hosts and links by the model that knows how many there are', () => {
    const read = parameter.resolve('[{kind: crash, hosts: [2, 3]}]')
    expect(faultsProblem(read, { hosts: 4 })).toBeUndefined()
    expect(faultsProblem(read, { hosts: 3 })).toBe(
      'faults[0] (crash), hosts = [2,3]: expected hosts from 0 to 2; there is no host 3.',
    )
  })

  it('tells who forgot the quotes around a law with a comma in YAML what YAML made of it', () => {
    expect(problem(parseYaml('[{ kind: churn, hosts: all, up: weibull(0.5, 1min), down: 1s }]'))).toBe(
      '[0,"up"] "weibull(0.5" was cut off by YAML at a comma; expected the whole law in quotes, such as \'erlang(4, 10ms)\'',
    )
  })

  it.each([
    [
      '[{kind: crahs, host: 1}]',
      '[0,"kind"] "crahs": expected one of crash, link, churn, trace, partition, loss, delay (did you mean "crash"?)',
    ],
    [
      '[{kind: crash, hots: 1}]',
      '[0,"hots"] "1": expected no such field: crash has hosts, pick, at, for, every, name (did you mean "hosts"?)',
    ],
    ['[{kind: crash}]', '[0] {"kind":"crash"}: expected "hosts" too, which every crash has'],
    ['[{kind: crash, host: 1, hosts: 2}]', '[0,"hosts"] "2": expected "hosts" once'],
    ['[{kind: crash, host: 1, at: -5s}]', '[0,"at"] "-5s": expected a time >= 0, in seconds'],
    ['[{kind: crash, host: 1, at: 5MB}]', '[0,"at"] "5MB" is a size; expected a duration in s, such as 10ms'],
    ['[{kind: crash, host: -1}]', '[0,"host"] "-1": expected a number from 0 on'],
    [
      '[{kind: crash, host: 1, for: expo(5s)}]',
      '[0,"for"] "expo(5s)" can not be read: Law "expo(5s)": there is no law "expo"',
    ],
    [
      '[{kind: crash, host: 1, every: 5s}]',
      '[0] {"kind":"crash","host":"1","every":"5s"} lacks "for"; expected "for": a finite time, because the fault comes again',
    ],
    ['{kind: loss, probability: 150%}', '["probability"] "150%": expected a number from 0 to 1'],
    [
      '[{kind: partition, groups: [[0], [0]]}]',
      '[0,"groups"] [["0"],["0"]]: expected each host once; host 0 is there twice',
    ],
    [
      '[{kind: trace, outages: [[0, 1, 2], [1, 5, 4]]}]',
      '[0,"outages",1] ["1","5","4"]: expected [host, down, up] with 0 <= down < up',
    ],
    [
      '[{kind: crash, host: 1}, {kind: crash, hosts: all, at: 3}]',
      '[1] {"kind":"crash","hosts":"all","at":"3"} is a contradiction: host 1 is down already at t=3 s; expected faults that do not contradict faults[0]',
    ],
    ['[{kind: crash, host: 1]', '[] "[{kind: crash, host: 1]" has "]" at character 23, where "," or "}" was expected'],
    ['[{kind: crash, kind: crash}]', 'where "kind" once was expected'],
    ['[{kind crash}]', 'where ":" behind "kind crash" was expected'],
    ['often', '[] "often": expected a list of faults, such as [{kind: crash, host: 3, at: 10s, for: 5s}], or none'],
    ['[crash]', '[0] "crash": expected a fault, such as {kind: crash, host: 3, at: 10s}'],
    [7, '[] 7: expected a list of faults'],
    [null, '[] null: expected a list of faults'],
  ])('says what is wrong with %j, and where', (input, message) => {
    expect(problem(input)).toContain(message)
  })
})
