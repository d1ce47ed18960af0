import { RandomStream } from '../../engine/index.ts'
import type { Workload } from './workload.ts'

const DRAWS = 1_000_000

function draws(law: string, draw: (stream: RandomStream) => number): Workload {
  return {
    name: `random/${law}`,
    unit: 'draws',
    operations: DRAWS,
    prepare() {
      const stream = new RandomStream('bench', law)
      return () => {
        let sum = 0
        for (let i = 0; i < DRAWS; i++) sum += draw(stream)
        return sum
      }
    },
  }
}

export const workloads: readonly Workload[] = [
  draws('uniform', (stream) => stream.uniform01()),
  draws('exponential', (stream) => stream.exponential(1)),
  draws('normal', (stream) => stream.normal(0, 1)),
]
