/** A process as a trace sees it. */
export interface TracedProcess {
  readonly name: string
  /** True once it has ended. */
  readonly done: boolean
  /** What it waits for, such as `resource "servers"`. */
  describeWait(): string
}

/** One event that has run. */
export interface TracedEvent {
  /** Counted from 1: the event that `--until-event` means. */
  readonly number: number
  /** Simulated time, seconds. */
  readonly time: number
  /** Order class among the events of one instant, see `Order`. */
  readonly order: number
  /** When it was scheduled among all events ever scheduled, the order inside a class; random under `shuffleTies`. */
  readonly sequence: number
  /** Name of the process that went on, or of the first of several; otherwise the name of the function called. */
  readonly label: string
  /** Processes that went on in this event, in order. Each now waits for something, or is done. */
  readonly processes: readonly TracedProcess[]
}

/**
 * Receives every event of a run, for looking at what happened; a run without trace pays nothing. Any object with this
 * method can be given to a `Simulation`.
 */
export interface Trace {
  /** Called once an event has run, in order; for an event that throws too. */
  event(event: TracedEvent): void
}

/** One event of a ring trace. */
export interface TraceEntry {
  /** Simulated time, seconds. */
  readonly time: number
  readonly label: string
}

/** Keeps the last events in memory: what led up to a failure. */
export class RingTrace implements Trace {
  readonly capacity: number
  private readonly kept: TraceEntry[] = []
  private seen = 0

  /** @param capacity most events kept. @throws RangeError unless it is an integer >= 1. */
  constructor(capacity = 1000) {
    if (!(Number.isSafeInteger(capacity) && capacity >= 1)) {
      throw new RangeError(`Ring trace: capacity = ${capacity}: expected an integer >= 1.`)
    }
    this.capacity = capacity
  }

  event({ time, label }: TracedEvent): void {
    this.kept[this.seen++ % this.capacity] = { time, label }
  }

  /** Events seen, those no longer kept included. */
  get total(): number {
    return this.seen
  }

  /** The kept events, oldest first. */
  entries(): TraceEntry[] {
    const start = this.seen > this.capacity ? this.seen % this.capacity : 0
    return [...this.kept.slice(start), ...this.kept.slice(0, start)]
  }
}

/**
 * Hands every event to a callback as one line of text without line end: time in seconds, number, label, and what each
 * process that went on waits for now.
 *
 * @example
 * 0.25 #7 customer-3 -> resource "servers"
 * 0.5 #8 arrive
 * 0.75 #9 peer-1 and 2 more: peer-1 -> delay until t=3.75 s; peer-2 -> signal "go"; peer-3 ends
 */
export class LineTrace implements Trace {
  private readonly sink: (line: string) => void

  constructor(sink: (line: string) => void) {
    this.sink = sink
  }

  event({ time, number, label, processes }: TracedEvent): void {
    const what = (process: TracedProcess): string => (process.done ? ' ends' : ` -> ${process.describeWait()}`)
    let tail = ''
    if (processes.length === 1) tail = what(processes[0]!)
    else if (processes.length > 1) tail = `: ${processes.map((process) => process.name + what(process)).join('; ')}`
    this.sink(`${time} #${number} ${label}${tail}`)
  }
}
