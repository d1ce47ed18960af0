import { RandomStream } from './stream.ts'

/** The random streams of one simulation, each made when it is first asked for. */
export class Streams {
  private readonly seed: string
  private readonly antithetic: boolean | readonly string[]
  private readonly onDraw: ((draw: number) => void) | undefined
  private readonly byName = new Map<string, RandomStream>()

  /**
   * @param antithetic mirror all streams, or those named
   * @param onDraw is told of every draw
   */
  constructor(seed: string, antithetic: boolean | readonly string[], onDraw: ((draw: number) => void) | undefined) {
    this.seed = seed
    this.antithetic = antithetic
    this.onDraw = onDraw
  }

  named(name: string): RandomStream {
    let stream = this.byName.get(name)
    if (stream === undefined) {
      const { antithetic, onDraw } = this
      const mirrored = typeof antithetic === 'boolean' ? antithetic : antithetic.includes(name)
      stream = new RandomStream(this.seed, name, { antithetic: mirrored, ...(onDraw && { onDraw }) })
      this.byName.set(name, stream)
    }
    return stream
  }
}
