import { choice, defineModel, integer, law, real } from '../../definition.ts'
import { backoffLaw } from '../shared/backoff.ts'
import { callsInStep, completionInStep } from './theory.ts'

export default defineModel({
  name: 'rpc/optimistic-update',
  title: 'Optimistic updates of one row, and who backs off how',
  source: 'Brooker, "Exponential backoff and jitter", AWS Architecture Blog (2015)',
  parameters: {
    clients: integer({
      default: 50,
      unit: 'clients',
      min: 1,
      max: 100_000,
      doc: 'Clients that want to update the row, once each, all from the start, N.',
    }),
    delay: law({
      default: 'normal(10ms, 2ms)',
      unit: 's',
      doc: 'Time of a message between client and server; of a negative draw the size counts.',
    }),
    backoff: choice(['none', 'exponential'], {
      default: 'exponential',
      doc: 'Whether a client whose update was refused tries again at once, or pauses for backoffBase x backoffFactor^n after its n-th failure.',
    }),
    backoffBase: real({ default: '5ms', unit: 's', above: 0, doc: 'Base of the pauses, B.' }),
    backoffFactor: real({ default: 2, unit: '1', min: 1, doc: 'Growth of the pauses, b.' }),
    backoffCap: real({ default: '2s', unit: 's', above: 0, doc: 'Longest pause.' }),
    jitter: choice(['none', 'full', 'equal', 'decorrelated'], {
      default: 'full',
      doc: 'Randomness of a pause w: none; full: uniform on [0, w]; equal: on [w/2, w]; decorrelated: on [B, 3 x previous], with a growth of its own.',
    }),
  },
  metrics: {
    calls: { unit: 'calls', doc: 'Updates that the server was asked for until all clients were done.' },
    refused: { unit: '1', doc: 'Fraction of these that were refused because the row had changed.' },
    completion: { unit: 's', doc: 'Time until the last client was done.' },
    meanCompletion: { unit: 's', doc: 'Mean time until a client was done.' },
  },
  theory: {
    calls: callsInStep,
    refused: (p) => {
      const calls = callsInStep(p)
      return calls === undefined ? undefined : 1 - p.clients / calls
    },
    completion: completionInStep,
  },
  run: { horizon: Infinity, replications: 20 },
  check(p) {
    if (p.delay.mean === Infinity) return 'delay has no finite mean.'
    const short = p.backoffCap < p.backoffBase
    return short ? 'backoffCap is below backoffBase: expected at least the base.' : undefined
  },
  build(sim, p) {
    const delays = sim.stream('delay')
    // The n-th failure is followed by B b^n: the first pause of the law is one step up.
    const first = p.jitter === 'decorrelated' ? p.backoffBase : p.backoffBase * p.backoffFactor
    const pause = backoffLaw(sim.stream('backoff'), { ...p, backoffBase: Math.min(first, p.backoffCap) })
    const done = sim.tally('done')
    let version = 0
    let calls = 0
    let completion: number | undefined
    const message = (action: () => void, after = 0): void =>
      void sim.schedule(after + Math.abs(p.delay.sample(delays)), action)

    const begin = (): void => {
      const client = { backoff: 0 }
      const read = (): void => {
        const seen = version
        message(() => message(() => write(seen)))
      }
      const write = (seen: number): void => {
        calls++
        const current = seen === version
        if (current) version++
        message(() => {
          if (!current) message(read, pause(client))
          else {
            done.record(sim.now)
            if (done.count === p.clients) completion = sim.now
          }
        })
      }
      message(read)
    }

    for (let client = 0; client < p.clients; client++) begin()
    return () => ({
      calls: completion === undefined ? undefined : calls,
      refused: completion === undefined ? undefined : 1 - p.clients / calls,
      completion,
      meanCompletion: completion === undefined ? undefined : done.mean,
    })
  },
})
