import { describe, expect, it } from 'vitest'
import type { RunRecord, RunRemark } from '../analysis/record.ts'
import { sampleRun } from '../analysis/sample-study.ts'
import { remarkLines } from './remarks.ts'

const leak: RunRemark = { kind: 'leak', subject: 'server', text: '1 server leaks.' }
const waits = (n: number): RunRemark => ({ kind: 'censored', subject: 'server.wait', text: `${n} waits go on.` })
const run = (replication: number, ...remarks: RunRemark[]): RunRecord => sampleRun(1, 0.5, replication, { remarks })

describe('remarks on several runs', () => {
  it('are one line for each thing remarked on, with the number of runs that show it', () => {
    expect(remarkLines([run(0), run(1, waits(5)), run(2, leak, waits(9)), sampleRun(1, 0.5, 3)])).toEqual([
      '5 waits go on. (Replication 1; so in 2 of 4.)',
      '1 server leaks. (Replication 2; so in 1 of 4.)',
    ])
  })

  it('need no count when there is one run, and no line when there are none', () => {
    expect(remarkLines([run(0, leak)])).toEqual(['1 server leaks.'])
    expect(remarkLines([run(0), sampleRun(1, 0.5, 1)])).toEqual([])
  })
})
