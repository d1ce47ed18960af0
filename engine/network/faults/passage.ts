import { perform, type Action, type Arrival } from '../../time/event-list.ts'
import type { DropReason } from '../carrier.ts'
import type { FaultLayer } from './fault-layer.ts'

const nothing = (): void => {}

/** One message on its way through a fault layer. Serves one message after the other, so that none costs memory. */
export class Passage implements Arrival {
  from = 0
  to = 0
  size = 0
  /** Life of the sender in which it was sent. */
  life = 0
  lost = false
  /** Delay to be added after the network, seconds. */
  extra = 0
  onDelivered: Action = nothing
  onDropped: ((reason: DropReason) => void) | undefined = undefined
  /** What the network is given to tell of a drop: made once for all messages that this passage serves. */
  readonly dropped: (reason: DropReason) => void
  private readonly layer: FaultLayer

  constructor(layer: FaultLayer) {
    this.layer = layer
    this.dropped = (reason) => this.drop(reason)
  }

  /** The message has come through the network, or the delay after it is over. */
  arrive(): void {
    const { layer, extra } = this
    if (extra > 0 && !this.lost) {
      this.extra = 0
      layer.sim.schedule(extra, this)
      return
    }
    const reason = layer.verdict(this)
    if (reason !== undefined) return this.drop(reason)
    const { onDelivered, size } = this
    this.free()
    layer.count(size)
    perform(onDelivered)
  }

  private drop(reason: DropReason): void {
    const { onDropped, size } = this
    this.free()
    this.layer.drop(size, reason, onDropped)
  }

  /** Lets go before others are told, who may send at once: the next message finds this passage free. */
  private free(): void {
    this.onDelivered = nothing
    this.onDropped = undefined
    this.layer.release(this)
  }
}
