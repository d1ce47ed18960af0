import { PacketNetwork, PacketTcp, type ProcessBody, TcpConnection, topologies } from '../../../engine/index.ts'
import { boolean, choice, defineModel, integer, real } from '../../definition.ts'
import * as theory from './theory.ts'

export default defineModel({
  name: 'network/tcp-transfer',
  title: 'Time of a transfer over TCP',
  source:
    'Kurose and Ross, Computer Networking (3rd ed. 2005), section 3.7.2; Cardwell, Savage, Anderson, INFOCOM 2000',
  parameters: {
    detail: choice(['packets', 'formula'], {
      default: 'packets',
      doc: 'packets: segments and acknowledgements over a network; formula: one delay for each step, computed.',
    }),
    objectBytes: integer({ default: '100kB', unit: 'B', min: 1, doc: 'Size of the object asked for, O.' }),
    mss: integer({ default: 1460, unit: 'B', min: 1, doc: 'Payload of a full segment, S.' }),
    headerBytes: integer({
      default: 0,
      unit: 'B',
      min: 0,
      doc: 'packets: header of every packet, acknowledgements too.',
    }),
    rtt: real({ default: '100ms', unit: 's', min: 0, doc: 'Round-trip time without any transmission time, RTT.' }),
    bandwidth: real({ default: '10Mbps', unit: 'bit/s', above: 0, doc: 'Bandwidth of the path each way, R.' }),
    initialWindow: integer({ default: 10, unit: 'segments', min: 1, doc: 'Segments sent at first, w.' }),
    receiveWindow: integer({ default: 0, unit: 'segments', min: 0, doc: 'Segments under way at most; 0: no limit.' }),
    delayedAcks: boolean({ default: false, doc: 'Whether one acknowledgement answers two segments.' }),
    ackDelay: real({
      default: '200ms',
      unit: 's',
      min: 0,
      doc: 'packets, delayedAcks: how long the acknowledgement of a lone segment is held back.',
    }),
    tlsRoundTrips: integer({
      default: 0,
      unit: 'round trips',
      min: 0,
      doc: 'Set-up after that of TCP: 1 for TLS 1.3.',
    }),
    loss: real({ default: 0, unit: '1', min: 0, max: 0.5, doc: 'packets: fraction of segments lost on the way, p.' }),
    congestion: choice(['tahoe', 'reno', 'newreno'], {
      default: 'tahoe',
      doc: 'packets: what the sender does about a loss: starts slowly again, or goes on with half the window.',
    }),
    queue: integer({
      default: 0,
      unit: 'packets',
      min: 0,
      doc: 'packets: segments that may wait for the link from the server; 0: no limit.',
    }),
    minTimeout: real({ default: '1s', unit: 's', above: 0, doc: 'packets: shortest retransmission time-out.' }),
    transfers: integer({
      default: 1,
      unit: 'transfers',
      min: 1,
      doc: 'Transfers one after the other, each over a connection of its own; then the run ends.',
    }),
  },
  metrics: {
    latency: { unit: 's', doc: 'Mean time from opening the connection to the last byte of the object.' },
    throughput: { unit: 'bit/s', doc: 'Payload of an object over the time from asking for it to its last byte, mean.' },
    overhead: { unit: '1', doc: 'Latency over the time of the bits alone, O / R.' },
    retransmissions: { unit: 'segments', doc: 'Segments sent again, mean of a transfer.' },
    timeouts: { unit: 'time-outs', doc: 'Retransmission time-outs, mean of a transfer.' },
  },
  theory: {
    latency: theory.latency,
    throughput: theory.throughput,
    overhead: (p) => {
      const latency = theory.latency(p)
      return latency === undefined ? undefined : (latency * p.bandwidth) / (8 * p.objectBytes)
    },
  },
  run: { horizon: Infinity, replications: 3 },
  check: (p) =>
    p.receiveWindow > 0 && p.receiveWindow < p.initialWindow
      ? `receiveWindow = ${p.receiveWindow}: expected at least initialWindow = ${p.initialWindow}, or 0 for no limit`
      : undefined,
  build(sim, p) {
    const latency = sim.tally('latency')
    const throughput = sim.tally('throughput')
    const retransmissions = sim.tally('retransmissions')
    const timeouts = sim.tally('timeouts')
    const path = theory.pathOf(p)
    const { headerBytes, tlsRoundTrips, congestion, ackDelay, minTimeout } = p
    const settings = { ...path, client: 0, server: 1, headerBytes, tlsRoundTrips, congestion, ackDelay, minTimeout }

    // Link 0 leads from the client to the server, link 1 brings the object.
    const topology = topologies.line(2, { latency: p.rtt / 2, bandwidth: p.bandwidth })
    const packets = p.queue === 0 ? Infinity : p.queue
    const network = new PacketNetwork(sim, topology, {
      link: (id) => (id === 1 ? { loss: p.loss, queue: { kind: 'drop-tail', packets } } : {}),
    })

    function* byPackets(): ProcessBody<number> {
      const connection = new PacketTcp(network, { ...settings, maxAttempts: Infinity })
      yield* connection.connect()
      const askedAt = sim.now
      yield* connection.fetch(p.objectBytes)
      retransmissions.record(connection.retransmissions)
      timeouts.record(connection.timeouts)
      connection.close()
      return askedAt
    }

    function* byFormula(): ProcessBody<number> {
      const connection = new TcpConnection(sim, { ...path, tlsRoundTrips })
      yield* connection.connect()
      const askedAt = sim.now
      yield* connection.request(0)
      yield* connection.reply(p.objectBytes)
      return askedAt
    }

    function* client(): ProcessBody {
      for (let i = 0; i < p.transfers; i++) {
        const startedAt = sim.now
        const askedAt: number = yield* p.detail === 'packets' ? byPackets() : byFormula()
        latency.record(sim.now - startedAt)
        throughput.record((p.objectBytes * 8) / (sim.now - askedAt))
      }
      sim.stop()
    }

    sim.spawn(client())
    return () => ({
      latency: latency.mean,
      throughput: throughput.mean,
      overhead: (latency.mean * p.bandwidth) / (8 * p.objectBytes),
      retransmissions: retransmissions.mean,
      timeouts: timeouts.mean,
    })
  },
})
