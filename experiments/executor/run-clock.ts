/** Tells another thread which run of a batch is under way and since when; it works while the run keeps its thread busy. */
export class RunClock {
  static readonly bytes = 16
  readonly #index: Int32Array
  readonly #since: Float64Array

  constructor(buffer = new SharedArrayBuffer(RunClock.bytes)) {
    this.#index = new Int32Array(buffer, 0, 1)
    this.#since = new Float64Array(buffer, 8, 1)
  }

  get buffer(): SharedArrayBuffer {
    return this.#index.buffer as SharedArrayBuffer
  }

  begin(index: number): void {
    this.#since[0] = now()
    // Counted from 1, because 0 is what a new buffer holds.
    Atomics.store(this.#index, 0, index + 1)
  }

  end(): void {
    Atomics.store(this.#index, 0, 0)
  }

  /** Place of the run under way, counted from 0; undefined before the first and after the last. */
  get current(): number | undefined {
    const index = Atomics.load(this.#index, 0)
    return index === 0 ? undefined : index - 1
  }

  /** Milliseconds that the run has taken so far; 0 when there is none. */
  get elapsed(): number {
    return this.current === undefined ? 0 : now() - this.#since[0]!
  }
}

/** Milliseconds since the epoch, equal in all threads. */
function now(): number {
  return performance.timeOrigin + performance.now()
}
