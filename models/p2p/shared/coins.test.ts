import { expect, it } from 'vitest'
import { RandomStream } from '../../../engine/index.ts'
import { Coins } from './coins.ts'

it('falls on either side equally often, whatever came before', () => {
  const coins = new Coins(new RandomStream('1', 'coins'))
  const tosses = Array.from({ length: 120_000 }, () => coins.toss())
  const pairs = new Float64Array(4)
  for (let i = 0; i < tosses.length; i += 2) pairs[2 * tosses[i]! + tosses[i + 1]!]! += 1
  // 15 000 of each pair, standard deviation sqrt(60 000 x 3 / 16) = 106.
  for (const pair of pairs) expect(Math.abs(pair - 15_000)).toBeLessThan(4.5 * 106)
})

it('takes one number from the stream for thirty coins', () => {
  let draws = 0
  const coins = new Coins(new RandomStream('1', 'coins', { onDraw: () => draws++ }))
  for (let i = 0; i < 30; i++) coins.toss()
  const once = draws
  coins.toss()
  expect(draws).toBe(2 * once)
})
