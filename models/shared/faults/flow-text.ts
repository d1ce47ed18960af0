/** What flow text says: scalars are text, whatever they mean. */
export type FlowValue = string | readonly FlowValue[] | { readonly [key: string]: FlowValue }

/** Text that is not lists and maps, and where it stops being so. */
export class FlowTextError extends Error {}

/**
 * Reads lists and maps on one line, as YAML's flow style and JSON write them: `[{kind: crash, host: 3, at: 10s}]`.
 * A plain scalar ends at a comma, a closing bracket or a colon with a space, but not inside parentheses: a law such as
 * `erlang(4, 10ms)` needs no quotes.
 * @throws FlowTextError that says what was expected, and where
 */
export function readFlow(text: string): FlowValue {
  const reader = new Reader(text)
  const value = reader.value()
  reader.end()
  return value
}

class Reader {
  private readonly text: string
  private position = 0

  constructor(text: string) {
    this.text = text
  }

  value(): FlowValue {
    this.space()
    const next = this.text[this.position]
    if (next === '[') return this.list()
    if (next === '{') return this.map()
    return this.scalar()
  }

  end(): void {
    this.space()
    if (this.position < this.text.length) this.fail('the end')
  }

  private list(): readonly FlowValue[] {
    const items: FlowValue[] = []
    this.position++
    while (!this.closes(']')) {
      items.push(this.value())
      if (!this.takes(',') && !this.sees(']')) this.fail('"," or "]"')
    }
    return items
  }

  private map(): { readonly [key: string]: FlowValue } {
    // Without a prototype, so that a key such as "constructor" is a key like any other.
    const map = Object.create(null) as Record<string, FlowValue>
    this.position++
    while (!this.closes('}')) {
      const key = this.scalar()
      if (key in map) this.fail(`"${key}" once`)
      if (!this.takes(':')) this.fail(`":" behind "${key}"`)
      map[key] = this.value()
      if (!this.takes(',') && !this.sees('}')) this.fail('"," or "}"')
    }
    return map
  }

  private scalar(): string {
    this.space()
    const quote = this.text[this.position]
    if (quote === '"' || quote === "'") return this.quoted(quote)
    const start = this.position
    let depth = 0
    for (; this.position < this.text.length; this.position++) {
      const character = this.text[this.position]!
      if (character === '(') depth++
      else if (character === ')') depth--
      else if (depth <= 0 && /[,[\]{}:]/.test(character)) break
    }
    const scalar = this.text.slice(start, this.position).trim()
    if (scalar === '') this.fail('a value')
    return scalar
  }

  private quoted(quote: string): string {
    const end = this.text.indexOf(quote, this.position + 1)
    if (end < 0) this.fail(`a closing ${quote}`)
    const scalar = this.text.slice(this.position + 1, end)
    this.position = end + 1
    return scalar
  }

  private closes(bracket: string): boolean {
    return this.takes(bracket)
  }

  private takes(character: string): boolean {
    if (!this.sees(character)) return false
    this.position++
    return true
  }

  private sees(character: string): boolean {
    this.space()
    return this.text[this.position] === character
  }

  private space(): void {
    while (/\s/.test(this.text[this.position] ?? '')) this.position++
  }

  private fail(expected: string): never {
    const rest = this.text.slice(this.position, this.position + 12)
    const found = rest === '' ? 'the end' : `"${rest}"`
    throw new FlowTextError(`has ${found} at character ${this.position + 1}, where ${expected} was expected`)
  }
}
