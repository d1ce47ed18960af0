import type { Result } from './measure.ts'

const NAME = 32

export function header(withBaseline: boolean): string {
  const columns = [
    'benchmark'.padEnd(NAME),
    'rate (user CPU)'.padStart(24),
    'spread'.padStart(8),
    'peak'.padStart(9),
    'alive'.padStart(11),
    'each'.padStart(9),
  ]
  return [...columns, ...(withBaseline ? ['  / baseline'] : [])].join('')
}

/**
 * One line: rate, interquartile range over median, largest resident set, what the world keeps alive, and that for each
 * of its things unless they are so few that it would say nothing of them.
 */
export function row(result: Result, baseline?: Result): string {
  const { name, unit, rate, spread, peakMB, heldBytes, bytesEach } = result
  const columns = [
    name.padEnd(NAME),
    `${(rate / 1e6).toPrecision(3)} M ${unit}/s`.padStart(24),
    `${(100 * spread).toFixed(0)} %`.padStart(8),
    `${peakMB.toFixed(0)} MB`.padStart(9),
    `${(heldBytes / 1e6).toFixed(2)} MB`.padStart(11),
    (bytesEach === undefined || heldBytes < 2e6 ? '' : `${bytesEach.toFixed(0)} B`).padStart(9),
  ]
  return [...columns, ...(baseline ? [`  ${(rate / baseline.rate).toFixed(2)}`] : [])].join('')
}

/** For each size of the hold model: how many times the exponential case each other law costs. */
export function adversarial(results: readonly Result[]): string[] {
  const holds = results.flatMap(({ name, rate }) => {
    const [group, law, size, list] = name.split('/')
    return group === 'hold' && list === undefined ? [{ law: law!, size: Number(size), rate }] : []
  })
  const lines = holds
    .filter(({ law }) => law === 'exponential')
    .flatMap(({ size, rate }) => {
      const others = holds.filter((hold) => hold.size === size && hold.law !== 'exponential')
      if (others.length === 0) return []
      const costs = others.map((hold) => `${hold.law} ${(rate / hold.rate).toFixed(2)}`)
      return [`  ${size} pending: ${costs.join(', ')}`]
    })
  return lines.length === 0
    ? []
    : ['', 'Cost of an event in terms of exponential increments (to stay below 2.5):', ...lines]
}
