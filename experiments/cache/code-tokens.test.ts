import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compiledRoot } from '../package-root.ts'
import { codeTokens } from './code-tokens.ts'

const same = (a: string, b: string): void => expect(codeTokens(a)).toBe(codeTokens(b))
const differ = (a: string, b: string): void => expect(codeTokens(a)).not.toBe(codeTokens(b))

describe('the words of a code', () => {
  it.each([
    ['comments', 'f(a) // why', '/** Says\n what. */ f(/* a */a)\n//# sourceMappingURL=x'],
    ['white space', 'const x = { a: [1, 2] }', 'const x={\n\ta:[1,\n  2]\n}\n'],
    ['the kind of quotes', `f('a', "b")`, `f("a", 'b')`],
    ['trailing commas', 'f(a, [b], { c })', 'f(\n  a,\n  [b,],\n  { c, },\n)'],
    ['comments between the parts of a template', '`a${b /* c */}d`', '`a${\n  b\n}d`'],
  ])('do not change with %s', (_what, a, b) => same(a, b))

  it.each([
    ['a number', 'f(1)', 'f(1.5)'],
    ['an operator', 'a < b', 'a <= b'],
    ['a name', 'f(a)', 'f(b)'],
    ['text that looks like a comment', `'a//b'`, `'a//c'`],
    ['white space within text', `'a b'`, `'a  b'`],
    ['white space within a template', '`a b`', '`a  b`'],
    ['a regular expression that looks like a comment', 'x = /[/*]/', 'x = /[/*]*/'],
    ['what stands behind a regular expression', 'if (a) /\\//.test(b); f()', 'if (a) /\\//.test(b); g()'],
    ['what stands behind a division', 'x = (a) / 2 // 3 / 4\n f()', 'x = (a) / 2 // 3 / 4\n g()'],
    ['a quote in other quotes', `"'"`, `'"'`],
    ['a hole in a list', '[a,,]', '[a,]'],
    ['where return ends', 'return\nx', 'return x'],
    ['which side ++ stands on', 'a\n++b', 'a++\nb'],
    ['which words are apart', 'ab', 'a b'],
    ['which operators are apart', 'a + +b', 'a ++b'],
    ['a getter and a field', 'class A { get\nx() {} }', 'class A { get x() {} }'],
  ])('change with %s', (_what, a, b) => differ(a, b))

  it('are the text itself where a slash can not be told for certain, so that no change is overlooked', () => {
    const uncertain = 'function f() {}\n/a//b/.test(c) // why'
    expect(codeTokens(uncertain)).toBe(uncertain)
    expect(codeTokens('f(`')).toBe('f(`')
  })

  it('are found in every compiled file of ours, so that none of them is compared by its comments', () => {
    const files = readdirSync(compiledRoot, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.js'),
    )
    const texts = files.map((file) => readFileSync(join(compiledRoot, file), 'utf8'))
    expect(texts.filter((text) => codeTokens(text) === text)).toEqual([])
    expect(texts.length).toBeGreaterThan(100)
  })
})
