/**
 * Feeds the streams to a public battery of tests, as 32-bit words on standard output until the reader has had enough:
 *
 *     node dist/engine/random/battery.js interleaved | dieharder -g 200 -d 0
 *
 * The arguments are a way of taking words from the streams, see `sources`, and a seed. Verdicts: docs/random.md.
 */
import { RandomStream } from './stream.ts'

/** Words handed over at a time. */
const BLOCK = 65_536
/** Streams that take turns in `interleaved`, as those of a model with a thousand peers do. */
const STREAMS = 1000

const TWO_21 = 2_097_152
const TWO_32 = 4_294_967_296

/** How words are taken from streams of a seed; each returns one uniform after the other. */
const sources: Record<string, (seed: string) => () => number> = {
  /** The 32 leading bits of the successive uniforms of one stream. */
  single: (seed) => {
    const stream = new RandomStream(seed, 'service')
    return () => stream.uniform01()
  },
  /** The 32 trailing bits of the 53. */
  trailing: (seed) => {
    const stream = new RandomStream(seed, 'service')
    return () => {
      const shifted = stream.uniform01() * TWO_21
      return shifted - Math.floor(shifted)
    }
  },
  /** One uniform of each of a thousand streams in turn, whose names differ in a digit. */
  interleaved: (seed) => {
    const streams = Array.from({ length: STREAMS }, (_, i) => new RandomStream(seed, `peer-${i}`))
    let turn = 0
    return () => streams[(turn = turn + 1 === STREAMS ? 0 : turn + 1)]!.uniform01()
  },
  /** One stream in successive replications in turn. */
  replications: (seed) => {
    const streams = Array.from({ length: STREAMS }, (_, i) => new RandomStream(`${seed}/${i}`, 'service'))
    let turn = 0
    return () => streams[(turn = turn + 1 === STREAMS ? 0 : turn + 1)]!.uniform01()
  },
  /** The first two uniforms of a new stream each time. */
  fresh: (seed) => {
    let created = 0
    let stream: RandomStream | undefined
    return () => {
      const last = stream
      if (last !== undefined) {
        stream = undefined
        return last.uniform01()
      }
      stream = new RandomStream(seed, `customer-${created++}`)
      return stream.uniform01()
    }
  },
}

const [, , source = '', seed = 'battery'] = process.argv
const make = sources[source]
if (make === undefined) {
  process.stderr.write(`usage: battery <${Object.keys(sources).join(' | ')}> [seed]\n`)
  process.exit(1)
}
const next = make(seed)
// The reader closes the pipe when it has had enough.
process.stdout.on('error', () => process.exit(0))

function write(): void {
  for (;;) {
    const words = new Uint32Array(BLOCK)
    for (let i = 0; i < BLOCK; i++) words[i] = next() * TWO_32
    if (!process.stdout.write(new Uint8Array(words.buffer))) break
  }
  process.stdout.once('drain', write)
}
write()
