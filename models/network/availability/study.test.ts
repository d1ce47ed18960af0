import { expect, it } from 'vitest'
import { parseStudy, type Study } from '../../../experiments/study.ts'
import { simulate } from '../../simulate.ts'

const read = (faults: string): Promise<Study> =>
  parseStudy(
    { name: 'outage', file: 'outage.yaml' },
    `model: network/availability
title: An outage
fix:
  hosts: 4
  quorum: 3
  faults:
${faults}
vary:
  intensity: [0, 1, 2]
run: { warmUp: 0, horizon: 100s, replications: 3 }
`,
  )

it('has the faults that a study file lists happen, and more of them with the intensity as a factor', async () => {
  const { model, points } = await read(
    '    - { kind: crash, hosts: [0, 1], at: 10s, for: 20s }\n    - { kind: delay, by: 5ms }',
  )
  const found = points.map((parameters) => {
    const run = { parameters, seed: 'study', replication: 0, warmUp: 0, horizon: 100 }
    const { availability, quorumAvailability } = simulate(model, run).responses
    return [availability, quorumAvailability].map((share) => Number(share!.toFixed(9)))
  })
  // Two of four hosts for 20 s of 100, and for 40 s when everything lasts twice as long.
  expect(found).toEqual([
    [1, 1],
    [0.9, 0.8],
    [0.8, 0.6],
  ])
})

it('is told the place of a fault in a study file that can not be', async () => {
  await expect(read('    - { kind: crash, hosts: [0], at: -10s }')).rejects.toThrow(
    /outage\.yaml:7:\d+: fix\.faults\[0\]\.at/,
  )
  await expect(read('    - { kind: crahs, hosts: [0] }')).rejects.toThrow(/outage\.yaml:7:\d+: [^]*crash/)
})
