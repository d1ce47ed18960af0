import { readSync } from 'node:fs'

/** A line of a file, without its newline. */
export interface Line {
  /** To be read before the next line is asked for. */
  readonly bytes: Buffer
  /** In bytes from the start of the file. */
  readonly offset: number
  /** In bytes. */
  readonly length: number
}

const newline = 0x0a
const chunkSize = 1 << 20

/** The lines of a file that end in a newline, from a place on, read in pieces. What a crash left unfinished is no line. */
export function* completeLines(fd: number, from = 0): Generator<Line> {
  let pending = Buffer.alloc(0)
  let offset = from
  const chunk = Buffer.allocUnsafe(chunkSize)
  for (;;) {
    const count = readSync(fd, chunk, 0, chunkSize, offset + pending.length)
    if (count === 0) return
    const bytes = Buffer.concat([pending, chunk.subarray(0, count)])
    let start = 0
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      yield { bytes: bytes.subarray(start, end), offset: offset + start, length: end - start }
      start = end + 1
    }
    pending = bytes.subarray(start)
    offset += start
  }
}
