import { median } from '../statistics/median.ts'
import type { Line } from './line.ts'
import { UNOBSERVED, UNOBSERVED_AT_LEAST, type Bar, type Work } from './works.ts'

/** The runs of one workload, by engine, in the order of the rounds. */
export interface Measured {
  readonly work: Work
  readonly runs: ReadonlyMap<string, readonly Line[]>
}

/** Programs differ in the last digits of a logarithm, and ns-3 counts time in nanoseconds. */
const CHECK_TOLERANCE = 1e-4

const firstRate = (line: Line): number => line.ops / line.user_s
const rate = (line: Line): number => line.ops / (line.compiled_user_s ?? line.user_s)

/**
 * Rate of Meanwhile over that of the engine: median over rounds of the ratio inside a round, and the extremes.
 * @param rate by default of compiled code
 */
export function ratio(
  { runs }: Measured,
  engine: string,
  rateOf = rate,
): { median: number; low: number; high: number } | undefined {
  const own = runs.get('Meanwhile')
  const other = runs.get(engine)
  if (own === undefined || other === undefined) return undefined
  const ratios = own.flatMap((line, round) => (other[round] === undefined ? [] : [rateOf(line) / rateOf(other[round])]))
  return { median: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) }
}

/** Engines whose result differs from that of Meanwhile although they did as much of the work. */
export function disagreeing({ runs }: Measured): string[] {
  const own = runs.get('Meanwhile')?.[0]
  if (own === undefined) return []
  return [...runs].flatMap(([engine, [line]]) =>
    line!.ops === own.ops && Math.abs(line!.check - own.check) > CHECK_TOLERANCE * Math.abs(own.check) ? [engine] : [],
  )
}

/** The table of one workload. */
export function report(measured: Measured): string {
  const { work, runs } = measured
  const rows = [...runs].map(([engine, lines]) => {
    const against = engine === 'Meanwhile' ? undefined : ratio(measured, engine)
    const bar = barsOf(work).find(({ peer }) => peer === engine)
    const bytes = lines[0]!.live_bytes_per_proc ?? lines[0]!.bytes_per_proc
    return [
      engine,
      (median(lines.map(rate)) / 1e6).toFixed(2),
      lines[0]!.compiled_user_s === undefined ? '' : (median(lines.map(firstRate)) / 1e6).toFixed(2),
      against === undefined ? '' : against.median.toPrecision(3),
      against === undefined ? '' : `${against.low.toPrecision(3)} to ${against.high.toPrecision(3)}`,
      bar === undefined || against === undefined ? '' : `>= ${bar.atLeast}: ${met(against.median >= bar.atLeast)}`,
      Math.round(median(lines.map(({ peak_mb }) => peak_mb))).toString(),
      bytes === undefined ? '' : bytes.toString(),
    ]
  })
  rows.sort((a, b) => Number(b[1]) - Number(a[1]))
  const head = ['engine', `M ${work.unit}/s`, 'first run', 'Meanwhile / it', 'range', 'bar', 'peak MB', 'bytes each']
  return `\n### ${work.name}\n\n${markdown([head, ...rows])}`
}

/** One line a bar, and one an engine that came to another result. */
export function judge(all: readonly Measured[]): { lines: string[]; agree: boolean } {
  const lines = ['', '### Bars', '']
  let agree = true
  for (const measured of all) {
    const { work, runs } = measured
    for (const { peer, atLeast } of barsOf(work)) {
      const against = ratio(measured, peer)
      const first = ratio(measured, peer, firstRate)?.median.toPrecision(3)
      const found =
        against === undefined
          ? 'not measured'
          : `${against.median.toPrecision(3)}, ${met(against.median >= atLeast)} (first run of a process: ${first})`
      lines.push(`- ${work.name} against ${peer}, at least ${atLeast} times its rate: ${found}`)
    }
    if (work.bytesAtMost !== undefined) {
      const bytes = median((runs.get('Meanwhile') ?? []).map((line) => line.live_bytes_per_proc ?? NaN))
      lines.push(
        `- ${work.name}, at most ${work.bytesAtMost} bytes a process: ${bytes}, ${met(bytes <= work.bytesAtMost)}`,
      )
    }
    for (const engine of disagreeing(measured)) {
      agree = false
      const checks = [engine, 'Meanwhile'].map((name) => runs.get(name)![0]!.check).join(' and ')
      lines.push(`- ${work.name}: ${engine} and Meanwhile disagree on the result: ${checks}`)
    }
  }
  return { lines, agree }
}

function barsOf(work: Work): Bar[] {
  if (work.observes) return [...work.bars]
  return [...work.bars, { peer: UNOBSERVED, atLeast: UNOBSERVED_AT_LEAST }]
}

function met(holds: boolean): string {
  return holds ? 'met' : 'NOT met'
}

function markdown([head, ...rows]: string[][]): string {
  const widths = head!.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`
  return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
