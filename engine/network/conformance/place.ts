/** A value in a file, and where it stands. Every reader refuses what it does not understand, with the place. */
export class Place {
  private readonly value: unknown
  private readonly where: string

  private constructor(value: unknown, where: string) {
    this.value = value
    this.where = where
  }

  /**
   * The value that a whole file is.
   * @throws Error when it is no JSON
   */
  static ofJson(text: string): Place {
    try {
      return new Place(JSON.parse(text), '')
    } catch (cause) {
      throw new Error(`the file is no JSON: ${(cause as Error).message}.`, { cause })
    }
  }

  get isNull(): boolean {
    return this.value === null
  }

  get isMissing(): boolean {
    return this.value === undefined
  }

  /**
   * Says which fields an object may have: any other would go unnoticed.
   * @throws Error for another, and when it is no object
   */
  only(...known: string[]): void {
    this.refuseOthers(known, () => true)
  }

  /** The same for a whole case, where another text is taken for a remark. */
  onlyBesideRemarks(...known: string[]): void {
    this.refuseOthers(known, (field) => typeof this.get(field).value !== 'string')
  }

  get(field: string): Place {
    const { value } = this
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.refuse('an object')
    return new Place((value as Record<string, unknown>)[field], this.named(field))
  }

  list<T>(read: (entry: Place) => T): T[] {
    const { value } = this
    if (!Array.isArray(value)) return this.refuse('a list')
    return value.map((entry, i) => read(new Place(entry, `${this.where}[${i}]`)))
  }

  text(): string {
    return typeof this.value === 'string' ? this.value : this.refuse('a text')
  }

  /** One of some texts. */
  oneOf<T extends string>(...known: readonly T[]): T {
    const found = known.find((one) => one === this.value)
    return found ?? this.refuse(known.map((one) => JSON.stringify(one)).join(' or '))
  }

  number(expected = 'a finite number', least = -Infinity): number {
    const { value } = this
    return typeof value === 'number' && Number.isFinite(value) && value >= least ? value : this.refuse(expected)
  }

  whole(): number {
    return Number.isSafeInteger(this.value) ? this.number('an integer >= 0', 0) : this.refuse('an integer >= 0')
  }

  /** A number or a text that names something. */
  name(): string {
    return typeof this.value === 'number' || typeof this.value === 'string'
      ? String(this.value)
      : this.refuse('a number or a text')
  }

  refuse(expected: string): never {
    const given = JSON.stringify(this.value) ?? 'missing'
    const short = given.length > 80 ? `${given.slice(0, 77)}...` : given
    throw new Error(`${this.where === '' ? 'the file' : this.where} is ${short}: expected ${expected}.`)
  }

  private refuseOthers(known: readonly string[], matters: (field: string) => boolean): void {
    const { value } = this
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.refuse('an object')
    const unknown = Object.keys(value as object).find((field) => !known.includes(field) && matters(field))
    if (unknown === undefined) return
    throw new Error(`${this.named(unknown)} is not known: expected no other fields than ${known.join(', ')}.`)
  }

  private named(field: string): string {
    return this.where === '' ? field : `${this.where}.${field}`
  }
}

/** Fields that say of a case what a reader may want to know, and nothing of what is to be simulated. */
export const REMARKS = ['name', 'description', 'source', 'note', 'notes', 'comment'] as const
