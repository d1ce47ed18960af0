import { isMap, isScalar, LineCounter, parseDocument, type Document, type YAMLError } from 'yaml'

/** A path into a study file: keys and list positions, `['vary', 'servers', 2]`. */
export type StudyPath = readonly (string | number)[]

/**
 * Something in a study file that can not be used. The message begins with `file:line:column` and ends with the line
 * in question and a caret under the place.
 */
export class StudyError extends Error {
  readonly file: string
  /** Counted from 1; 0 when the file as a whole is meant. */
  readonly line: number
  /** Counted from 1; 0 when the file as a whole is meant. */
  readonly column: number

  constructor(message: string, file: string, line = 0, column = 0) {
    super(message)
    this.name = 'StudyError'
    this.file = file
    this.line = line
    this.column = column
  }
}

/** A study as it was written, which knows where each of its keys and values stands. */
export interface StudySource {
  /** Name of the file, for messages. */
  readonly file: string
  /** The content as plain JavaScript values. */
  readonly content: unknown
  /**
   * An error that points at the value at `path`, or at its key; at the nearest enclosing value when the path does not exist.
   * @param offset characters into the value, for a place inside a text
   */
  error(path: StudyPath, message: string, at?: 'value' | 'key', offset?: number): StudyError
  /** Line and column of a key or value, counted from 1; undefined when it is not in the file. */
  place(path: StudyPath, at?: 'value' | 'key'): { line: number; column: number } | undefined
}

/** The text of a study file in YAML. */
export class StudyText implements StudySource {
  readonly file: string
  readonly #lines: readonly string[]
  readonly #counter = new LineCounter()
  readonly #document: Document

  /**
   * @param file name of the file, for messages only
   * @throws {StudyError} when the text is not YAML, or not a map
   */
  constructor(file: string, text: string) {
    this.file = file
    this.#lines = text.split(/\r?\n/)
    this.#document = parseDocument(text, { lineCounter: this.#counter, prettyErrors: false })
    const problem = this.#document.errors[0] ?? this.#document.warnings[0]
    if (problem !== undefined) throw this.#error(explain(problem), problem.pos[0])
    if (!isMap(this.#document.contents)) {
      const given = this.#document.contents === null ? 'the file is empty' : 'the file is not a map of keys'
      throw this.#error(`${given}; expected at least the keys "model" and "title"`, 0)
    }
  }

  /** The content as plain JavaScript values. */
  get content(): unknown {
    return this.#document.toJS()
  }

  error(path: StudyPath, message: string, at: 'value' | 'key' = 'value', offset = 0): StudyError {
    const start = (at === 'key' ? this.#keyOffset(path) : undefined) ?? this.#valueOffset(path)
    return this.#error(message, start + this.#inside(path, start, offset))
  }

  place(path: StudyPath, at: 'value' | 'key' = 'value'): { line: number; column: number } | undefined {
    const exists = path.length > 0 && this.#document.hasIn(path)
    if (!exists) return undefined
    const offset = (at === 'key' ? this.#keyOffset(path) : undefined) ?? this.#valueOffset(path)
    const { line, col } = this.#counter.linePos(offset)
    return { line, column: col }
  }

  /** How far a character of a text stands behind the start of the scalar that holds it. */
  #inside(path: StudyPath, start: number, offset: number): number {
    const node: unknown = offset === 0 ? undefined : this.#document.getIn(path, true)
    if (!isScalar(node) || typeof node.value !== 'string' || node.range?.[0] !== start) return 0
    // Folded and escaped texts differ from what is in the file; their start has to do.
    const quote = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 1 : 0
    const written = this.#lines.join('\n').slice(start + quote, start + quote + node.value.length)
    return written === node.value ? quote + offset : 0
  }

  #valueOffset(path: StudyPath): number {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = this.#document.getIn(path.slice(0, length), true)
      if (hasRange(node)) {
        // A missing value (`servers:` and nothing behind it) has an empty range: its key says more.
        const empty = isScalar(node) && node.source === '' && node.value === null
        return (empty ? this.#keyOffset(path.slice(0, length)) : undefined) ?? node.range[0]
      }
    }
    const root: unknown = this.#document.contents
    return hasRange(root) ? root.range[0] : 0
  }

  #keyOffset(path: StudyPath): number | undefined {
    const parent: unknown = path.length === 1 ? this.#document.contents : this.#document.getIn(path.slice(0, -1), true)
    if (!isMap(parent)) return undefined
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)))
    return hasRange(pair?.key) ? pair.key.range[0] : undefined
  }

  #error(message: string, offset: number): StudyError {
    const { line, col } = this.#counter.linePos(offset)
    const source = this.#lines[line - 1] ?? ''
    const gutter = `  ${line} | `
    // A tab in front of the place is kept a tab, so that the caret stands under it at any tab width.
    const indent = ' '.repeat(gutter.length) + source.slice(0, col - 1).replace(/[^\t]/g, ' ')
    return new StudyError(
      `${this.file}:${line}:${col}: ${message}\n${gutter}${source}\n${indent}^`,
      this.file,
      line,
      col,
    )
  }
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
}

function explain({ code, message }: YAMLError): string {
  const first = (message.split('\n')[0] ?? message).replace(/[.:]$/, '')
  const missing = / end with an? (\S+)$/.exec(first)?.[1]
  if (missing !== undefined) return `this is not valid YAML: a closing ${missing} is missing`
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'a tab is used for indentation; YAML allows only spaces: put two spaces in its place'
    case 'DUPLICATE_KEY':
      return 'this key is given twice in the same map; keep one of the two'
    case 'MULTIPLE_DOCS':
      return 'a second document begins here (---); a study file holds one study'
    default:
      return `this is not valid YAML: ${first.charAt(0).toLowerCase()}${first.slice(1)}`
  }
}
