/** What stands in a line: carries its own links, so that joining and leaving allocate and search nothing. */
export interface Queued {
  previous: Queued | undefined
  following: Queued | undefined
}

/** A doubly linked line, in order of arrival unless somebody is put in front. */
export class Line<Q extends Queued> {
  first: Q | undefined = undefined
  last: Q | undefined = undefined

  append(item: Q): void {
    item.previous = this.last
    item.following = undefined
    if (this.last === undefined) this.first = item
    else this.last.following = item
    this.last = item
  }

  prepend(item: Q): void {
    item.previous = undefined
    item.following = this.first
    if (this.first === undefined) this.last = item
    else this.first.previous = item
    this.first = item
  }

  remove(item: Q): void {
    if (item.previous === undefined) this.first = item.following as Q | undefined
    else item.previous.following = item.following
    if (item.following === undefined) this.last = item.previous as Q | undefined
    else item.following.previous = item.previous
    item.previous = item.following = undefined
  }

  *[Symbol.iterator](): Generator<Q, void, undefined> {
    let item = this.first
    while (item !== undefined) {
      // Read first: the consumer may take the item out.
      const following = item.following as Q | undefined
      yield item
      item = following
    }
  }
}
