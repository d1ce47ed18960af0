import { defineModel } from '../../definition.ts'
import { Clients } from './clients.ts'
import { parameterProblem, parameters } from './parameters.ts'
import { crash } from './recovery.ts'
import { scan } from './scanner.ts'
import { Server } from './server.ts'
import { SoftState } from './soft-state.ts'
import { formulas } from './theory.ts'

export default defineModel({
  name: 'servers/state',
  title: 'Stateless and stateful servers, leases, soft state',
  source:
    'Gray and Cheriton, "Leases: an efficient fault-tolerant mechanism for distributed file cache consistency", SOSP 1989',
  parameters,
  metrics: {
    consistencyLoad: { unit: '1/s', doc: 'Messages per second at the server that keep caches consistent.' },
    relativeLoad: {
      unit: '1',
      doc: 'The same relative to two messages per read, which asking at each read would take.',
    },
    relativeTotal: { unit: '1', doc: 'All messages at the server, relative to asking at each read.' },
    aboveUnlimited: {
      unit: '1',
      doc: 'Messages to extend promises, relative to all others: what a limited term costs over an unlimited one.',
    },
    addedDelay: { unit: 's', doc: 'Mean time that consistency adds to a read or write.' },
    writeWait: { unit: 's', doc: 'Mean time that a write at the server waits for approvals or ends of leases.' },
    staleReads: { unit: '1', doc: 'Fraction of reads that see an old version.' },
    records: { unit: 'records', doc: 'Time-average number of promises that the server has to remember.' },
    writeShare: { unit: '1', doc: 'Fraction of writes that go to the server.' },
    serverBusy: { unit: '1', doc: 'Time-average fraction of time that the server works.' },
    scanRate: { unit: '1/s', doc: 'Blocks per second of one scanner.' },
    lastRecovered: { unit: 's', doc: 'Time from the restart until the last file is open again.' },
    meanRecovered: { unit: 's', doc: 'Mean time from the restart until a file is open again.' },
    falseExpiry: {
      unit: '1',
      doc: 'Probability that a refresh is followed by so many lost ones that the server drops a live client.',
    },
    orphanTime: { unit: 's', doc: 'Mean time that the server remembers a client which is dead.' },
  },
  theory: formulas,
  run: { warmUp: 100, horizon: 1100, replications: 10 },
  check: parameterProblem,
  build(sim, p) {
    const clients = new Clients(sim, p)
    const server = new Server(sim, p, clients)
    const softState = new SoftState(sim, p)
    const blocks = sim.counter('blocks')
    const recovery = crash(sim, p, server, clients)
    clients.begin(server)
    for (let i = 0; i < p.scanners; i++) sim.spawn(scan(sim, p, server, blocks))

    const other = sim.counter('other messages')
    const others = sim.stream('other traffic')
    const rate = p.clients * p.otherTraffic
    const message = (): void => {
      other.increment()
      sim.schedule(others.exponential(1 / rate), message)
    }
    if (rate > 0) sim.schedule(others.exponential(1 / rate), message)

    const over = (part: number, whole: number): number | undefined => (whole > 0 ? part / whole : undefined)
    return () => {
      const messages = server.consistency.count
      const extensions = server.extensions.count
      const reads = clients.reads.count
      const { last, mean } = recovery()
      return {
        consistencyLoad: server.consistency.rate,
        relativeLoad: over(messages, 2 * reads),
        relativeTotal: over(other.count + messages, other.count + 2 * reads),
        aboveUnlimited: over(extensions, other.count + messages - extensions),
        addedDelay: clients.addedDelay.mean,
        writeWait: clients.writeWait.mean,
        staleReads: over(clients.stale.count, reads),
        records: server.records.mean,
        writeShare: over(clients.flushes.count, clients.writes.count),
        serverBusy: server.busy.mean,
        scanRate: p.scanners > 0 ? blocks.rate / p.scanners : undefined,
        lastRecovered: last,
        meanRecovered: mean,
        falseExpiry: over(softState.falseExpiries.count, softState.received.count),
        orphanTime: softState.orphaned.mean,
      }
    }
  },
})
