/** Receives every event of a run, for looking at what happened; a run without trace pays nothing. */
export interface Trace {
  /**
   * Called once per event, in order.
   * @param time simulated time in seconds.
   * @param label what happened or to whom, such as the name of a process.
   */
  event(time: number, label: string): void
}

/** One event of a trace. */
export interface TraceEntry {
  /** Simulated time in seconds. */
  readonly time: number
  readonly label: string
}

/** Keeps the last events in memory: what led up to a failure. */
export class RingTrace implements Trace {
  readonly capacity: number
  readonly #entries: TraceEntry[] = []
  #total = 0

  /** @param capacity most events kept. @throws RangeError unless it is an integer >= 1. */
  constructor(capacity = 1000) {
    if (!(Number.isSafeInteger(capacity) && capacity >= 1)) {
      throw new RangeError(`Ring trace: capacity = ${capacity}: expected an integer >= 1.`)
    }
    this.capacity = capacity
  }

  event(time: number, label: string): void {
    this.#entries[this.#total++ % this.capacity] = { time, label }
  }

  /** Events seen, those no longer kept included. */
  get total(): number {
    return this.#total
  }

  /** The kept events, oldest first. */
  entries(): TraceEntry[] {
    const start = this.#total > this.capacity ? this.#total % this.capacity : 0
    return [...this.#entries.slice(start), ...this.#entries.slice(0, start)]
  }
}

/** Hands every event to a callback as one line of text, `<time> <label>`, without line end. */
export class LineTrace implements Trace {
  readonly #sink: (line: string) => void

  constructor(sink: (line: string) => void) {
    this.#sink = sink
  }

  event(time: number, label: string): void {
    this.#sink(`${time} ${label}`)
  }
}
