import { Place, REMARKS } from './place.ts'

/** One direction-less connection of a case. */
export interface CaseLink {
  readonly a: string
  readonly b: string
  /** Bit/s. */
  readonly bandwidth: number
  readonly delayNs: number
  /** Limit of each direction's queue, in one unit or the other. */
  readonly queue: { packets: number } | { bytes: number }
}

/** One packet to be sent. */
export interface CaseSend {
  readonly id: string
  readonly timeNs: number
  readonly bytes: number
  /** Nodes in order. */
  readonly path: readonly string[]
}

/** What became of a packet: received, or dropped at a node; `towards` is empty where the source did not tell. */
export type CaseResult =
  | { readonly id: string; readonly receivedNs: number }
  | { readonly id: string; readonly node: string; readonly towards: string; readonly droppedNs: number }

/** A case of `packets/*.json`, as far as it matters here. */
export interface PacketCase {
  readonly links: readonly CaseLink[]
  readonly sends: readonly CaseSend[]
  /** Added to the bytes of each packet on every wire and in every queue. */
  readonly headerBytes: number
  readonly results: readonly CaseResult[]
}

/**
 * Reads a case.
 * @param text the file
 * @throws Error that says where the file is not as it should be
 */
export function readPacketCase(text: string): PacketCase {
  const root = Place.ofJson(text)
  root.onlyBesideRemarks(...REMARKS, 'ns3', 'kind', 'links', 'sends', 'header_bytes_on_wire', 'results', 'tx_begin')
  root.get('kind').oneOf('send', 'udp')
  const scenario = {
    links: root.get('links').list(link),
    sends: root.get('sends').list(send),
    headerBytes: root.get('header_bytes_on_wire').whole(),
    results: root.get('results').list(result),
  }
  const expected = new Set(scenario.results.map(({ id }) => id))
  for (const { id } of scenario.sends) {
    if (!expected.delete(id)) throw new Error(`results has no entry for packet ${id}, or two packets are called so.`)
  }
  for (const id of expected) throw new Error(`results has an entry for packet ${id}, which is not sent.`)
  return scenario
}

function link(place: Place): CaseLink {
  place.only('a', 'b', 'rate_bps', 'delay_ns', 'queue')
  if (place.get('a').text() === place.get('b').text()) place.get('b').refuse('another node than "a"')
  const bandwidth = place.get('rate_bps').number('a number of bits per second > 0', Number.MIN_VALUE)
  const queue = place.get('queue')
  const [, limit = '', unit] = /^(\d+)(p|B)$/.exec(queue.text()) ?? queue.refuse('a limit such as "5p" or "4000B"')
  return {
    a: place.get('a').text(),
    b: place.get('b').text(),
    bandwidth,
    delayNs: place.get('delay_ns').whole(),
    queue: unit === 'p' ? { packets: Number(limit) } : { bytes: Number(limit) },
  }
}

function send(place: Place): CaseSend {
  place.only('id', 'time_ns', 'bytes', 'path')
  const path = place.get('path').list((node) => node.text())
  if (path.length < 2) place.get('path').refuse('two nodes or more')
  if (new Set(path).size < path.length) place.get('path').refuse('each node once, for a path has no loop')
  return {
    id: place.get('id').name(),
    timeNs: place.get('time_ns').whole(),
    bytes: place.get('bytes').whole(),
    path,
  }
}

function result(place: Place): CaseResult {
  const id = place.get('id').name()
  place.only('id', 'received_ns', 'dropped')
  const dropped = place.get('dropped')
  if (dropped.isMissing) dropped.refuse('null or an object')
  if (!dropped.isNull && !place.get('received_ns').isNull) place.get('received_ns').refuse('null where it is dropped')
  if (dropped.isNull) return { id, receivedNs: place.get('received_ns').whole() }
  dropped.only('node', 'towards', 'time_ns')
  return {
    id,
    node: dropped.get('node').text(),
    towards: dropped.get('towards').text(),
    droppedNs: dropped.get('time_ns').whole(),
  }
}
