import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkPackets } from './packets.ts'

const folder = join(import.meta.dirname, 'packets')
const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
const read = (file: string): string => readFileSync(join(folder, file), 'utf8')

/** A case that is right, with changes. */
function changed(change: (scenario: Record<string, any>) => void): string {
  const scenario = JSON.parse(read('02-burst20-q5.json')) as Record<string, any>
  change(scenario)
  return JSON.stringify(scenario)
}

describe('point-to-point links', () => {
  it('are compared in all cases', () => {
    expect(files.length).toBeGreaterThanOrEqual(14)
  })

  it.each(files)('receive and drop every packet when ns-3 does: %s', (file) => {
    expect(checkPackets(read(file))).toEqual([])
  })

  // 04, 05 and those with ties are about ns-3's order of simultaneous events, 09 about sums of times that it has rounded.
  const special = new Set(['04-cbr-exact.json', '05-two-each-exact.json', '09-fractional-far.json'])
  it.each(files.filter((file) => !special.has(file) && !file.includes('-ties-')))(
    'agree in plain seconds where nothing is a tie: %s',
    (file) => {
      expect(checkPackets(read(file), 'seconds')).toEqual([])
    },
  )

  it('agree with the case only if each result does', () => {
    expect(checkPackets(changed(({ results }) => (results[0].received_ns += 1)))).toEqual([
      'Packet 0 is received at 3603200 ns: expected that it is received at 3603201 ns.',
    ])
    expect(checkPackets(changed(({ results }) => (results[6].dropped.node = 'b')))).toHaveLength(1)
    expect(checkPackets(changed(({ results }) => (results[7].dropped.time_ns = 1)))).toHaveLength(1)
  })
})

describe('a case that is not understood', () => {
  it.each<[string, (scenario: Record<string, any>) => void, string]>([
    ['another kind', (one) => (one['kind'] = 'wifi'), 'kind is "wifi": expected "send" or "udp"'],
    ['no links', (one) => delete one['links'], 'links is missing: expected a list'],
    ['a queue in an unknown unit', (one) => (one['links'][0].queue = '5x'), 'links[0].queue is "5x": expected a limit'],
    ['a rate of zero', (one) => (one['links'][0].rate_bps = 0), 'links[0].rate_bps is 0: expected a number of bits'],
    ['a negative time', (one) => (one['sends'][1].time_ns = -1), 'sends[1].time_ns is -1: expected an integer >= 0'],
    ['a path over no link', (one) => (one['sends'][0].path = ['a', 'c']), 'Packet 0 goes from a to c: links has none'],
    ['a path of one node', (one) => (one['sends'][0].path = ['a']), 'expected two nodes or more'],
    ['a packet without a result', (one) => one['results'].pop(), 'results has no entry for packet 19'],
    ['a result without a packet', (one) => one['sends'].pop(), 'results has an entry for packet 19, which is not sent'],
    ['a path with a loop', (one) => (one['sends'][0].path = ['a', 'b', 'a']), 'expected each node once'],
    ['a link to itself', (one) => (one['links'][0].b = 'a'), 'links[0].b is "a": expected another node than "a"'],
    ['a field of the file', (one) => (one['jitter'] = 1), 'jitter is not known: expected no other fields than name,'],
    [
      'a field of a link',
      (one) => (one['links'][0].loss = 0.5),
      'links[0].loss is not known: expected no other fields',
    ],
    ['a field of a packet', (one) => (one['sends'][0].priority = 1), 'sends[0].priority is not known'],
    ['a field of a result', (one) => (one['results'][0].hops = 1), 'results[0].hops is not known'],
    ['a field of a drop', (one) => (one['results'][7].dropped.why = ''), 'results[7].dropped.why is not known'],
    [
      'a packet without a size',
      (one) => delete one['sends'][0].bytes,
      'sends[0].bytes is missing: expected an integer',
    ],
    ['a result without a drop', (one) => delete one['results'][0].dropped, 'results[0].dropped is missing'],
    [
      'a packet received and dropped',
      (one) => (one['results'][7].received_ns = 5),
      'results[7].received_ns is 5: expected null where it is dropped',
    ],
    ['parallel links', (one) => one['links'].push(one['links'][0]), 'links has two from a to b'],
  ])('is refused with its place: %s', (_, change, message) => {
    expect(() => checkPackets(changed(change))).toThrow(message)
  })

  it.each(['', '{', '{"kind": send}'])('is refused when it is no JSON: %s', (text) => {
    expect(() => checkPackets(text)).toThrow('the file is no JSON: ')
  })

  it.each(['null', '[]', '"send"'])('is refused when it is no object: %s', (text) => {
    expect(() => checkPackets(text)).toThrow(`the file is ${text}: expected an object.`)
  })
})
