/** A link that can be taken down and up. */
export interface Switchable {
  /** Takes the link down or up: what is sent over a link that is down does not arrive. */
  setUp(up: boolean): void
}

/** A network whose links, numbered from 0, can be taken down and up. */
export interface SwitchableLinks {
  /** Number of links. */
  readonly links: number
  /** False for a number that is none of a link. Default: all are there. */
  has?(link: number): boolean
  setUp(link: number, up: boolean): void
}

/** The links that faults may switch: each link an object, such as `packetNetwork.links`, or a `FluidNetwork` as it is. */
export class Links {
  /** Number of links, those that are not there included. */
  readonly count: number
  /** Numbers of the links that are there. */
  readonly ids: readonly number[]
  private readonly given: readonly (Switchable | undefined)[] | SwitchableLinks
  /** How many causes hold each link down. */
  private readonly causes: Int32Array

  constructor(given: readonly (Switchable | undefined)[] | SwitchableLinks) {
    this.given = given
    this.count = 'setUp' in given ? given.links : given.length
    this.ids = Array.from({ length: this.count }, (_, id) => id).filter((id) => this.isThere(id))
    this.causes = new Int32Array(this.count)
  }

  /** Whether there is a link of that number. */
  has(link: number): boolean {
    return this.causes[link] !== undefined && this.isThere(link)
  }

  /** Adds a cause for a link to be down. */
  down(link: number): void {
    if (this.causes[link]!++ === 0) this.set(link, false)
  }

  /** Takes a cause back; false when there is none. */
  up(link: number): boolean {
    if (this.causes[link] === 0) return false
    if (--this.causes[link]! === 0) this.set(link, true)
    return true
  }

  private isThere(link: number): boolean {
    const { given } = this
    return 'setUp' in given ? given.has?.(link) !== false : given[link] !== undefined
  }

  private set(link: number, up: boolean): void {
    if ('setUp' in this.given) this.given.setUp(link, up)
    else this.given[link]!.setUp(up)
  }
}
