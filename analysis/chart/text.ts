import { textWidth } from './font.ts'

/** Words that are written in capitals, whatever the name of a parameter makes of them. */
const abbreviations = new Set('ack cpu dht dns http id io ip lan ram rpc rtt tcp ttl udp wan'.split(' '))

/**
 * A declared name in words: `meanWait` is `Mean wait`, `p99Latency` is `p99 latency`, `meanRtt` is `Mean RTT`.
 * @param name In camel case, or with `-`, `_` or `.` between the words.
 */
export function inWords(name: string): string {
  const words = name
    .replaceAll(/[-_.]+/g, ' ')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .trim()
    .split(/\s+/)
    .map((word) => (/^[A-Z][^A-Z]*$/.test(word) ? word.toLowerCase() : word))
    .map((word) => (abbreviations.has(word) ? word.toUpperCase() : word))
  const [first = '', ...rest] = words
  // A symbol such as k or p99 keeps its small letter.
  const start = /^[a-z](\d|$)/.test(first) ? first : first.charAt(0).toUpperCase() + first.slice(1)
  return [start, ...rest].join(' ')
}

/** A name in words with its unit: `Mean wait (s)`. A ratio has no unit, and `Servers (servers)` says it twice. */
export function withUnit(words: string, unit: string): string {
  if (unit === '' || unit === '1') return words
  if (words.toLowerCase().split(' ').includes(unit.toLowerCase())) return words
  return `${words} (${unit})`
}

/** A text cut to a width in points, with an ellipsis for what is left out. */
export function shorten(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text
  const letters = Array.from(text)
  const start = (length: number): string => `${letters.slice(0, length).join('').trimEnd()}…`
  let cut = letters.length - 1
  while (cut > 1 && textWidth(start(cut), fontSize) > width) cut--
  return start(cut)
}

/** A text in at most two lines of a width in points; what does not fit ends in an ellipsis. */
export function inTwoLines(text: string, width: number, fontSize: number): string[] {
  if (textWidth(text, fontSize) <= width) return [text]
  const words = text.split(' ')
  let fitting = words.length - 1
  while (fitting > 1 && textWidth(words.slice(0, fitting).join(' '), fontSize) > width) fitting--
  const lines = [words.slice(0, fitting).join(' '), words.slice(fitting).join(' ')]
  return lines.filter((line) => line !== '').map((line) => shorten(line, width, fontSize))
}

/** Axis title of metrics that share a panel: the words that all their names share, or only the unit. */
export function sharedTitle(metrics: readonly { readonly name: string }[], unit: { readonly unit: string }): string {
  const [only] = metrics
  if (metrics.length === 1 && only !== undefined) return withUnit(inWords(only.name), unit.unit)
  const [first = [], ...others] = metrics.map(({ name }) => inWords(name).toLowerCase().split(' '))
  const shared = first.filter((word) => others.every((words) => words.includes(word))).join(' ')
  const words = shared === '' ? 'Value' : shared.charAt(0).toUpperCase() + shared.slice(1)
  return withUnit(words, unit.unit)
}
