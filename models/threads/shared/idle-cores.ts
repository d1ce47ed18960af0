/** Stands for no core at all. */
export const NO_CORE = -1

/** The idle cores, longest idle first: a list linked through two arrays, with `cores` itself as its anchor. */
export class IdleCores {
  count = 0
  private readonly next: Int32Array
  private readonly previous: Int32Array
  private readonly isIdle: Uint8Array
  private readonly anchor: number

  constructor(cores: number) {
    this.anchor = cores
    this.next = new Int32Array(cores + 1).fill(cores)
    this.previous = new Int32Array(cores + 1).fill(cores)
    this.isIdle = new Uint8Array(cores)
    for (let core = 0; core < cores; core++) this.add(core)
  }

  add(core: number): void {
    const { next, previous, anchor } = this
    const tail = previous[anchor]!
    next[tail] = core
    previous[core] = tail
    next[core] = anchor
    previous[anchor] = core
    this.isIdle[core] = 1
    this.count++
  }

  /** Removes and returns the preferred core if it is idle, else the one idle longest; NO_CORE when none is idle. */
  take(preferred: number): number {
    if (this.count === 0) return NO_CORE
    const { next, previous } = this
    const core = preferred !== NO_CORE && this.isIdle[preferred] === 1 ? preferred : next[this.anchor]!
    next[previous[core]!] = next[core]!
    previous[next[core]!] = previous[core]!
    this.isIdle[core] = 0
    this.count--
    return core
  }
}
