import { xEncoding, yEncoding, yRanges } from './axes.ts'
import type { ChartData, ChartPanel } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'
import { layers, seriesEncoding } from './layers.ts'
import type { PanelGrid, Spec } from './spec.ts'
import { shorten } from './text.ts'
import { ink, theme } from './theme.ts'

/** The Vega-Lite specification of all panels of a chart, without its legend. */
export function panelsSpec(chart: ChartSpec, data: ChartData, grid: PanelGrid): Spec {
  const x = xEncoding(chart, data, grid)
  const ranges = yRanges(chart, data, grid)
  const tooltip = grid.forScreen === true ? tooltips(data) : undefined
  const concat = data.panels.map((panel, index) => {
    const range = ranges.get(panel.group) ?? { low: 0, high: 1 }
    const isFirst = index % grid.columns === 0 || panel.group !== data.panels[index - 1]?.group
    const isLast = index + grid.columns >= data.panels.length
    return {
      width: grid.width,
      height: grid.height,
      layer: [
        ...panelTitle(panel, grid),
        ...layers(chart, data, panel, range, grid).map((layer) => ({
          ...layer,
          encoding: {
            x: { ...x, axis: { ...x['axis'], ...(isLast ? {} : { title: null }) } },
            ...yEncoding(chart, data, panel, range, grid, isFirst),
            ...seriesEncoding(chart, data, grid),
            ...(layer['encoding'] as Spec),
            ...(tooltip === undefined ? {} : { tooltip: tooltip(panel, layer) }),
          },
        })),
      ],
    }
  })
  return {
    config: theme(grid.look),
    concat,
    columns: grid.columns,
    align: 'each',
    bounds: 'full',
    spacing: { row: 8, column: 8 },
  }
}

/** As a mark, because Vega would put a title higher over a panel with tick labels than over one without. */
function panelTitle(panel: ChartPanel, { width, look }: PanelGrid): Spec[] {
  if (panel.title === undefined) return []
  const text = shorten(panel.title, width, look.labelSize)
  const mark = { type: 'text', text, fontSize: look.labelSize, color: ink, align: 'center', baseline: 'bottom' }
  return [{ data: { values: [{}] }, mark, encoding: { x: { value: width / 2 }, y: { value: -4 } } }]
}

/** What the mouse is told of the datum that it is over. */
function tooltips(data: ChartData): (panel: ChartPanel, layer: Spec) => Spec[] | null {
  const names: Record<string, string> = {
    lowWhisker: 'low whisker',
    lowQuartile: 'low quartile',
    median: 'median',
    highQuartile: 'high quartile',
    highWhisker: 'high whisker',
    low: 'interval from',
    high: 'interval to',
    runs: 'runs',
  }
  return (panel, layer) => {
    const values = (layer['data'] as { values: readonly Readonly<Record<string, unknown>>[] }).values
    const keys = new Set(values.flatMap((value) => Object.keys(value)))
    if (!keys.has('x')) return null
    const titles = {
      ...names,
      series: data.seriesTitle || 'series',
      x: data.xTitle,
      y: panel.yTitle,
      z: data.colors?.title ?? '',
    }
    return Object.entries(titles).flatMap(([field, title]) => {
      if (!keys.has(field) || title === '' || (field === 'series' && data.series.length < 2)) return []
      const isNumber = values.some((value) => typeof value[field] === 'number')
      return [{ field, title, type: isNumber ? 'quantitative' : 'nominal', ...(isNumber ? { format: '.5~g' } : {}) }]
    })
  }
}
