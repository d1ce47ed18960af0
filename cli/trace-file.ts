import { closeSync, openSync, writeSync } from 'node:fs'
import { extname } from 'node:path'
import { ChromeTrace, LineTrace, type Trace } from '../engine/index.ts'

/** Characters gathered before the file is written to. */
const CHUNK = 65_536

/** A trace that goes into a file. */
export interface TraceFile {
  readonly trace: Trace
  /** Completes the file. @param time where the run ended, seconds */
  close(time: number): void
}

/** The file can not be written. */
export class TraceFileError extends Error {}

/**
 * Opens a file for the trace of one run; the extension says in which form.
 * @throws when the extension is another than .json or .log, or the file can not be written
 */
export function openTraceFile(path: string, title: string): TraceFile {
  const extension = extname(path)
  if (extension !== '.json' && extension !== '.log') {
    throw new Error(
      `--trace ${path}: expected a name that ends in .json (for https://ui.perfetto.dev) or .log (text, a line an event).`,
    )
  }
  const output = new TextFile(path)
  if (extension === '.log') {
    return { trace: new LineTrace((line) => output.write(`${line}\n`)), close: () => output.close() }
  }
  const trace = new ChromeTrace((text) => output.write(text), title)
  const close = (time: number): void => {
    trace.close(time)
    output.close()
  }
  return { trace, close }
}

class TextFile {
  private readonly path: string
  private readonly file: number
  private pending = ''

  constructor(path: string) {
    this.path = path
    this.file = this.tried(() => openSync(path, 'w'))
  }

  write(text: string): void {
    this.pending += text
    if (this.pending.length >= CHUNK) this.flush()
  }

  close(): void {
    this.flush()
    closeSync(this.file)
  }

  private flush(): void {
    const bytes = Buffer.from(this.pending)
    this.pending = ''
    this.tried(() => {
      for (let written = 0; written < bytes.length;) written += writeSync(this.file, bytes, written)
    })
  }

  private tried<T>(action: () => T): T {
    try {
      return action()
    } catch (cause) {
      throw new TraceFileError(`Cannot write the trace ${this.path}: ${(cause as Error).message}.`, { cause })
    }
  }
}
