import Table from 'cli-table3'

const plain = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

/** A column: its heading, and on which side its cells are aligned. */
export interface Column {
  readonly heading: string
  readonly align?: 'left' | 'right'
}

/** Rows under headings, in aligned columns without borders. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const grid = new Table({
    chars: plain,
    head: columns.map(({ heading }) => heading),
    colAligns: columns.map(({ align = 'left' }) => align),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  grid.push(...rows.map((row) => [...row]))
  return grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/** A number for people: five significant digits, no exponent for ordinary sizes; a dash for a missing one. */
export function formatNumber(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '-'
  return String(Number(value.toPrecision(5)))
}

/** A half-width for people: three significant digits. */
export function formatHalfWidth(value: number | null): string {
  return value === null || Number.isNaN(value) ? '' : `± ${Number(value.toPrecision(3))}`
}
