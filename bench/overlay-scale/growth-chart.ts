import { segmented, type ChartData } from '../../analysis/chart/chart-data.ts'
import { renderSvg } from '../../analysis/chart/render.ts'
import { type CostLine, mostGrowth } from './growth-table.ts'

/** The lines of one panel. */
export interface Panel {
  readonly title: string
  readonly lines: readonly CostLine[]
}

/** Draws what an event costs, over that at the smallest size, by the number of nodes: one panel for each family. */
export function growthChart(panels: readonly Panel[]): Promise<string> {
  const bar = `at most ${mostGrowth}`
  const series = [...panels.flatMap(({ lines }) => lines.map(({ name }) => name)), bar]
  const all = panels.flatMap(({ lines }) => lines.flatMap(({ costs }) => costs.map(({ nodes }) => nodes)))
  const sizes = [...new Set(all)].sort((a, b) => a - b)
  const at = (nodes: number, y: number, name: string) => ({
    x: nodes,
    y,
    low: y,
    high: y,
    hasInterval: false,
    series: name,
  })
  const data: ChartData = {
    panels: panels.map(({ title, lines }) => ({
      title,
      yTitle: 'Relative cost of an event',
      unit: '1',
      group: 0,
      points: [
        ...lines.flatMap(({ name, costs }) =>
          segmented(costs.map(({ nodes, perEvent }) => at(nodes, perEvent / costs[0]!.perEvent, name))),
        ),
        ...segmented(sizes.map((nodes) => at(nodes, mostGrowth, bar))),
      ],
      theory: [],
      arrows: [],
      boxes: [],
      cells: [],
    })),
    series,
    seriesTitle: 'overlay',
    xTitle: 'Nodes',
    xTicks: sizes.map((value) => ({ value, text: sizeText(value) })),
    rows: [],
    warnings: [],
  }
  return renderSvg(
    {
      id: 'overlay-growth',
      kind: 'line',
      x: 'nodes',
      y: 'cost',
      by: 'overlay',
      xScale: 'log',
      size: 'acm-wide',
      theme: 'light',
    },
    data,
    'Cost of an event by the number of nodes',
    `User CPU time of a run over its events, as a multiple of that at the smallest size; it may be ${mostGrowth} at most.`,
  )
}

/** A number of nodes in few letters: 1k, 1M. */
function sizeText(nodes: number): string {
  if (nodes >= 1e6) return `${nodes / 1e6}M`
  return nodes >= 1000 ? `${nodes / 1000}k` : String(nodes)
}
