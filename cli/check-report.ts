import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { checkClaims, type CheckedClaim } from '../analysis/claims/check-claims.ts'
import { readClaims, type StudyClaim } from '../analysis/claims/claim.ts'
import { readSomeRecords } from '../analysis/csv/read-records.ts'
import { toJson } from '../analysis/json.ts'
import { readManifest } from '../analysis/manifest.ts'
import { findStudy } from '../experiments/bundled.ts'
import type { CheckOptions } from './commands/check.ts'
import { formatNumber, table } from './table.ts'
import { exitCodes, print } from './terminal.ts'

/** Holds claims against results, prints the verdicts and sets the exit code. */
export function checkAndReport(target: string, options: CheckOptions): void {
  const { folder, claims, where } = whatToCheck(target, options)
  const { study } = readManifest(folder)
  const runs = readSomeRecords(join(folder, 'runs.csv'), study)
  const checked = checkClaims(study, runs, claims, where)
  print(options.json === true ? toJson(checked) : `${claimTable(checked)}\n\n${countLine(checked)}`)
  const verdicts = checked.map(({ verdict }) => verdict)
  if (verdicts.includes('FAIL')) process.exitCode = exitCodes.disagrees
  else if (verdicts.includes('UNDECIDED')) process.exitCode = exitCodes.incomplete
}

function whatToCheck(target: string, options: CheckOptions): { folder: string; claims: StudyClaim[]; where: string } {
  const isFolder = existsSync(target) && statSync(target).isDirectory()
  const study = isFolder ? undefined : findStudy(target)
  const folder = options.results ?? (study === undefined ? target : join('results', ...study.name.split('/')))
  if (study !== undefined && !existsSync(join(folder, 'manifest.json'))) {
    throw new Error(
      `There are no results of ${study.name} in ${folder}. Make them with: meanwhile sweep ${target} --out ${folder}`,
    )
  }
  const file = options.claims ?? study?.file
  const where = file ?? join(folder, 'manifest.json')
  const given = file === undefined ? (readManifest(folder).study as { claims?: unknown }).claims : claimsIn(file)
  if (given === undefined) {
    throw new Error(
      `${where} has no claims to check. Write them under "claims:" (see meanwhile check --help), or give --claims <file>.`,
    )
  }
  const claims = readClaims(given, where)
  if (claims.length === 0) throw new Error(`${where}: the list of claims is empty.`)
  return { folder, claims, where }
}

/** The list under `claims` of a study or a file of its own, which may also be the list itself. */
function claimsIn(file: string): unknown {
  let content: unknown
  try {
    content = parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${file} can not be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
  return Array.isArray(content) ? content : (content as { claims?: unknown } | null)?.claims
}

/** A row for each place that decides its claim: all of a claim that does not pass, the first of one that does. */
export function claimTable(checked: readonly CheckedClaim[]): string {
  const rows = checked.flatMap(({ claim, verdict, needed, places }) => {
    const open = places.filter((place) => place.verdict !== 'PASS')
    const shown = open.length > 0 ? open.slice(0, 5) : places.slice(0, 1)
    return shown.map((place, index) => [
      index === 0 ? claim : '',
      Object.entries(place.factors)
        .map(([name, level]) => `${name}=${level}`)
        .join(', ') || '-',
      formatNumber(place.left),
      formatNumber(place.right),
      place.verdict === 'PASS' && places.length > 1
        ? `PASS at all ${places.length}`
        : placeText(place, index === 0 && verdict === 'UNDECIDED' ? needed : place.needed),
    ])
  })
  return table(
    [
      { heading: 'Claim' },
      { heading: 'At' },
      { heading: 'Left', align: 'right' },
      { heading: 'Right', align: 'right' },
      { heading: 'Verdict' },
    ],
    rows,
  )
}

function placeText({ verdict, reason }: CheckedClaim['places'][number], needed: number | undefined): string {
  const remarks = [
    ...(verdict === 'UNDECIDED' && needed !== undefined ? [`needs about ${needed} replications`] : []),
    ...(reason === '' ? [] : [reason]),
  ]
  return remarks.length === 0 ? verdict : `${verdict} (${remarks.join('; ')})`
}

function countLine(checked: readonly CheckedClaim[]): string {
  const count = (verdict: string): number => checked.filter((one) => one.verdict === verdict).length
  return `${count('PASS')} of ${checked.length} claims pass, ${count('FAIL')} fail, ${count('UNDECIDED')} are undecided.`
}
