import type { Fingerprint, Ingredient } from './fingerprint.ts'
import type { Trace, TracedProcess } from './trace.ts'

/** What the watch sets in the kernel: it is told of every process that goes on. */
export interface Watched {
  onResume: ((process: { readonly name: string }) => void) | undefined
}

/** What an event does, see `Action` of the event list. */
type Watchable = (() => void) | { arrive(): void }

/**
 * Runs events on behalf of the run loop where somebody wants to know more than that they happened: a trace, or a
 * fingerprint of other ingredients than the usual two. Not made otherwise, so that nobody else pays for it.
 */
export class EventWatch {
  private readonly trace: Trace | undefined
  private readonly hash: Fingerprint | undefined
  private readonly time: boolean
  private readonly order: boolean
  private readonly label: boolean
  private readonly woken = new Set<TracedProcess>()

  /** @param hash takes the ingredients given; undefined when the run loop does it, or nobody. */
  constructor(
    kernel: Watched,
    trace: Trace | undefined,
    hash: Fingerprint | undefined,
    ingredients: ReadonlySet<Ingredient>,
  ) {
    this.trace = trace
    this.hash = hash
    this.time = ingredients.has('time')
    this.order = ingredients.has('order')
    this.label = ingredients.has('label')
    // Who runs is a process; its name alone is known to the lower layers of the kernel.
    kernel.onResume = (process) => this.woken.add(process as TracedProcess)
  }

  /** Runs one event and tells of it, even when it throws. */
  run(action: Watchable, number: number, time: number, order: number, sequence: number): void {
    this.woken.clear()
    try {
      if (typeof action === 'function') action()
      else action.arrive()
    } finally {
      const processes = [...this.woken]
      const label = labelOf(action, processes)
      const { hash } = this
      if (hash !== undefined) {
        if (this.time || this.order) hash.add(this.time ? time : 0, this.order ? sequence : 0)
        if (this.label) hash.addText(label)
      }
      this.trace?.event({ number, time, order, sequence, label, processes })
    }
  }
}

function labelOf(action: Watchable, [first, ...others]: readonly TracedProcess[]): string {
  if (first === undefined) return typeof action === 'function' && action.name !== '' ? action.name : 'callback'
  return others.length === 0 ? first.name : `${first.name} and ${others.length} more`
}
