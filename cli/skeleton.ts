/** A file of a new model: path from the package folder, and content. */
export interface SkeletonFile {
  readonly path: string
  readonly text: string
}

/**
 * The files of a new model, complete and valid: a queue with one server and a constant service time, to be changed
 * bit by bit into the system that is meant.
 * @param name `area/name`, in lower case with hyphens
 */
export function skeleton(name: string): SkeletonFile[] {
  const folder = `models/${name}`
  return [
    { path: `${folder}/model.ts`, text: model(name) },
    { path: `${folder}/theory.ts`, text: theory },
    { path: `${folder}/validation.ts`, text: validation },
    { path: `${folder}/model.test.ts`, text: test(name) },
    { path: `${folder}/README.md`, text: readme(name) },
    { path: `experiments/studies/${name}.yaml`, text: study(name) },
  ]
}

/** `Thread pool (threads)`: what readers call the model until someone knows better. */
function titleOf(name: string): string {
  const [area = '', last = ''] = name.split('/')
  const words = last.replaceAll('-', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} (${area})`
}

const model = (name: string): string => `import { Resource, type ProcessBody } from '../../../engine/index.ts'
import { defineModel, real } from '../../definition.ts'
import { meanWait, utilisation } from './theory.ts'

export default defineModel({
  name: '${name}',
  title: '${titleOf(name)}',
  source: 'Kleinrock, Queueing Systems vol. 1 (1975), ch. 5',
  parameters: {
    arrivalRate: real({ default: 0.8, unit: '1/s', above: 0, doc: 'Poisson arrival rate, lambda.' }),
    serviceTime: real({ default: '1s', unit: 's', above: 0, doc: 'Constant service time, D.' }),
  },
  metrics: {
    meanWait: { unit: 's', doc: 'Mean time from arrival to start of service, Wq.' },
    utilisation: { unit: '1', doc: 'Time-average fraction of the time the server is busy, rho.' },
  },
  theory: { meanWait, utilisation },
  run: { warmUp: 200, horizon: 5200, replications: 10 },
  build(sim, p) {
    const interarrival = sim.stream('interarrival')
    const server = new Resource(sim, { name: 'server', capacity: 1 })
    const wait = sim.tally('wait')

    function* source(): ProcessBody {
      for (;;) {
        yield* sim.delay(interarrival.exponential(1 / p.arrivalRate))
        sim.spawn(customer())
      }
    }

    function* customer(): ProcessBody {
      const arrivedAt = sim.now
      using _server = yield* server.acquire()
      wait.record(sim.now - arrivedAt)
      yield* sim.delay(p.serviceTime)
    }

    sim.spawn(source())
    return () => ({ meanWait: wait.mean, utilisation: server.busy.mean })
  },
})
`

const theory = `/** One server with a constant service time: rate in 1/s and time in s, both > 0. */
export interface QueueParameters {
  readonly arrivalRate: number
  readonly serviceTime: number
}

/**
 * Mean time from arrival to start of service, s; undefined when the load is not below 1.
 * @source Pollaczek and Khinchin; Kleinrock, Queueing Systems vol. 1 (1975), ch. 5, for a service time without variance.
 */
export function meanWait(p: QueueParameters): number | undefined {
  const load = p.arrivalRate * p.serviceTime
  return load >= 1 ? undefined : (load * p.serviceTime) / (2 * (1 - load))
}

/** Fraction of the time the server is busy, in (0, 1]. */
export function utilisation(p: QueueParameters): number {
  return Math.min(1, p.arrivalRate * p.serviceTime)
}
`

const validation = `import type { Claim } from '../../claim.ts'

const claims: readonly Claim[] = [
  {
    claim: 'Constant service halves the wait that exponential service causes at 80 % load.',
    source: 'Kleinrock, Queueing Systems vol. 1 (1975), ch. 5: Wq = rho D / (2 (1 - rho))',
    parameters: { arrivalRate: 0.8, serviceTime: 1 },
    expected: { meanWait: 2, utilisation: 0.8 },
    run: { warmUp: 500, horizon: 20_500, replications: 20 },
  },
]

export default claims
`

const test = (name: string): string => `import { describe, expect, it } from 'vitest'
import { simulate } from '../../simulate.ts'
import model from './model.ts'

describe('${name}', () => {
  it('never makes anyone wait when there is almost nobody', () => {
    const parameters = { arrivalRate: 0.001, serviceTime: 0.001 }
    const { responses } = simulate(model, { parameters, seed: '1', replication: 0, warmUp: 0, horizon: 1e5 })
    expect(responses['meanWait']).toBe(0)
  })
})
`

const readme = (name: string): string => `# ${titleOf(name)}

A queue with one server and a constant service time: a model to start from.

## Scope

Customers arrive at random at one server that needs the same time for each. The model answers how long they wait.

## Mechanism

1. Customers arrive one by one; the gaps are exponential with mean 1 / \`arrivalRate\` (stream \`interarrival\`).
2. A customer takes the idle server, or waits in one first-come first-served queue without limit.
3. The wait is counted when service starts.

## Parameters

<!-- generated:parameters -->
<!-- /generated -->

## Metrics

<!-- generated:metrics -->
<!-- /generated -->

## Validation

Run \`meanwhile validate ${name}\` to see the verdicts.

<!-- generated:claims -->
<!-- /generated -->

## Limitations

The service time does not vary, and nobody leaves the queue: real waits are longer at the same load.

## Figure

\`meanwhile sweep ${name}\` draws the mean wait over the arrival rate, with the closed form beside it.

## References

- L. Kleinrock, Queueing Systems vol. 1: Theory, Wiley 1975.
`

const study = (name: string): string => `model: ${name}
title: The wait with a constant service time
vary:
  arrivalRate: [0.2, 0.4, 0.6, 0.7, 0.8, 0.9]
run:
  warmUp: 200s
  horizon: 5200s
  replications: 10
measure: [meanWait]
charts:
  - id: wait
    kind: line
    x: arrivalRate
    y: meanWait
    band: ci
    overlay: theory
`
