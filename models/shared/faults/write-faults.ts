import type { Duration, Fault } from '../../../engine/index.ts'
import { faultFields } from '../../../engine/index.ts'
import { formatQuantity } from '../../quantity.ts'

/**
 * Faults as text on one line, which `readFaults` reads back to the same faults: `none`, or
 * `[{kind: crash, hosts: [3], at: 10, for: 5}]`.
 * @param units write times as `10s` and `5min`; laws keep their base units
 */
export function writeFaults(faults: readonly Fault[], units: boolean): string {
  if (faults.length === 0) return 'none'
  return `[${faults.map((fault) => writeFault(fault, units)).join(', ')}]`
}

function writeFault(fault: Fault, units: boolean): string {
  const fields = faultFields[fault.kind].flatMap((field) => {
    const value = (fault as unknown as Record<string, unknown>)[field]
    return value === undefined ? [] : [`${field}: ${writeField(field, value, units)}`]
  })
  return `{kind: ${fault.kind}, ${fields.join(', ')}}`
}

const times: ReadonlySet<string> = new Set(['at', 'for', 'every', 'up', 'down', 'by'])

function writeField(field: string, value: unknown, units: boolean): string {
  if (times.has(field)) return writeTime(value as Duration, units)
  if (field === 'groups')
    return `[${(value as (readonly number[] | 'rest')[]).map((group) => (group === 'rest' ? group : writeNumbers(group))).join(', ')}]`
  if (field === 'outages') return writeOutages(value as readonly (readonly number[])[], units)
  return Array.isArray(value) ? writeNumbers(value as number[]) : String(value)
}

function writeTime(value: Duration, units: boolean): string {
  if (typeof value !== 'number') return value.toString()
  if (value === Infinity) return 'never'
  return units ? formatQuantity(value, 's') : String(value)
}

function writeOutages(outages: readonly (readonly number[])[], units: boolean): string {
  const one = ([host, down, up]: readonly number[]): string =>
    `[${host}, ${writeTime(down!, units)}, ${writeTime(up!, units)}]`
  return `[${outages.map(one).join(', ')}]`
}

/** `[0, 1, 5..9]`: three numbers or more in a row become a range. */
function writeNumbers(numbers: readonly number[]): string {
  const parts: string[] = []
  for (let i = 0; i < numbers.length;) {
    let end = i
    while (numbers[end + 1] === numbers[end]! + 1) end++
    if (end - i >= 2) {
      parts.push(`${numbers[i]}..${numbers[end]}`)
      i = end + 1
    } else parts.push(String(numbers[i++]))
  }
  return `[${parts.join(', ')}]`
}
