import { type Resolved, boolean, choice, integer, law, real } from '../../definition.ts'
import { durationProblem } from '../../shared/queueing/durations.ts'

const order = (machine: string) =>
  choice(['little', 'big'], { default: 'little', doc: `Which byte of a word the ${machine} keeps first in memory.` })

/** What the model takes. */
export const parameters = {
  mode: choice(['synchronous', 'asynchronous', 'future'], {
    default: 'synchronous',
    doc: 'synchronous: the caller waits for the reply; asynchronous: it goes on as soon as its message is taken care of; future: it makes calls, computes (the think time), then waits for all their results.',
  }),
  callers: integer({ default: 1, unit: 'callers', min: 1, max: 10_000, doc: 'Threads of the client that make calls.' }),
  thinkTime: law({
    default: '0s',
    unit: 's',
    doc: 'Time that a caller computes between calls (or rounds of calls), Z.',
  }),
  slots: integer({
    default: 1,
    unit: 'slots',
    min: 1,
    max: 10_000,
    doc: 'Window w: calls under way that each asynchronous caller may have, one more blocks it; of futures, the calls of a round. A synchronous caller has one.',
  }),
  buffering: choice(['kernel', 'user'], {
    default: 'kernel',
    doc: 'Where an asynchronous message waits: the kernel copies it (copyTime) and the caller goes on; or it stays in the memory of the user, who may not touch it before it is on the wire.',
  }),
  copyTime: real({ default: 0, unit: 's', min: 0, doc: 'Time to copy one word of the arguments into the kernel.' }),
  argumentWords: integer({ default: 4, unit: 'words', min: 0, doc: 'Length of the arguments.' }),
  resultWords: integer({ default: 4, unit: 'words', min: 0, doc: 'Length of the results.' }),
  wordSize: integer({ default: '4B', unit: 'B', min: 1, doc: 'Bytes of a word on the wire.' }),
  headerSize: integer({ default: '40B', unit: 'B', min: 0, doc: 'Bytes of each packet besides data.' }),
  packetSize: integer({
    default: 'unlimited',
    unit: 'B',
    min: 1,
    unlimited: true,
    doc: 'Most data bytes of a packet; longer messages take several.',
  }),
  marshalTime: real({
    default: '1us',
    unit: 's',
    min: 0,
    doc: 'CPU time to marshal or to unmarshal one word; each argument and result pays it twice, at either end.',
  }),
  encoding: choice(['xdr', 'receiver-makes-right'], {
    default: 'xdr',
    doc: 'xdr: all data travel with the big end first, whoever has it otherwise converts; receiver-makes-right: they travel as they are, the receiver converts if need be.',
  }),
  clientOrder: order('client'),
  serverOrder: order('server'),
  swapTime: real({ default: '0.5us', unit: 's', min: 0, doc: 'CPU time to reverse the bytes of a word.' }),
  clientStub: law({ default: '50us', unit: 's', doc: 'CPU time of stub and runtime before the request is sent.' }),
  clientReturn: law({ default: '50us', unit: 's', doc: 'CPU time of stub and runtime after the reply has come.' }),
  serverStub: law({ default: '100us', unit: 's', doc: 'CPU time of stub and runtime of the server per call.' }),
  procedure: law({ default: 'exponential(1ms)', unit: 's', doc: 'CPU time of the procedure itself, S.' }),
  serialWork: law({
    default: '0s',
    unit: 's',
    doc: 'CPU time of a call on the client machine that one thread at a time can spend: under a global lock, or on the one processor that serves the network interface.',
  }),
  clientCpus: integer({
    default: 'unlimited',
    unit: 'CPUs',
    min: 1,
    unlimited: true,
    doc: 'Processors of the client machine.',
  }),
  serverCpus: integer({
    default: 1,
    unit: 'CPUs',
    min: 1,
    unlimited: true,
    doc: 'Processors of the server; a call holds one for all its work there.',
  }),
  bandwidth: real({
    default: '10Mbps',
    unit: 'bit/s',
    above: 0,
    unlimited: true,
    doc: 'Bandwidth of the network; unlimited for calls inside one machine.',
  }),
  medium: choice(['full-duplex', 'shared'], {
    default: 'full-duplex',
    doc: 'Whether requests and replies have a wire each or share one, such as an Ethernet cable.',
  }),
  latency: real({ default: '0.5ms', unit: 's', min: 0, doc: 'Propagation delay, one way.' }),
  binding: choice(['static', 'portmapper'], {
    default: 'static',
    doc: 'Whether the client knows the port of the server or asks the portmapper of the server machine.',
  }),
  cached: boolean({ default: true, doc: 'Whether the client remembers the port, until a call is rejected there.' }),
  lookupTime: real({ default: '0.2ms', unit: 's', min: 0, doc: 'Time of the portmapper to look a program up, L.' }),
  serverMoves: real({
    default: 0,
    unit: '1/s',
    min: 0,
    doc: 'Rate at which the server starts anew at another port, so that a remembered port is stale (portmapper only).',
  }),
}

/** The parameters as `build` and the closed forms receive them. */
export type Settings = Resolved<typeof parameters>

/** A sentence saying what is wrong with a combination of parameters, or undefined when it is sound. */
export function parameterProblem(p: Settings): string | undefined {
  const { thinkTime, clientStub, clientReturn, serverStub, procedure, serialWork } = p
  const negative = durationProblem({ thinkTime, clientStub, clientReturn, serverStub, procedure, serialWork })
  if (negative !== undefined) return negative
  if (p.serverMoves > 0 && p.binding === 'static')
    return 'serverMoves is above 0 with static binding: the client would never find the server again; use the portmapper.'
  const still = [thinkTime, clientStub, clientReturn, serverStub, procedure, serialWork].every(({ mean }) => mean === 0)
  const words = p.argumentWords + p.resultWords
  const wire = p.latency > 0 || (p.bandwidth < Infinity && p.headerSize + words > 0)
  const data = words > 0 && p.marshalTime > 0
  if (still && !wire && !data)
    return 'calls and pauses take no time, so that infinitely many would be made at once: give procedure, latency or thinkTime.'
  return undefined
}
