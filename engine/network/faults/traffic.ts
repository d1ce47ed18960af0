import type { PartitionFault, Targets } from './fault.ts'

/** Which messages a fault is about. */
export interface TrafficOptions {
  /** Messages with an end in one of these. Default: all. */
  readonly hosts?: Targets
  /** Messages from one of these. Default: all. */
  readonly from?: Targets
  /** Messages to one of these. Default: all. */
  readonly to?: Targets
}

/** A set of pairs of hosts, quick to ask. */
export class Traffic {
  private readonly ends: Uint8Array | undefined
  private readonly from: Uint8Array | undefined
  private readonly to: Uint8Array | undefined

  constructor(count: number, { hosts = 'all', from = 'all', to = 'all' }: TrafficOptions) {
    this.ends = mask(count, hosts)
    this.from = mask(count, from)
    this.to = mask(count, to)
  }

  /** Whether messages between these two are meant. */
  includes(from: number, to: number): boolean {
    const { ends } = this
    return (
      (ends === undefined || ends[from] === 1 || ends[to] === 1) &&
      (this.from === undefined || this.from[from] === 1) &&
      (this.to === undefined || this.to[to] === 1)
    )
  }
}

function mask(count: number, targets: Targets): Uint8Array | undefined {
  if (targets === 'all') return undefined
  const members = new Uint8Array(count)
  for (const host of targets) members[host] = 1
  return members
}

/** A partition in force: who cannot reach whom. */
export class Cut {
  /** Group of each host, from 1; 0 for hosts that reach everybody. */
  private readonly group: Uint32Array
  private readonly oneWay: boolean

  constructor(count: number, groups: PartitionFault['groups'], oneWay: boolean) {
    this.oneWay = oneWay
    this.group = new Uint32Array(count)
    const rest = groups.indexOf('rest')
    if (rest >= 0) this.group.fill(rest + 1)
    groups.forEach((group, i) => {
      if (group !== 'rest') for (const host of group) this.group[host] = i + 1
    })
  }

  /** Whether a message from one to the other is held up. */
  separates(from: number, to: number): boolean {
    const source = this.group[from]!
    const target = this.group[to]!
    if (source === target || source === 0 || target === 0) return false
    return !this.oneWay || source === 1
  }
}
