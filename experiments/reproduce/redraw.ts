import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Manifest } from '../../analysis/manifest.ts'

/** A chart that was drawn again. */
export interface Redrawn {
  readonly id: string
  /** Files that are equal to the byte. */
  readonly equal: readonly string[]
  /** Files that came out otherwise, or not at all. */
  readonly different: readonly string[]
}

/** Draws the charts of a results folder again, elsewhere, and compares every file. The folder is only read. */
export async function redraw(results: string, { study }: Manifest): Promise<Redrawn[]> {
  if (study.charts.length === 0) return []
  const { drawCharts } = await import('../../analysis/chart/draw-charts.ts')
  const scratch = mkdtempSync(join(tmpdir(), 'meanwhile-redraw-'))
  try {
    // All that a chart may be drawn from; what it is compared with stays out.
    for (const name of readdirSync(results)) {
      if (/\.(?:json|csv)$/.test(name)) cpSync(join(results, name), join(scratch, name))
    }
    await drawCharts(scratch)
    const ids = study.charts.map(({ id }) => id)
    return ids.map((id) => compareFiles(id, ids, join(results, 'charts'), join(scratch, 'charts')))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function compareFiles(id: string, ids: readonly string[], before: string, after: string): Redrawn {
  const names = existsSync(before) ? readdirSync(before).filter((name) => chartOf(name, ids) === id) : []
  if (names.length === 0) return { id, equal: [], different: [`${id}.* (none was there)`] }
  const same = (name: string): boolean =>
    existsSync(join(after, name)) && readFileSync(join(before, name)).equals(readFileSync(join(after, name)))
  return { id, equal: names.filter(same), different: names.filter((name) => !same(name)) }
}

/** The files of a chart are its id and an extension; ids may hold dots themselves, so the longest one counts. */
function chartOf(name: string, ids: readonly string[]): string | undefined {
  return ids.filter((id) => name.startsWith(`${id}.`)).sort((a, b) => b.length - a.length)[0]
}
