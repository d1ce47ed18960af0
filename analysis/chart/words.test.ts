import { describe, expect, it } from 'vitest'
import { textWidth } from './font.ts'
import { levelText, titleIn } from './study-columns.ts'
import { inTwoLines, inWords, shorten, withUnit } from './text.ts'
import { lawUnit, levelUnit, shownUnit } from './units.ts'

describe('a label', () => {
  it.each([
    ['meanWait', 'Mean wait'],
    ['p99Latency', 'p99 latency'],
    ['meanRTT', 'Mean RTT'],
    ['meanRtt', 'Mean RTT'],
    ['ttl', 'TTL'],
    ['k', 'k'],
    ['HTTPRequests', 'HTTP requests'],
    ['queue.avg_length', 'Queue avg length'],
    ['servers', 'Servers'],
  ])('turns the name %s into the words "%s"', (name, words) => {
    expect(inWords(name)).toBe(words)
  })

  it('carries its unit, unless it is a ratio or says it already', () => {
    expect(withUnit('Mean wait', 's')).toBe('Mean wait (s)')
    expect(withUnit('Utilisation', '1')).toBe('Utilisation')
    expect(withUnit('Servers', 'servers')).toBe('Servers')
  })

  it('ends in an ellipsis where it does not fit', () => {
    const text = 'consistent hashing with bounded loads'
    const cut = shorten(text, 80, 8)
    expect(cut).toMatch(/^consistent hashing.*…$/)
    expect(textWidth(cut, 8)).toBeLessThanOrEqual(80)
    expect(shorten('short', 80, 8)).toBe('short')
  })

  it('breaks into two lines that both fit', () => {
    const lines = inTwoLines('Mean time from arrival to the start of service in seconds', 110, 9)
    expect(lines).toHaveLength(2)
    for (const line of lines) expect(textWidth(line, 9)).toBeLessThanOrEqual(110)
    expect(inTwoLines('Load', 110, 9)).toEqual(['Load'])
  })
})

describe('textWidth', () => {
  it('is that of Times: half an em for a digit, a quarter for a space', () => {
    expect(textWidth('0123456789', 10)).toBeCloseTo(50, 10)
    expect(textWidth(' ', 8)).toBeCloseTo(2, 10)
  })
})

describe('the shown unit', () => {
  it.each([
    ['s', [0.0004, 0.002], 'ms', 1e3],
    ['s', [0, 0.5, 40], 's', 1],
    ['s', [20_000], 'h', 1 / 3600],
    ['bit/s', [1e9], 'Gbit/s', 1e-9],
    ['B', [1500, 9000], 'kB', 1e-3],
    ['B', [2048, 4096], 'KiB', 1 / 1024],
    ['servers', [1000], 'servers', 1],
    ['s', [], 's', 1],
    ['s', [NaN, 0], 's', 1],
  ])('of values in %s such as %j is %s', (unit, values, shown, factor) => {
    expect(shownUnit(unit, values)).toEqual({ unit: shown, factor })
  })

  it('of one law with several means is that of the means', () => {
    const levels = ['exponential(0.0001)', 'exponential(0.003)']
    expect(lawUnit('s', levels)).toEqual({ unit: 'ms', factor: 1e3, law: 'exponential' })
    expect(levels.map((level) => levelText(level, lawUnit('s', levels)!))).toEqual(['0.1', '3'])
    expect(titleIn('cpu', lawUnit('s', levels)!)).toBe('CPU, exponential (ms)')
  })

  it.each([
    [['exponential(1)', 'deterministic(1)']],
    [['erlang(2, 1)', 'erlang(4, 1)']],
    [['exponential(1)']],
    [[1, 2]],
  ])('of %j is not that of one law', (levels) => {
    expect(lawUnit('s', levels)).toBeUndefined()
  })

  it('is written at each value when sizes span powers of 1024', () => {
    const { unit, text } = levelUnit('B', [64, 1024, 1_048_576])
    expect(unit).toBe('')
    expect([64, 1024, 1_048_576].map((size) => text?.(size))).toEqual(['64 B', '1 KiB', '1 MiB'])
    expect(levelUnit('B', [1500, 9000]).unit).toBe('kB')
  })
})
