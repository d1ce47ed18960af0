import { describe, expect, it } from 'vitest'
import type { Claim } from './claim.ts'
import { defineModel, real } from './definition.ts'
import { freshReadme } from './readme.ts'

const model = defineModel({
  name: 'test/line',
  title: 'Line',
  source: 'none',
  parameters: { delay: real({ default: 0.01, unit: 's', min: 0, doc: 'Delay | d.' }) },
  metrics: {
    sum: { unit: 's', doc: 'Sum.' },
    share: { unit: '1', doc: 'Share.' },
  },
  theory: { sum: (p) => p.delay },
  run: { horizon: 1, replications: 1 },
  build: () => () => ({ sum: 0, share: 0 }),
})

const claims: readonly Claim[] = [
  {
    claim: 'It adds up.',
    source: 'Arithmetic',
    parameters: { delay: '20ms' },
    expected: { sum: 1 / 3, share: 0.5 },
    run: { horizon: 1, replications: 3 },
    tolerance: { relative: 0.1, reason: 'read from a figure' },
  },
]

const section = (name: string): string =>
  `## ${name}\n\n<!-- generated:${name} -->\n\nold\n\n<!-- /generated -->\n\nText.\n`
const readme = ['parameters', 'metrics', 'claims'].map(section).join('\n')

describe('freshReadme', () => {
  const fresh = freshReadme(readme, model, claims)

  it('writes the tables between their markers and leaves the rest alone', () => {
    expect(fresh).toContain(`## parameters

<!-- generated:parameters -->

| Parameter | Default | Accepts                            | Meaning     |
| --------- | ------- | ---------------------------------- | ----------- |
| \`delay\`   | 10ms    | a duration >= 0 in s, such as 10ms | Delay \\| d. |

<!-- /generated -->

Text.
`)
    expect(fresh).toContain('| `sum`   | s    | yes         | Sum.    |')
    expect(fresh).toContain(
      '| It adds up. | delay=20ms | sum = 0.333333 s, share = 0.5 (within 10 %: read from a figure) | Arithmetic |',
    )
    expect(fresh).not.toContain('old')
  })

  it('leaves a fresh text unchanged', () => {
    expect(freshReadme(fresh, model, claims)).toBe(fresh)
  })

  it('says which marker is missing', () => {
    expect(() => freshReadme('# Line', model, claims)).toThrow(
      'README of model "test/line": expected the lines "<!-- generated:parameters -->"',
    )
  })
})
