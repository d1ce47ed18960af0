/**
 * The words of a JavaScript text, one a line, without comments and formatting: texts that differ only in white space,
 * comments, kind of quotes or trailing commas give the same words; any other two differ.
 * A text in which a slash can not be told for certain (a regular expression or a division) is given back as it is.
 */
export function codeTokens(text: string): string {
  try {
    return new Scanner(text).words().join('\n')
  } catch (error) {
    if (error instanceof Uncertain) return text
    throw error
  }
}

class Uncertain extends Error {}

const identifierStart = /[\p{L}\p{Nl}$_#\\]/u
const word = /(?:[\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}$#\u200c\u200d]|\\u(?:[0-9a-fA-F]{4}|\{[0-9a-fA-F]+\}))+/uy
const number = /(?:0[xXbBoO][\da-fA-F_]+n?|(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:[eE][+-]?\d+)?n?)/y
const space = /[\s\ufeff]+/y
const quoted = /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"/y
const regularExpression = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[\p{L}]*/uy
const operator =
  />>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|<<|>>|\*\*|[{}()[\];,<>+\-*/%&|^!~?:=.@]/y

/** After these words a slash begins a regular expression. */
const beforeExpression = new Set(
  'return throw typeof case delete void in of new instanceof do else yield await default extends'.split(' '),
)
/** Heads of statements: what follows their closing parenthesis is a new expression. */
const heads = new Set(['if', 'while', 'for', 'with'])
/** Where JavaScript reads a line end as the end of the statement or of a class member, so that it is a word of its own. */
const lineMatters = new Set('return throw break continue yield async get set static accessor ++ --'.split(' '))

class Scanner {
  readonly #text: string
  #at = 0
  readonly #words: string[] = []
  /** For each open bracket: the word before it. */
  readonly #open: string[] = []
  /** Whether the last closed parenthesis was the head of a statement. */
  #headClosed = false

  constructor(text: string) {
    this.#text = text.startsWith('#!') ? text.slice(text.indexOf('\n')) : text
  }

  words(): string[] {
    this.#scan(false)
    return this.#words
  }

  /** @param inTemplate ends at the brace that closes a substitution */
  #scan(inTemplate: boolean): void {
    const depth = this.#open.length
    let newline = false
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!
      const blank = this.#match(space) ?? this.#comment(char)
      if (blank !== undefined) {
        newline ||= blank.includes('\n')
        continue
      }
      if (inTemplate && char === '}' && this.#open.length === depth) return
      this.#addWord(char, newline)
      newline = false
    }
    if (inTemplate || this.#open.length > 0) throw new Uncertain()
  }

  #comment(char: string): string | undefined {
    if (char !== '/') return undefined
    const next = this.#text[this.#at + 1]
    if (next !== '/' && next !== '*') return undefined
    const end = next === '/' ? this.#text.indexOf('\n', this.#at) : this.#text.indexOf('*/', this.#at + 2) + 2
    const from = this.#at
    this.#at = end < from + 2 ? this.#text.length : end
    return this.#text.slice(from, this.#at)
  }

  #addWord(char: string, newline: boolean): void {
    const last = this.#words.at(-1) ?? ''
    if (char === '`') return this.#template()
    let found: string | undefined
    if (char === "'" || char === '"') found = plainQuotes(this.#match(quoted))
    else if (/\d/.test(char) || (char === '.' && /\d/.test(this.#text[this.#at + 1] ?? ''))) found = this.#match(number)
    else if (identifierStart.test(char)) found = this.#match(word)
    else if (char === '/' && this.#expressionBegins(last)) found = this.#match(regularExpression)
    else found = this.#match(operator)
    if (found === undefined || found === '') throw new Uncertain()
    if (newline && (lineMatters.has(last) || found === '++' || found === '--')) this.#words.push('')
    this.#bracket(found, last)
    this.#words.push(found)
  }

  #bracket(found: string, last: string): void {
    if (found === '(' || found === '[' || found === '{') this.#open.push(last)
    else if (found === ')' || found === ']' || found === '}') {
      const before = this.#open.pop()
      if (before === undefined) throw new Uncertain()
      this.#headClosed = found === ')' && heads.has(before)
      // A trailing comma says nothing, but for a hole in a list: [,] is not [].
      const comma = last === ',' && !['[', ',', ''].includes(this.#words.at(-2) ?? '')
      if (comma) this.#words.pop()
    }
  }

  #template(): void {
    let from = this.#at++
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at]
      if (char === '\\') this.#at++
      else if (char === '`') {
        this.#words.push(JSON.stringify(this.#text.slice(from, ++this.#at)))
        return
      } else if (char === '$' && this.#text[this.#at + 1] === '{') {
        this.#at += 2
        this.#words.push(JSON.stringify(this.#text.slice(from, this.#at)))
        this.#scan(true)
        from = this.#at
      }
    }
    throw new Uncertain()
  }

  /** Whether a slash here begins a regular expression. */
  #expressionBegins(last: string): boolean {
    if (last === ')') return this.#headClosed
    // Behind a block it does, behind an object or a function it divides: rare enough not to tell them apart.
    if (last === '}') throw new Uncertain()
    if (last === '' || beforeExpression.has(last)) return true
    return !/^[\p{L}\p{Nl}\p{Nd}$_#'"\]\\.]/u.test(last) || last === '...'
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }
}

/** Quotes of one kind around a text that holds neither kind and no escapes. */
function plainQuotes(text: string | undefined): string | undefined {
  return text === undefined || /["'\\]/.test(text.slice(1, -1)) ? text : `'${text.slice(1, -1)}'`
}
