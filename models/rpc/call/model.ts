import { type ProcessBody, Resource } from '../../../engine/index.ts'
import { defineModel } from '../../definition.ts'
import { Exchange } from './exchange.ts'
import { parameterProblem, parameters } from './parameters.ts'
import { formulas } from './theory.ts'

export default defineModel({
  name: 'rpc/call',
  title: 'Where the time of a remote call goes',
  source: 'Birrell and Nelson, ACM TOCS 2(1), 1984; Schroeder and Burrows, ACM TOCS 8(1), 1990',
  parameters,
  metrics: {
    throughput: { unit: '1/s', doc: 'Calls finished per second, X.' },
    meanCall: { unit: 's', doc: 'Mean time from making a call to having its results.' },
    firstCall: { unit: 's', doc: 'Time of the first call of the run, when the client knows no port yet.' },
    callerBlocked: { unit: 's', doc: 'Mean time per call that the caller does not compute: in the stub or waiting.' },
    payloadRate: { unit: 'bit/s', doc: 'Argument and result bits that are exchanged per second.' },
    wireTime: {
      unit: 's',
      doc: 'Mean time per call from handing request and reply to the network until they are transmitted, propagation not included.',
    },
    lookups: { unit: 'look-ups', doc: 'Mean number of look-ups at the portmapper per call.' },
    clientBusy: { unit: 'CPUs', doc: 'Time-average number of busy processors of the client machine.' },
    serverBusy: { unit: 'CPUs', doc: 'Time-average number of busy processors of the server.' },
  },
  theory: formulas,
  run: { warmUp: 2, horizon: 22, replications: 10 },
  check: parameterProblem,
  build(sim, p) {
    const exchange = new Exchange(sim, p)
    const calls = sim.counter('calls')
    const blocked = sim.tally('blocked')
    const thinking = sim.stream('think')

    function* synchronous(): ProcessBody {
      for (;;) {
        yield* sim.delay(p.thinkTime.sample(thinking))
        const from = sim.now
        yield* exchange.finish(yield* exchange.make())
        calls.increment()
        blocked.record(sim.now - from)
      }
    }

    function* asynchronous(): ProcessBody {
      const window = new Resource(sim, { name: 'window', capacity: p.slots })
      for (;;) {
        yield* sim.delay(p.thinkTime.sample(thinking))
        const from = sim.now
        const slot = yield* window.acquire()
        const call = yield* exchange.make()
        const sent = sim.once('sent')
        sim.spawn(
          (function* (): ProcessBody {
            yield* exchange.finish(call, () => sent.succeed())
            calls.increment()
            slot.release()
          })(),
        )
        if (p.buffering === 'user') yield* sent
        blocked.record(sim.now - from)
      }
    }

    function* future(): ProcessBody {
      for (;;) {
        const from = sim.now
        const results = []
        for (let i = 0; i < p.slots; i++) results.push(sim.spawn(exchange.finish(yield* exchange.make())))
        const issued = sim.now
        yield* sim.delay(p.thinkTime.sample(thinking))
        const computed = sim.now
        yield* sim.allOf(...results)
        calls.increment(p.slots)
        for (let i = 0; i < p.slots; i++) blocked.record((issued - from + (sim.now - computed)) / p.slots)
      }
    }

    const body = { synchronous, asynchronous, future }[p.mode]
    for (let i = 0; i < p.callers; i++) sim.spawn(body())
    const bits = (p.argumentWords + p.resultWords) * p.wordSize * 8
    return () => ({
      throughput: calls.rate,
      meanCall: exchange.duration.mean,
      firstCall: exchange.first,
      callerBlocked: blocked.mean,
      payloadRate: calls.rate * bits,
      wireTime: exchange.onWires.mean,
      lookups: calls.count > 0 ? exchange.binding.lookups.count / calls.count : undefined,
      clientBusy: exchange.clientCpus.busy.mean,
      serverBusy: exchange.serverCpus.busy.mean,
    })
  },
})
