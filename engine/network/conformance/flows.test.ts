import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkFlows, finishingTimes, read } from './flows.ts'

const folder = fileURLToPath(new URL('flows', import.meta.url))
const load = (name: string): string => readFileSync(join(folder, name), 'utf8')
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))

describe('fluid flows', () => {
  it.each(names)('end when the exact solver and SimGrid say: %s', (name) => {
    expect(checkFlows(load(name))).toEqual([])
  })

  it.each(names)('keep the invariants at every change of rates: %s', (name) => {
    const scenario = read(JSON.parse(load(name)))
    expect(finishingTimes(scenario, 'round-trip', true).every((time) => time > 0)).toBe(true)
    expect(finishingTimes(scenario, 'tcp-lv08', true).every((time) => time > 0)).toBe(true)
  })
})

describe('a case that is not understood', () => {
  const alter = (change: (data: Record<string, any>) => void): string => {
    const data = JSON.parse(load('01-single.json'))
    change(data)
    return JSON.stringify(data)
  }
  it.each<[string, (data: Record<string, any>) => void, string]>([
    ['no links', (data) => delete data['links'], 'links: expected a list.'],
    ['an unknown policy', (data) => (data['links'][0].policy = 'wifi'), 'policy of link l = "wifi"'],
    ['an unknown link', (data) => (data['routes'][0].links = ['m']), 'link of a route = "m"'],
    ['no route', (data) => (data['flows'][0].dst = 'c'), 'route of flow 0 = "a c"'],
    ['a negative size', (data) => (data['flows'][0].size = -1), 'size of flow 0 = -1'],
    ['no results', (data) => (data['results'] = {}), 'results has none of the columns'],
    ['results that are too few', (data) => (data['results'].exact = []), 'results.exact has 0 entries'],
  ])('is refused: %s', (_, change, message) => {
    expect(() => checkFlows(alter(change))).toThrow(message)
  })

  it('is told from one that disagrees', () => {
    const wrong = alter((data) => (data['results'].exact = [2.1]))
    expect(checkFlows(wrong)).toEqual(['Flow 0 by round-trip ends at 2 s: exact says 2.1 s.'])
  })
})
