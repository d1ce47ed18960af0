import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readFlowCase } from './flow-case.ts'
import { checkFlows, finishingTimes } from './flows.ts'

const folder = fileURLToPath(new URL('flows', import.meta.url))
const load = (name: string): string => readFileSync(join(folder, name), 'utf8')
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))

describe('fluid flows', () => {
  it.each(names)('end when the exact solver and SimGrid say: %s', (name) => {
    expect(checkFlows(load(name))).toEqual([])
  })

  it.each(names)('keep the invariants at every change of rates: %s', (name) => {
    const scenario = readFlowCase(load(name))
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
    ['no links', (data) => delete data['links'], 'links is missing: expected a list.'],
    [
      'an unknown policy',
      (data) => (data['links'][0].policy = 'wifi'),
      'links[0].policy is "wifi": expected "shared" or',
    ],
    ['no bandwidth', (data) => (data['links'][0].bandwidth = 0), 'links[0].bandwidth is 0: expected a number of bytes'],
    ['a negative latency', (data) => (data['links'][0].latency = -1), 'links[0].latency is -1: expected a number'],
    ['two links of one id', (data) => data['links'].push(data['links'][0]), 'expected no second link "l"'],
    ['an unknown link', (data) => (data['routes'][0].links = ['m']), 'routes[0].links[0] is "m": expected the id of'],
    [
      'a loop',
      (data) => (data['routes'][0].links = ['l', 'l']),
      'routes[0].links is ["l","l"]: expected each link once',
    ],
    ['an empty route', (data) => (data['routes'][0].links = []), 'routes[0].links is []: expected one link or more'],
    ['two routes of one pair', (data) => data['routes'].push(data['routes'][0]), 'expected no second route "a b"'],
    ['a route to nowhere', (data) => (data['routes'][0].dst = 'z'), 'routes[0].dst is "z": expected one of the hosts'],
    [
      'no route',
      (data) => (data['flows'][0].dst = 'c'),
      'flows[0].dst is "c": expected a host to which a route leads from a',
    ],
    ['a negative size', (data) => (data['flows'][0].size = -1), 'flows[0].size is -1: expected a number of bytes > 0.'],
    ['no size', (data) => delete data['flows'][0].size, 'flows[0].size is missing'],
    [
      'no rate limit',
      (data) => delete data['flows'][0].rate_limit,
      'flows[0].rate_limit is missing: expected null, or',
    ],
    ['no flow', (data) => (data['flows'][0] = null), 'flows[0] is null: expected an object.'],
    ['two flows of one id', (data) => data['flows'].push(data['flows'][0]), 'expected no second flow "0"'],
    [
      'no columns',
      (data) => (data['results'] = {}),
      'results is {}: expected at least one of the columns exact, simgrid',
    ],
    ['no results', (data) => delete data['results'], 'results is missing: expected an object.'],
    ['results that are too few', (data) => (data['results'].exact = []), 'results.exact is []: expected 1 entries'],
    [
      'a result that is no number',
      (data) => (data['results'].exact = ['2']),
      'results.exact[0] is "2": expected a number',
    ],
    ['a field of the file', (data) => (data['tariff'] = 1), 'tariff is not known: expected no other fields than'],
    ['a field of a link', (data) => (data['links'][0].duplex = 'half'), 'links[0].duplex is not known'],
    ['a field of a route', (data) => (data['routes'][0].cost = 1), 'routes[0].cost is not known'],
    ['a field of a flow', (data) => (data['flows'][0].weight = 2), 'flows[0].weight is not known: expected no other'],
    [
      'a column',
      (data) => (data['results'].ns3 = [1]),
      'results.ns3 is not known: expected no other fields than exact',
    ],
  ])('is refused: %s', (_, change, message) => {
    expect(() => checkFlows(alter(change))).toThrow(message)
  })

  it.each([
    ['', 'the file is no JSON: '],
    ['{ "links": [', 'the file is no JSON: '],
    ['null', 'the file is null: expected an object.'],
    ['[]', 'the file is []: expected an object.'],
    ['7', 'the file is 7: expected an object.'],
  ])('is refused when the file is "%s"', (text, message) => {
    expect(() => checkFlows(text)).toThrow(message)
  })

  it('is told from one that disagrees', () => {
    const wrong = alter((data) => (data['results'].exact = [2.1]))
    expect(checkFlows(wrong)).toEqual(['Flow 0 by round-trip ends at 2 s: exact says 2.1 s.'])
  })
})
