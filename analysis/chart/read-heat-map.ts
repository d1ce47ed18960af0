import type { StudyDescription } from '../record.ts'
import type { SummaryRow } from '../summary.ts'
import type { ChartCell, ChartData, ChartPanel } from './chart-data.ts'
import type { ChartSpec } from './chart-spec.ts'
import { yNames } from './check-chart.ts'
import { isUnbounded } from './flags.ts'
import { levelText, StudyColumns } from './study-columns.ts'
import { inWords, withUnit } from './text.ts'
import { shownUnit } from './units.ts'

/**
 * A heat map, from the rows of `summary.csv` that belong to it. A cell without a value stays, with z NaN; one that grows
 * without bound has z Infinity.
 */
export function readHeatMap(study: StudyDescription, chart: ChartSpec, rows: readonly SummaryRow[]): ChartData {
  const [y = ''] = yNames(chart)
  const metric = chart.z ?? ''
  const columns = new StudyColumns(study, chart, rows)
  const simulated = rows.filter((row) => row.method !== 'theory')
  const isLog = chart.zScale === 'log'
  const usable = (value: number): boolean => Number.isFinite(value) && !(isLog && value <= 0)
  const unit = shownUnit(
    columns.metric(metric).unit,
    simulated.map((row) => row.estimate),
  )
  const [xUnit, yUnit] = [columns.levelUnit(chart.x), columns.levelUnit(y)]
  let gaps = 0
  const cells = (facetRows: readonly SummaryRow[]): ChartCell[] => {
    const found = new Map(facetRows.map((row) => [`${row.factors[chart.x]} ${row.factors[y]}`, row]))
    return columns.levels(chart.x).flatMap((xLevel) =>
      columns.levels(y).map((yLevel) => {
        const row = found.get(`${xLevel} ${yLevel}`)
        const place = { x: levelText(xLevel, xUnit), y: levelText(yLevel, yUnit) }
        if (row !== undefined && isUnbounded(row)) return { ...place, z: Infinity }
        if (row !== undefined && usable(row.estimate)) return { ...place, z: row.estimate * unit.factor }
        gaps++
        return { ...place, z: NaN }
      }),
    )
  }
  const panels = columns.facets().map(
    (facet): ChartPanel => ({
      ...columns.panelTitle(facet),
      yTitle: chart.yLabel ?? columns.factorTitle(y),
      unit: '',
      group: 0,
      points: [],
      theory: [],
      arrows: [],
      boxes: [],
      cells: cells(simulated.filter((row) => columns.isInPanel(row, facet))),
    }),
  )
  const values = panels.flatMap((panel) => panel.cells.map(({ z }) => z)).filter(Number.isFinite)
  return {
    panels,
    series: [''],
    seriesTitle: '',
    xLabels: columns.labels(chart.x),
    yLabels: columns.labels(y),
    xTitle: chart.xLabel ?? columns.factorTitle(chart.x),
    colors: {
      title: withUnit(inWords(metric), unit.unit),
      low: values.reduce((a, b) => Math.min(a, b), Infinity),
      high: values.reduce((a, b) => Math.max(a, b), -Infinity),
      isLog,
    },
    rows,
    warnings:
      gaps === 0 ? [] : [`Chart "${chart.id}": cells without a value of ${metric}${isLog ? ' above 0' : ''}: ${gaps}.`],
  }
}
