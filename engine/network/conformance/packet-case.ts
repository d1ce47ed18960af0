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
  const root = new Place(JSON.parse(text), 'the file')
  const kind = root.get('kind').text()
  if (kind !== 'send' && kind !== 'udp') throw new Error(`kind = "${kind}": expected "send" or "udp".`)
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
  const bandwidth = place.get('rate_bps').number()
  if (!(bandwidth > 0)) place.get('rate_bps').refuse('a number of bits per second > 0')
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
  const path = place.get('path').list((node) => node.text())
  if (path.length < 2) place.get('path').refuse('two nodes or more')
  return {
    id: place.get('id').name(),
    timeNs: place.get('time_ns').whole(),
    bytes: place.get('bytes').whole(),
    path,
  }
}

function result(place: Place): CaseResult {
  const id = place.get('id').name()
  const dropped = place.get('dropped')
  if (dropped.isNull) return { id, receivedNs: place.get('received_ns').whole() }
  return {
    id,
    node: dropped.get('node').text(),
    towards: dropped.get('towards').text(),
    droppedNs: dropped.get('time_ns').whole(),
  }
}

/** A value in a file, and where it stands. */
class Place {
  private readonly value: unknown
  private readonly where: string

  constructor(value: unknown, where: string) {
    this.value = value
    this.where = where
  }

  get isNull(): boolean {
    return this.value === null
  }

  get(field: string): Place {
    if (typeof this.value !== 'object' || this.value === null) this.refuse('an object')
    const where = this.where === 'the file' ? field : `${this.where}.${field}`
    return new Place((this.value as Record<string, unknown>)[field], where)
  }

  list<T>(read: (entry: Place) => T): T[] {
    const { value } = this
    if (!Array.isArray(value)) return this.refuse('a list')
    return value.map((entry, i) => read(new Place(entry, `${this.where}[${i}]`)))
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.refuse('a text')
  }

  number(): number {
    return typeof this.value === 'number' && Number.isFinite(this.value) ? this.value : this.refuse('a finite number')
  }

  whole(): number {
    return Number.isSafeInteger(this.value) && this.number() >= 0 ? this.number() : this.refuse('an integer >= 0')
  }

  /** A number or a text that names something. */
  name(): string {
    return typeof this.value === 'number' || typeof this.value === 'string'
      ? String(this.value)
      : this.refuse('a number or a text')
  }

  refuse(expected: string): never {
    throw new Error(`${this.where} is ${JSON.stringify(this.value) ?? 'missing'}: expected ${expected}.`)
  }
}
