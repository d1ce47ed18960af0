/** Base of every error the kernel raises itself; the message says where, what was given and what was expected. */
export class SimulationError extends Error {
  override readonly name: string = 'SimulationError'
}

/**
 * Nothing is left to happen, yet processes still wait. Names each of them and what it waits for.
 * Mark a process that may wait for ever (a server loop) as a daemon when it is spawned.
 */
export class Stalled extends SimulationError {
  override readonly name = 'Stalled'
  /** Simulated time of the stall, seconds. */
  readonly time: number
  /** One entry a waiting process, such as `peer-4 (signal "unchoked")`. */
  readonly waiting: readonly string[]

  constructor(time: number, waiting: readonly string[]) {
    const shown = waiting.slice(0, 10).join(', ') + (waiting.length > 10 ? `, and ${waiting.length - 10} more` : '')
    const wait = waiting.length === 1 ? '1 process waits' : `${waiting.length} processes wait`
    super(
      `Nothing left to happen at t=${time} s, but ${wait}: ${shown}. ` +
        'Fire what they wait for, or spawn a process that may wait for ever with { daemon: true }.',
    )
    this.time = time
    this.waiting = waiting
  }
}

/** A process threw and nobody waited for it; `cause` is what it threw. */
export class ProcessFailed extends SimulationError {
  override readonly name = 'ProcessFailed'

  constructor(process: string, time: number, cause: unknown) {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
    super(`Process "${process}" failed at t=${time} s: ${reason}`, { cause })
  }
}

/** Thrown inside a process at the point where it waits, when another process interrupts it. */
export class Interrupted extends SimulationError {
  override readonly name: string = 'Interrupted'

  /** @param cause whatever the interrupting party passed on. */
  constructor(cause?: unknown) {
    super(`Interrupted${cause === undefined ? '' : `: ${String(cause)}`}`, { cause })
  }
}

/** Thrown inside a process whose server was taken away for a request of better priority, or by a cut in capacity. */
export class Preempted extends Interrupted {
  override readonly name = 'Preempted'
  /** Name of the resource. */
  readonly resource: string
  /** Since when the server was held, seconds. */
  readonly since: number
  /** Name of the process that took it; undefined when capacity was cut. */
  readonly by: string | undefined

  constructor(resource: string, since: number, by: string | undefined) {
    super(`lost resource "${resource}" to ${by === undefined ? 'a cut in capacity' : `process "${by}"`}`)
    this.resource = resource
    this.since = since
    this.by = by
  }
}

/** A queue was full when a process tried to join it, does not admit its priority, or made room for a better one. */
export class Rejected extends SimulationError {
  override readonly name = 'Rejected'

  /** @param why completes "resource x", such as `is full: its queue holds at most 3` */
  constructor(what: string, why: string) {
    super(`${what} ${why}. Catch Rejected where the process asks to join.`)
  }
}

/** Thrown inside a process whose patience has run out, in a queue or in the stretch that a `Patience` spans. */
export class Reneged extends Interrupted {
  override readonly name = 'Reneged'
  /** How long it was patient, seconds. */
  readonly patience: number

  constructor(what: string, patience: number) {
    super(`patience of ${patience} s with ${what} has run out`)
    this.patience = patience
  }
}

/** Thrown inside a process that refuses to join a queue by the rule it gave to `acquire` or `serve`. */
export class Baulked extends SimulationError {
  override readonly name = 'Baulked'

  constructor(what: string, queueLength: number) {
    super(`Baulked at ${what}, where ${queueLength} wait. Catch Baulked where the process asks to join.`)
  }
}
