import { join } from 'node:path'
import type { Command } from 'commander'
import type { Finding } from '../../experiments/lint/lint.ts'
import { examples } from '../options.ts'
import { exitCodes, print, reportError } from '../terminal.ts'

interface LintOptions {
  results?: string
  json?: boolean
  rules?: boolean
}

export function addLint(program: Command): void {
  program
    .command('lint')
    .argument('[studies...]', 'paths of study files, or names of bundled studies (default: all bundled)')
    .description(
      'look for the mistakes that studies make: too few replications, tails from few samples, unreadable charts',
    )
    .option('--results <folder>', 'results to look at too, of one study (default: results/<study>, if there)')
    .option('--json', 'print the findings as JSON')
    .option('--rules', 'list the rules, with their reasons')
    .addHelpText(
      'after',
      examples([
        ['meanwhile lint my-study.yaml', 'what a reviewer would ask about'],
        ['meanwhile lint --rules', 'what is looked for, and why'],
      ]) +
        '\nExit code 1 when there is an error that the study does not accept, else 0, warnings or not.\n' +
        'To accept a finding, say why in the study file:  accept: { few-replications: the model has no randomness }\n',
    )
    .action(lintStudies)
}

async function lintStudies(names: string[], { results, json, rules }: LintOptions): Promise<void> {
  const [{ lintRules, lintStudy, openFindings }, { loadStudy }, { bundledStudies }, { findingLines, countFindings }] =
    await Promise.all([
      import('../../experiments/lint/lint.ts'),
      import('../../experiments/study.ts'),
      import('../../experiments/bundled.ts'),
      import('../findings.ts'),
    ])
  if (rules === true) {
    const { table } = await import('../table.ts')
    const rows = lintRules.map(({ code, severity, why }) => [code, severity, why])
    print(table([{ heading: 'Rule' }, { heading: '' }, { heading: 'Why' }], rows))
    return
  }
  if (results !== undefined && names.length !== 1)
    throw new Error('--results is of one study; name that study, and no other.')
  const all: Finding[] = []
  for (const name of names.length > 0 ? names : bundledStudies().map((study) => study.name)) {
    try {
      const study = await loadStudy(name)
      all.push(...lintStudy(study, results ?? join('results', ...study.name.split('/'))))
    } catch (error) {
      // One broken study must not hide what is wrong with the others.
      reportError(error)
      process.exitCode = exitCodes.usage
    }
  }
  const open = openFindings(all)
  if (json === true) print(JSON.stringify(all, undefined, 2))
  else {
    const accepted = all.length - open.length
    const aside = accepted === 0 ? '' : `; ${accepted} accepted`
    print([...findingLines(open), `${countFindings(open)}${aside}`].join('\n'))
  }
  if (open.some(({ severity }) => severity === 'error')) process.exitCode = exitCodes.usage
}
