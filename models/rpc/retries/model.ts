import { Link } from '../../../engine/index.ts'
import { defineModel } from '../../definition.ts'
import type { Call } from './call.ts'
import { Callers } from './callers.ts'
import { Channel } from './channel.ts'
import { Client } from './client.ts'
import { DuplicateTable } from './duplicate-table.ts'
import { Ledger } from './ledger.ts'
import { parameterProblem, parameters, recognisesDuplicates } from './parameters.ts'
import { Server } from './server.ts'
import { formulas } from './formulas.ts'
import { Slice } from './slice.ts'
import { isConstant } from '../../shared/queueing/durations.ts'

export default defineModel({
  name: 'rpc/retries',
  title: 'Remote procedure calls with retransmission',
  source: 'Birrell and Nelson, "Implementing remote procedure calls", ACM TOCS 2(1), 1984',
  parameters,
  metrics: {
    transmissions: { unit: 'requests', doc: 'Mean number of requests sent per call.' },
    executions: { unit: 'executions', doc: 'Mean number of times that the procedure is executed per call.' },
    increase: { unit: '1', doc: 'Mean increase of the variable X per call of "increment X by 1000".' },
    executed: { unit: '1', doc: 'Fraction of calls that are executed at all.' },
    repeated: { unit: '1', doc: 'Fraction of calls that are executed more than once.' },
    success: { unit: '1', doc: 'Fraction of calls that bring the client a reply.' },
    errorExecuted: { unit: '1', doc: 'Fraction of calls that the client sees fail although they were executed.' },
    replies: { unit: 'replies', doc: 'Mean number of replies that the server sends per call.' },
    acknowledgements: {
      unit: 'acknowledgements',
      doc: 'Mean number of acknowledgements that the client sends per call.',
    },
    lateReplies: { unit: 'replies', doc: 'Mean number of replies per call that arrive when the call is over.' },
    retryWait: { unit: 's', doc: 'Mean time that a call spends in back-off.' },
    meanLatency: { unit: 's', doc: 'Mean time from call to reply, of the calls that succeed.' },
    p99Latency: {
      unit: 's',
      doc: '99th percentile of the time from call to reply, of the calls that succeed.',
      quantile: 0.99,
    },
    p999Latency: { unit: 's', doc: '99.9th percentile of the same.', quantile: 0.999 },
    hedges: { unit: 'requests', doc: 'Mean number of requests per call that go to the second server.' },
    wasted: {
      unit: 'executions',
      doc: 'Mean number of executions per call that end when the client has given up or gone on.',
    },
    refused: { unit: '1', doc: 'Fraction of calls that fail at once because the circuit breaker is open.' },
    tooOld: { unit: 'requests', doc: 'Mean number of requests per call that the server refuses as too old.' },
    goodput: { unit: '1/s', doc: 'Calls per second that succeed.' },
    requestRate: { unit: '1/s', doc: 'Requests per second that reach a server, duplicates and hedges included.' },
    sliceRequests: { unit: '1/s', doc: 'Requests per second that reach the first server within the slice of time.' },
    sliceGoodput: { unit: '1/s', doc: 'Calls per second that succeed within the slice of time.' },
    busyServers: { unit: 'servers', doc: 'Time-average number of executions in progress.' },
    queueLength: { unit: 'requests', doc: 'Time-average number of requests that wait for a server.' },
    tableSize: { unit: 'records', doc: 'Time-average number of records in the duplicate table.' },
    unacknowledged: {
      unit: '1',
      doc: 'Fraction of calls whose record is not freed by an acknowledgement but later (exactly-once).',
    },
  },
  theory: formulas,
  run: { warmUp: 20, horizon: 220, replications: 10 },
  check: parameterProblem,
  build(sim, p) {
    const link = (name: string): Link =>
      new Link(sim, {
        name,
        latency: p.latency,
        ...(isConstant(p.delaySpread, 0) ? {} : { jitter: p.delaySpread, reorder: true }),
        bandwidth: p.bandwidth > 0 ? p.bandwidth : Infinity,
        queueLimit: p.queueLimit > 0 ? p.queueLimit : Infinity,
      })
    const toServer = link('to server')
    const toClients = link('to clients')

    let booked = 0
    const ledger = new Ledger(sim, () => {
      booked++
      if (booked === p.calls) sim.stop()
    })
    const requests = new Channel(sim, toServer, ledger, { kind: 'request', size: p.requestSize, loss: p.requestLoss })
    const replies = new Channel(sim, toClients, ledger, { kind: 'reply', size: p.replySize, loss: p.replyLoss })
    const acknowledgements = new Channel(sim, toServer, ledger, { kind: 'ack', size: p.ackSize, loss: p.ackLoss })

    const table = new DuplicateTable(sim, p.retention)
    const deliverReply = (call: Call): void => client.receiveReply(call)
    const connections = { ledger, replies, deliverReply }
    const server = new Server(sim, p, {
      ...connections,
      table: recognisesDuplicates(p) ? table : undefined,
      work: (call) => call.work,
    })
    // It has no outage, and no table of its own: a hedge is an execution more.
    const secondServer = new Server(
      sim,
      { ...p, outageLength: 0, semantics: 'at-least-once' },
      { ...connections, table: undefined, work: (call) => call.hedgeWork },
    )
    const client = new Client(sim, { requests, acknowledgements, server, secondServer, ledger }, p)
    const sliceRequests = new Slice(sim, p.sliceStart, p.sliceLength)
    const sliceSuccesses = new Slice(sim, p.sliceStart, p.sliceLength)
    server.onArrival = () => sliceRequests.increment()
    ledger.onSuccess = () => sliceSuccesses.increment()
    new Callers(sim, p, (call) => client.start(call)).begin()

    return () => ({
      transmissions: ledger.requests.mean,
      executions: ledger.executions.mean,
      increase: ledger.requests.count > 0 ? server.increments.count / ledger.requests.count : undefined,
      executed: ledger.executed.mean,
      repeated: ledger.repeated.mean,
      success: ledger.succeeded.mean,
      errorExecuted: ledger.ambiguous.mean,
      replies: ledger.replies.mean,
      acknowledgements: ledger.acknowledgements.mean,
      lateReplies: ledger.lateReplies.mean,
      retryWait: ledger.backedOff.mean,
      meanLatency: ledger.latency.mean,
      p99Latency: ledger.latencies,
      p999Latency: ledger.latencies,
      hedges: ledger.hedges.mean,
      wasted: ledger.wasted.mean,
      refused: ledger.refused.mean,
      tooOld: ledger.requests.count > 0 ? server.tooOld.count / ledger.requests.count : undefined,
      goodput: ledger.successes.rate,
      requestRate: server.arrivals.rate + secondServer.arrivals.rate,
      sliceRequests: sliceRequests.rate,
      sliceGoodput: sliceSuccesses.rate,
      busyServers: server.busy.mean + secondServer.busy.mean,
      queueLength: server.queue.mean + secondServer.queue.mean,
      tableSize: table.size.mean,
      unacknowledged: p.semantics === 'exactly-once' ? ledger.unacknowledged.mean : undefined,
    })
  },
})
