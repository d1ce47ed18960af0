import type { Link, RandomStream, Simulation } from '../../../engine/index.ts'
import type { Call } from './call.ts'
import type { Ledger } from './ledger.ts'

/**
 * Messages of one kind in one direction. Requests and acknowledgements share a link and its bandwidth but have each
 * their own probability of loss, drawn from a stream of their own, so that more losses of one kind never change which
 * messages of another kind get lost.
 */
export class Channel {
  private readonly link: Link
  private readonly ledger: Ledger
  private readonly size: number
  private readonly loss: number
  private readonly losses: RandomStream

  /** @param kind name of the messages, and of their loss stream; size in bytes; loss a probability. */
  constructor(
    sim: Simulation,
    link: Link,
    ledger: Ledger,
    { kind, size, loss }: { kind: string; size: number; loss: number },
  ) {
    this.link = link
    this.ledger = ledger
    this.size = size
    this.loss = loss
    this.losses = sim.stream(`${kind}.loss`)
  }

  /** Sends a message about a call; `onArrival` is called if and when it arrives. */
  send(call: Call, onArrival: (call: Call) => void): void {
    call.pending++
    const gone = (): void => this.ledger.release(call)
    // A lost packet has used the link like any other, so it is lost on arrival and not here.
    const lost = this.losses.bernoulli(this.loss)
    const arrived = (): void => {
      onArrival(call)
      this.ledger.release(call)
    }
    this.link.send(this.size, lost ? gone : arrived, gone)
  }
}
