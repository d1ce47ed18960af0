import type { Command } from 'commander'
import type { Model } from '../../models/definition.ts'
import { examples } from '../options.ts'
import { print } from '../terminal.ts'

export function addDescribe(program: Command): void {
  program
    .command('describe')
    .argument('<model>', 'name of a model, area/name')
    .description('show the parameters, metrics and claims of a model')
    .addHelpText('after', examples([['meanwhile describe queueing/mmc', 'what can be set and what is measured']]))
    .action(describe)
}

async function describe(name: string): Promise<void> {
  const [{ loadClaims, loadModel }, { formatQuantity }, { bundledStudies }, { table }] = await Promise.all([
    import('../../models/registry.ts'),
    import('../../models/quantity.ts'),
    import('../../experiments/bundled.ts'),
    import('../table.ts'),
  ])
  const [model, claims] = await Promise.all([loadModel(name), loadClaims(name)])
  const time = (seconds: number): string =>
    seconds === Infinity ? 'until it ends by itself' : formatQuantity(seconds, 's')
  const { warmUp = 0, horizon, replications } = model.run
  print(`${model.name}: ${model.title}\nSource: ${model.source}\n`)
  print(
    `${table([{ heading: 'Parameter' }, { heading: 'Default' }, { heading: 'Accepts' }, { heading: 'Meaning' }], parameterRows(model))}\n`,
  )
  print(
    `${table([{ heading: 'Metric' }, { heading: 'Unit' }, { heading: 'Theory' }, { heading: 'Meaning' }], metricRows(model))}\n`,
  )
  print(`Default run: warm-up ${time(warmUp)}, horizon ${time(horizon)}, ${replications} replications.`)
  print(
    claims.length === 0
      ? 'Claims: none.'
      : `Claims:\n${claims.map(({ claim, source }) => `  - ${claim} [${source}]`).join('\n')}`,
  )
  const study = bundledStudies().some((candidate) => candidate.name === name)
  print(`Try: meanwhile run ${name}${study ? `   or: meanwhile sweep ${name}` : ''}`)
}

function parameterRows({ parameters }: Model): string[][] {
  return Object.entries(parameters).map(([name, parameter]) => [
    name,
    parameter.format(parameter.default),
    parameter.expects,
    parameter.doc,
  ])
}

function metricRows({ metrics, theory = {} }: Model): string[][] {
  return Object.entries(metrics).map(([name, { unit, doc }]) => [
    name,
    unit,
    theory[name] === undefined ? '-' : 'yes',
    doc,
  ])
}
