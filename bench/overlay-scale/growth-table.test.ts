import { expect, it } from 'vitest'
import { type CostLine, growthOf, growthTable } from './growth-table.ts'

const line: CostLine = {
  name: 'ring',
  event: 'hops',
  costs: [
    { nodes: 1000, perNode: 1e-5, perEvent: 2e-6, peakBytes: 0 },
    { nodes: 1_000_000, perNode: 3e-5, perEvent: 3e-6, peakBytes: 0 },
  ],
}

it('compares what a node and an event cost at the largest size with the smallest', () => {
  const { node, event } = growthOf(line)
  expect(node).toBeCloseTo(3, 12)
  expect(event).toBeCloseTo(1.5, 12)
})

it('is written with what grew too much in bold', () => {
  expect(growthTable([line])).toEqual([
    '| overlay | event | 10^3 | 10^6 | a node grows | an event grows |',
    '|---|---|---|---|---|---|',
    '| ring | hops | 10 µs, 2000 ns | 30 µs, 3000 ns | **3.00** | 1.50 |',
  ])
})
