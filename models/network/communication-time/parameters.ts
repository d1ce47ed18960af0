import { choice, integer, law, real, type Resolved } from '../../definition.ts'
import { networkNames } from './networks.ts'

/** What the model takes; see the README for the table. */
export const parameters = {
  operation: choice(['call', 'broadcast'], {
    default: 'call',
    doc: 'call: clients send requests to a server and wait for its replies; broadcast: one processor tells all others (LogP).',
  }),
  network: choice(networkNames, {
    default: 'custom',
    doc: 'A network by name, which says bandwidth, latency, mtu and hops; custom: the parameters below.',
  }),
  bandwidth: real({ default: '10Mbps', unit: 'bit/s', above: 0, doc: 'custom: bandwidth of each link, B.' }),
  latency: real({ default: '5ms', unit: 's', min: 0, doc: 'custom: propagation delay of each link, d.' }),
  hops: integer({
    default: 1,
    unit: 'links',
    min: 1,
    max: 100,
    doc: 'custom: links between a client and the server, H.',
  }),
  mtu: integer({ default: 1500, unit: 'B', min: 1, doc: 'custom: largest packet, header included, P.' }),
  headerBytes: integer({ default: 0, unit: 'B', min: 0, doc: 'Header of each packet; it must be less than the mtu.' }),
  switching: choice(['packets', 'message', 'cut-through'], {
    default: 'packets',
    doc: 'packets: cut into packets, each stored and forwarded; message: whole; cut-through: whole, forwarded when its head is in.',
  }),
  head: integer({
    default: 40,
    unit: 'B',
    min: 0,
    doc: 'cut-through: bytes that a relay must have before it forwards.',
  }),
  medium: choice(['switched', 'bus'], {
    default: 'switched',
    doc: 'switched: each client has links of its own; bus: all share one link for both directions.',
  }),
  request: integer({ default: '1kB', unit: 'B', min: 0, doc: 'Mean size of a request.' }),
  reply: integer({ default: '8kB', unit: 'B', min: 0, doc: 'Mean size of a reply.' }),
  sizes: choice(['exponential', 'constant'], { default: 'exponential', doc: 'Law of both sizes.' }),
  service: law({ default: 'exponential(10ms)', unit: 's', doc: 'Service time of a request at the server.' }),
  servers: integer({
    default: 0,
    unit: 'servers',
    min: 0,
    doc: 'Requests served at a time, the others wait; 0: no limit.',
  }),
  clients: integer({ default: 1, unit: 'clients', min: 1, max: 10_000, doc: 'Clients, n.' }),
  think: law({
    default: 'exponential(100ms)',
    unit: 's',
    doc: 'Pause of a client between a reply and its next request.',
  }),
  processors: integer({
    default: 8,
    unit: 'processors',
    min: 1,
    max: 100_000,
    doc: 'broadcast: processors, P of LogP.',
  }),
  logpLatency: real({
    default: '6us',
    unit: 's',
    min: 0,
    doc: 'broadcast: L, the way of a message between processors.',
  }),
  overhead: real({
    default: '2us',
    unit: 's',
    min: 0,
    doc: 'broadcast: o, during which a processor sends or receives.',
  }),
  gap: real({
    default: '4us',
    unit: 's',
    min: 0,
    doc: 'broadcast: g, least time between two messages of a processor.',
  }),
  tree: choice(['optimal', 'binomial', 'flat', 'chain'], {
    default: 'optimal',
    doc: 'broadcast: who tells whom: all who know, as fast as they can; in rounds that double; the root all; each the next.',
  }),
}

/** The parameters as the model receives them. */
export type Communication = Resolved<typeof parameters>
