import { defineModel } from '../../definition.ts'
import { parameterProblem, parameters } from './parameters.ts'
import { Replica } from './replica.ts'
import { Stub } from './stub.ts'
import { formulas } from './theory.ts'

export default defineModel({
  name: 'rpc/replication-stub',
  title: 'A client stub that hides replicas',
  source:
    'Tanenbaum and van Steen, Distributed Systems (2007), section 3.3: client-side software for distribution transparency',
  parameters,
  metrics: {
    meanCall: { unit: 's', doc: 'Mean time from call to fresh answer.' },
    p99Call: { unit: 's', doc: '99th percentile of the same.', quantile: 0.99 },
    success: { unit: '1', doc: 'Fraction of calls that end with an answer, kept ones included.' },
    fresh: { unit: '1', doc: 'Fraction of calls that end with an answer of the replicas.' },
    cacheAge: { unit: 's', doc: 'Mean age of the kept answers that were passed on.' },
    messages: { unit: 'messages', doc: 'Mean number of requests per call.' },
    rebindings: { unit: 'round trips', doc: 'Mean number of times per call that the stub learns of a move.' },
  },
  theory: formulas,
  run: { warmUp: 20, horizon: 220, replications: 10 },
  check: parameterProblem,
  build(sim, p) {
    const replicas = Array.from(
      { length: p.replicas },
      (_, i) => new Replica(sim, p, { failures: sim.stream(`failures ${i}`), moves: sim.stream(`moves ${i}`) }),
    )
    const stub = new Stub(sim, p, replicas)
    const interarrival = sim.stream('interarrival')
    const arrive = (): void => {
      stub.call()
      sim.schedule(interarrival.exponential(1 / p.callRate), arrive)
    }
    sim.schedule(interarrival.exponential(1 / p.callRate), arrive)

    return () => ({
      meanCall: stub.duration.mean,
      p99Call: stub.durations,
      success: stub.succeeded.mean,
      fresh: stub.succeeded.mean - stub.fromCache.mean,
      cacheAge: stub.age.mean,
      messages: stub.messages.count / stub.calls.count,
      rebindings: stub.rebindings.count / stub.calls.count,
    })
  },
})
