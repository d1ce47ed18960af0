import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

describe('analysis', () => {
  it('loads the chart libraries only when a chart is drawn', () => {
    const folder = import.meta.dirname
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    const eager = sources.filter((file) =>
      /^import (?!type).* from '(?:vega|vega-lite|@resvg\/resvg-js)'/m.test(readFileSync(join(folder, file), 'utf8')),
    )
    expect(sources).toContain('index.ts')
    expect(eager).toEqual([])
  })
})
