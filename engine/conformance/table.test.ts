import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

// Keeps docs/conformance.md honest: cases.txt lists the cases, the page says which test holds each of them.

interface Row {
  id: string
  about: string
  /** Test file, from the root of the project. */
  test: string
}

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

const cases = read('engine/conformance/cases.txt').trim().split('\n')

const rows: Row[] = read('docs/conformance.md')
  .split('\n')
  .flatMap((line) => {
    const [, id, about, test] = /^\| ([A-Z]\d+) \| (.+?) \| \[[^\]]+\]\(\.\.\/([^)]+)\) \|/.exec(line) ?? []
    return id === undefined ? [] : [{ id, about: about!, test: test! }]
  })

/** Ids in parentheses in the names of the tests of a file. */
function casesIn(test: string): Set<string> {
  const names = [...read(test).matchAll(/\b(?:it|describe)(?:\.each\(\w+\))?\(\s*(['"])(.+)\1,/g)]
  return new Set(names.flatMap(([, , name]) => [...name!.matchAll(/\(([A-Z]\d+)\)/g)].map(([, id]) => id!)))
}

describe('the table of conformance', () => {
  it('has one row for every case, in their order', () => {
    expect(cases.length).toBeGreaterThan(70)
    expect(rows.map(({ id, about }) => `${id} ${about}`)).toEqual(cases)
  })

  it('names for every case a file with a test that is named after it', () => {
    const untested = rows.filter(({ id, test }) => !casesIn(test).has(id)).map(({ id, test }) => `${id} in ${test}`)
    expect(untested).toEqual([])
  })

  it('knows every case that the tests are named after', () => {
    const listed = new Set(rows.map(({ id }) => id))
    const files = new Set(rows.map(({ test }) => test))
    const unknown = [...files].flatMap((test) => [...casesIn(test)].filter((id) => !listed.has(id)))
    expect(unknown).toEqual([])
  })

  // The collection that the cases come from lies beside the project where it is developed, and not in a clone.
  const collection = new URL('../shared/conformance/CASES.md', root)
  it.skipIf(!existsSync(collection))('lists all cases of the collection that concern the engine', () => {
    const ids = [...readFileSync(collection, 'utf8').matchAll(/^(?:- )?\*\*([A-Z]\d+)\b/gm)].map(([, id]) => id!)
    const ours = ids.filter((id) => /^([ABC]\d+|F4|G[1-9])$/.test(id))
    expect(cases.map((line) => line.split(' ')[0])).toEqual(ours)
  })
})
