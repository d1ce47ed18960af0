import type { ChartSpec } from '../record.ts'
import { xEncoding, yEncoding, yRanges } from './axes.ts'
import type { ChartData, ChartPanel } from './chart-data.ts'
import { layers, seriesEncoding } from './layers.ts'
import type { PanelGrid, Spec } from './spec.ts'
import { labelSize, shorten } from './text.ts'
import { ink, theme } from './theme.ts'

/** The Vega-Lite specification of all panels of a chart, without its legend. */
export function panelsSpec(chart: ChartSpec, data: ChartData, grid: PanelGrid): Spec {
  const x = xEncoding(chart, data, grid)
  const ranges = yRanges(chart, data)
  const concat = data.panels.map((panel, index) => {
    const range = ranges.get(panel.group) ?? { low: 0, high: 1 }
    const isFirst = index % grid.columns === 0 || panel.group !== data.panels[index - 1]?.group
    const isLast = index + grid.columns >= data.panels.length
    return {
      width: grid.width,
      height: grid.height,
      layer: [
        ...panelTitle(panel, grid),
        ...layers(chart, data, panel, range).map((layer) => ({
          ...layer,
          encoding: {
            x: { ...x, axis: { ...x['axis'], ...(isLast ? {} : { title: null }) } },
            ...yEncoding(chart, panel, range, grid, isFirst),
            ...seriesEncoding(data),
            ...(layer['encoding'] as Spec),
          },
        })),
      ],
    }
  })
  return { config: theme, concat, columns: grid.columns, align: 'each', bounds: 'full', spacing: { row: 8, column: 8 } }
}

/** As a mark, because Vega would put a title higher over a panel with tick labels than over one without. */
function panelTitle(panel: ChartPanel, grid: PanelGrid): Spec[] {
  if (panel.title === undefined) return []
  const text = shorten(panel.title, grid.width)
  const mark = { type: 'text', text, fontSize: labelSize, color: ink, align: 'center', baseline: 'bottom' }
  return [{ data: { values: [{}] }, mark, encoding: { x: { value: grid.width / 2 }, y: { value: -4 } } }]
}
