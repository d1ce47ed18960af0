import type { Fingerprint, Ingredient } from './fingerprint.ts'
import type { Trace, TracedProcess } from './trace.ts'

/** What the watch reads of the kernel: the process that ran last, set each time one goes on. */
export interface Watched {
  latest: { readonly name: string } | undefined
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
    this.listen(kernel)
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

  /**
   * Hears of every process that goes on by taking the place of the kernel's field. One event can wake many processes,
   * and a hook in the kernel would cost those who do not trace.
   */
  private listen(kernel: Watched): void {
    let latest: Watched['latest']
    Object.defineProperty(kernel, 'latest', {
      get: () => latest,
      set: (process: Watched['latest']) => {
        latest = process
        // Who runs is a process; its name alone is known to the lower layers of the kernel.
        const traced = process as TracedProcess | undefined
        if (traced !== undefined) this.woken.add(traced)
      },
    })
  }
}

function labelOf(action: Watchable, [first, ...others]: readonly TracedProcess[]): string {
  if (first === undefined) return typeof action === 'function' && action.name !== '' ? action.name : 'callback'
  return others.length === 0 ? first.name : `${first.name} and ${others.length} more`
}
