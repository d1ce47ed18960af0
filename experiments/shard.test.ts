import { describe, expect, it } from 'vitest'
import { isOfShard, parseShard } from './shard.ts'

const runs = ['769f8a7233cc', '0123456789ab', 'ffffffffffff'].flatMap((point) =>
  Array.from({ length: 10 }, (_, replication) => ({ point, replication })),
)

describe('a part of a study', () => {
  it('is written k/n', () => {
    expect(parseShard('3/20')).toEqual({ index: 3, count: 20 })
    for (const text of ['0/3', '4/3', '1', '1/0', 'a/b', '1/2/3'])
      expect(() => parseShard(text)).toThrow('Expected k/n')
  })

  it('shares every run with no other part', () => {
    for (const run of runs) {
      const owners = [1, 2, 3, 4].filter((index) => isOfShard(run, { index, count: 4 }))
      expect(owners).toHaveLength(1)
    }
  })

  it('has its share of every design point, and keeps it when the study grows', () => {
    const part = runs.filter((run) => isOfShard(run, { index: 2, count: 5 }))
    expect(part.map(({ point }) => point)).toEqual(
      [...new Set(runs.map(({ point }) => point))].flatMap((point) => [point, point]),
    )
    expect(runs.slice(0, 7).filter((run) => isOfShard(run, { index: 2, count: 5 }))).toEqual(
      part.filter((run) => runs.indexOf(run) < 7),
    )
  })
})
