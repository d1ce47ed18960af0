import type { Command } from 'commander'
import { examples } from '../options.ts'

/** Options as commander gives them. */
export interface CheckOptions {
  claims?: string
  results?: string
  json?: boolean
}

export function addCheck(program: Command): void {
  program
    .command('check')
    .argument('<results|study>', 'a results folder, or a study whose results are in results/<study>')
    .description('hold the claims of a study against its results: PASS, FAIL or UNDECIDED')
    .option('--claims <file>', 'YAML file with the claims, in place of those of the study')
    .option('--results <folder>', 'where the results of the study are')
    .option('--json', 'print one JSON array')
    .addHelpText(
      'after',
      '\nClaims stand under "claims:" in the study file:\n' +
        '  claims:\n' +
        '    - claim: Near saturation an eleventh server halves the wait.\n' +
        '      expect: meanWait[servers == 11] < 0.5 * meanWait[servers == 10]\n' +
        '      at: arrivalRate >= 9\n' +
        '    - claim: Every server shortens the wait.\n' +
        '      expect: meanWait[servers == 10] > meanWait[servers == 11] > meanWait[servers == 12]\n' +
        "    - claim: The wait is that of Erlang's formula.\n" +
        '      expect: meanWait[servers == 10 && arrivalRate == 8] == 0.2046\n' +
        '      within: 5%\n' +
        'A claim holds at every combination of the factors that it does not name. It passes when it is shown there with the\n' +
        'confidence of the study, fails when its opposite is, and is undecided otherwise. Times are in seconds.\n' +
        '\nExit codes: 0 all pass, 2 some undecided, 3 some fail, 1 a claim or the results can not be used.\n' +
        examples([
          ['meanwhile check results/queueing/mmc', 'the claims in its manifest'],
          ['meanwhile check my-study.yaml', 'the claims of the file, against results/my-study'],
          ['meanwhile check results/mine --claims claims.yaml', 'claims of another file'],
        ]),
    )
    .action(async (target: string, options: CheckOptions) => {
      const { checkAndReport } = await import('../check-report.ts')
      checkAndReport(target, options)
    })
}
