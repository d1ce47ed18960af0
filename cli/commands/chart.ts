import { join } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ChartFormat } from '../../analysis/chart/draw-charts.ts'
import { chartSizes, chartThemes, type ChartSize, type ChartTheme } from '../../analysis/record.ts'
import { examples } from '../options.ts'
import { print, warn } from '../terminal.ts'

/** What a user calls the formats. */
const formats: Readonly<Record<string, ChartFormat>> = {
  svg: 'svg',
  pdf: 'pdf',
  png: 'png',
  'vl.json': 'spec',
  csv: 'data',
}

interface ChartCommandOptions {
  theme?: ChartTheme
  size?: ChartSize
  format?: ChartFormat[]
  out?: string
}

export function addChart(program: Command): void {
  program
    .command('chart')
    .argument('<results>', 'a results folder, as sweep writes it')
    .argument('[ids...]', 'which charts; all unless given')
    .description('draw the charts of a results folder again, from its CSV files')
    .addOption(new Option('--theme <name>', 'light: colours; print: black, greys and hatching').choices(chartThemes))
    .addOption(new Option('--size <name>', 'width and letters of a paper').choices(Object.keys(chartSizes)))
    .option('--format <list>', `any of ${Object.keys(formats).join(',')} (default: all)`, readFormats)
    .option('--out <folder>', 'write into <folder>/charts instead of the results folder')
    .addHelpText(
      'after',
      examples([
        ['meanwhile chart results/queueing/mmc', 'SVG, PDF, PNG, Vega-Lite, CSV and caption of every chart'],
        ['meanwhile chart results/queueing/mmc wait --size ieee-column --format pdf', 'charts/ieee-column/wait.pdf'],
        ['meanwhile chart results/queueing/mmc --theme print', 'charts/print/*, for black-and-white print'],
      ]),
    )
    .action(chart)
}

function readFormats(text: string): ChartFormat[] {
  return text.split(',').map((name) => {
    const format = formats[name.trim()]
    if (format === undefined) throw new InvalidArgumentError(`Expected any of ${Object.keys(formats).join(', ')}.`)
    return format
  })
}

async function chart(folder: string, ids: string[], { theme, size, format, out }: ChartCommandOptions): Promise<void> {
  const { drawCharts } = await import('../../analysis/chart/draw-charts.ts')
  const drawn = await drawCharts(folder, {
    ...(ids.length > 0 && { ids }),
    ...(theme && { theme }),
    ...(size && { size }),
    ...(format && { formats: format }),
    ...(out !== undefined && { out }),
  })
  if (drawn.length === 0) warn('the study declares no charts.')
  for (const { files, warnings } of drawn) {
    print(files.map((file) => join(out ?? folder, file)).join('\n'))
    warnings.forEach(warn)
  }
}
