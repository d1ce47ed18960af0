import { join } from 'node:path'
import type { Command } from 'commander'
import { examples } from '../options.ts'
import { print, warn } from '../terminal.ts'

export function addChart(program: Command): void {
  program
    .command('chart')
    .argument('<results>', 'a results folder, as sweep writes it')
    .description('draw the charts of a results folder again, from its summary.csv')
    .addHelpText('after', examples([['meanwhile chart results/queueing/mmc', 'SVG, PNG and caption of every chart']]))
    .action(chart)
}

async function chart(folder: string): Promise<void> {
  const { drawCharts } = await import('../../analysis/chart/draw-charts.ts')
  for (const { svg, png, caption, warnings } of await drawCharts(folder)) {
    print([svg, png, caption].map((file) => join(folder, file)).join('\n'))
    warnings.forEach(warn)
  }
}
