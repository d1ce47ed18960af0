import type { Settings } from './parameters.ts'

/** What is sent in one direction, and converted on the way. */
type Data = Pick<Settings, 'encoding' | 'clientOrder' | 'serverOrder' | 'swapTime'>

/** Time that the sender and the receiver of `words` words spend reversing bytes, s. */
export interface Conversion {
  readonly sender: number
  readonly receiver: number
}

/**
 * Reversing bytes between two machines.
 * @param from order of the sender
 * @param to order of the receiver
 */
function conversion(p: Data, from: 'little' | 'big', to: 'little' | 'big', words: number): Conversion {
  const swap = words * p.swapTime
  if (p.encoding === 'receiver-makes-right') return { sender: 0, receiver: from === to ? 0 : swap }
  return { sender: from === 'little' ? swap : 0, receiver: to === 'little' ? swap : 0 }
}

/** The constant parts of a call, all in seconds. */
export interface Costs {
  /** Client: arguments put into the message, bytes reversed where need be. */
  readonly marshalArguments: number
  /** Client: the message copied into a kernel buffer. */
  readonly copy: number
  /** Server: arguments taken out of the request and results put into the reply. */
  readonly serverData: number
  /** Client: results taken out of the reply. */
  readonly unmarshalResults: number
  /** The request, the reply and a message without data on the wire, propagation not included. */
  readonly requestWire: number
  readonly replyWire: number
  readonly emptyWire: number
}

/** What each call costs besides the laws of its parameters. */
export function costsOf(p: Settings): Costs {
  const there = conversion(p, p.clientOrder, p.serverOrder, p.argumentWords)
  const back = conversion(p, p.serverOrder, p.clientOrder, p.resultWords)
  const wire = (words: number): number => (onTheWire(p, words * p.wordSize) * 8) / p.bandwidth
  return {
    marshalArguments: p.argumentWords * p.marshalTime + there.sender,
    copy: p.mode !== 'synchronous' && p.buffering === 'kernel' ? p.argumentWords * p.copyTime : 0,
    serverData: (p.argumentWords + p.resultWords) * p.marshalTime + there.receiver + back.sender,
    unmarshalResults: p.resultWords * p.marshalTime + back.receiver,
    requestWire: wire(p.argumentWords),
    replyWire: wire(p.resultWords),
    emptyWire: wire(0),
  }
}

/** Bytes of a message with its headers; one without data still is a packet. */
function onTheWire({ packetSize, headerSize }: Settings, bytes: number): number {
  return bytes + Math.max(1, Math.ceil(bytes / packetSize)) * headerSize
}
