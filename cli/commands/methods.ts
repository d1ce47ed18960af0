import { type Command, Option } from 'commander'
import type { MethodsFormat } from '../../analysis/methods/describe-methods.ts'
import { examples } from '../options.ts'
import { print } from '../terminal.ts'

const formats: readonly MethodsFormat[] = ['text', 'latex']

export function addMethods(program: Command): void {
  program
    .command('methods')
    .argument('<results>', 'a results folder, as sweep writes it')
    .description('say in sentences for a paper how the results came about')
    .addOption(new Option('--format <name>', 'plain text, or text for LaTeX').choices(formats).default('text'))
    .addHelpText(
      'after',
      examples([
        ['meanwhile methods results/queueing/mmc', 'replications, seeds, warm-up, intervals, versions'],
        ['meanwhile methods results/queueing/mmc --format latex', 'the same with LaTeX escapes'],
      ]),
    )
    .action(methods)
}

async function methods(folder: string, { format }: { format: MethodsFormat }): Promise<void> {
  const { describeMethods } = await import('../../analysis/methods/describe-methods.ts')
  print(describeMethods(folder, format))
}
