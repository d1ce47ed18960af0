import type { ChartData } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'
import { columnCount, panelHeight } from './grid.ts'
import type { Look } from './look.ts'
import { panelsSpec } from './panel-spec.ts'
import type { Spec } from './spec.ts'

/**
 * A chart as a Vega-Lite specification that stands by itself: with its data, the legend of the library, and what the
 * mouse is told. The text is the same each time.
 * @param caption Written into the specification as its description.
 */
export function screenSpec(chart: ChartSpec, data: ChartData, caption: string, look: Look): Spec {
  const columns = columnCount(data, look.width, look.labelSize)
  const width = Math.round(look.width / columns - 6 * look.labelSize)
  const height = panelHeight(data, { width, height: 0, columns, look })
  const grid = { width, height: Math.round(height), columns, look, forScreen: true }
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: caption,
    padding: 4,
    ...panelsSpec(chart, data, grid),
  }
}
