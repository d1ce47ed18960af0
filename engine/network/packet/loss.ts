import { SimulationError } from '../../errors.ts'
import type { RandomStream } from '../../random/stream.ts'

/**
 * Losses in bursts: a channel that is good or bad, and changes with each packet by the probabilities given.
 * In the long run it is bad for a fraction `goodToBad / (goodToBad + badToGood)` of the packets, and bad spells last
 * `1 / badToGood` packets on average.
 * @source E. N. Gilbert, "Capacity of a burst-noise channel", BSTJ 39 (1960); E. O. Elliott, BSTJ 42 (1963)
 */
export interface GilbertElliott {
  /** Probability that the channel turns bad after a packet in the good state. */
  goodToBad: number
  /** Probability that it turns good after a packet in the bad state. */
  badToGood: number
  /** Probability that a packet is lost in the good state; default 0. */
  lossGood?: number
  /** Probability that a packet is lost in the bad state; default 1. */
  lossBad?: number
}

/** Decides which packets of a link are lost. */
export interface LossProcess {
  /** Whether the next packet is lost. */
  next(): boolean
}

class Bernoulli implements LossProcess {
  private readonly probability: number
  private readonly stream: RandomStream

  constructor(probability: number, stream: RandomStream) {
    this.probability = probability
    this.stream = stream
  }

  next(): boolean {
    return this.stream.bernoulli(this.probability)
  }
}

/** Spends two uniforms a packet whatever happens, so that two designs meet the same channel. */
class Bursts implements LossProcess {
  private readonly channel: Required<GilbertElliott>
  private readonly stream: RandomStream
  private bad: boolean

  constructor(channel: Required<GilbertElliott>, stream: RandomStream) {
    this.channel = channel
    this.stream = stream
    const { goodToBad, badToGood } = channel
    // From the long-run mixture, so that no warm-up is needed; a channel that never changes is good.
    this.bad = stream.uniform01() * (goodToBad + badToGood) < goodToBad
  }

  next(): boolean {
    const { channel, stream, bad } = this
    const lost = stream.bernoulli(bad ? channel.lossBad : channel.lossGood)
    if (stream.bernoulli(bad ? channel.badToGood : channel.goodToBad)) this.bad = !bad
    return lost
  }
}

/**
 * @param owner begins error messages, such as `Link "a"`
 * @param stream asked for only when there are losses to draw
 * @returns undefined when nothing is ever lost
 * @throws SimulationError when a probability is not from 0 to 1
 */
export function lossProcess(
  loss: number | GilbertElliott,
  owner: string,
  stream: () => RandomStream,
): LossProcess | undefined {
  const check = (option: string, value: number): void => {
    if (!(value >= 0 && value <= 1))
      throw new SimulationError(`${owner}, ${option} = ${value}: expected a probability from 0 to 1.`)
  }
  if (typeof loss === 'number') {
    check('loss', loss)
    return loss > 0 ? new Bernoulli(loss, stream()) : undefined
  }
  const channel = { lossGood: 0, lossBad: 1, ...loss }
  for (const [option, value] of Object.entries(channel)) check(`loss.${option}`, value)
  return new Bursts(channel, stream())
}
