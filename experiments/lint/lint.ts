import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readRuns } from '../../analysis/csv/read-runs.ts'
import { readSummary } from '../../analysis/csv/read-summary.ts'
import { readManifest } from '../../analysis/manifest.ts'
import { didYouMean } from '../../models/suggest.ts'
import type { Study } from '../study.ts'
import { chartRules } from './chart-rules.ts'
import { designRules } from './design-rules.ts'
import { resultRules } from './result-rules.ts'
import type { LintRule, Severity, StudyResults } from './rule.ts'
import { runRules } from './run-rules.ts'

/**
 * All rules, after the checklists of R. Jain, The Art of Computer Systems Performance Analysis (1991), ch. 2, 10 and 25, and
 * A. M. Law, Simulation Modeling and Analysis (5th ed. 2015), sections 1.8 and 9.1.
 */
export const lintRules: readonly LintRule[] = [...runRules, ...designRules, ...chartRules, ...resultRules]

/** Something found in a study. */
export interface Finding {
  readonly code: string
  readonly severity: Severity
  readonly text: string
  readonly why: string
  readonly file: string
  /** Counted from 1; the start of the file when it is about what the file does not say. */
  readonly line: number
  readonly column: number
  /** Reason for which the study accepts it; undefined when it does not. */
  readonly accepted: string | undefined
}

/**
 * Looks for mistakes that studies make.
 * @param resultsFolder where an earlier sweep may have left its results
 * @returns what was found, from the top of the file down; accepted findings are among them
 * @throws {AnalysisError} when there are results that can not be read
 */
export function lintStudy(study: Study, resultsFolder: string): Finding[] {
  const { accept = {} } = study.content
  const subject = { study, results: readResults(study, resultsFolder) }
  const findings = lintRules.flatMap((rule) =>
    rule.find(subject).map((remark) => finding(study, rule, remark.path, remark.text, accept[rule.code])),
  )
  const codes = lintRules.map(({ code }) => code)
  for (const code of Object.keys(accept)) {
    if (codes.includes(code)) continue
    const text = `"accept" names the rule "${code}", which there is not.${didYouMean(code, codes)} Rules: ${codes.join(', ')}.`
    const why = 'A reason that silences nothing misleads its reader.'
    findings.push(
      finding(study, { code: 'unknown-rule', severity: 'error', why }, ['accept', code], text, undefined, 'key'),
    )
  }
  return findings.sort((a, b) => a.line - b.line || a.column - b.column)
}

/** What is left of findings when accepted ones are set aside. */
export function openFindings(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ accepted }) => accepted === undefined)
}

function finding(
  study: Study,
  { code, severity, why }: Pick<LintRule, 'code' | 'severity' | 'why'>,
  path: readonly (string | number)[],
  text: string,
  accepted: string | undefined,
  at: 'key' | 'value' = 'key',
): Finding {
  // A remark on what the file does not say stands at the nearest thing that it does say.
  let place: { line: number; column: number } | undefined
  for (let length = path.length; length > 0 && place === undefined; length--) {
    const key = path.slice(0, length)
    place = study.source.place(key, typeof key.at(-1) === 'string' ? at : 'value')
  }
  return { code, severity, text, why, file: study.file, ...(place ?? { line: 1, column: 1 }), accepted }
}

/** Results of this very study; those of an older version of it would be about other points. */
function readResults(study: Study, folder: string): StudyResults | undefined {
  if (!['manifest.json', 'summary.csv', 'runs.csv'].every((name) => existsSync(join(folder, name)))) return undefined
  const { study: description } = readManifest(folder)
  const names = (list: readonly { readonly name: string }[]): string => list.map(({ name }) => name).join()
  const same =
    description.name === study.name &&
    names(description.factors) === names(study.description.factors) &&
    names(description.metrics) === names(study.description.metrics)
  if (!same) return undefined
  const summary = readSummary(join(folder, 'summary.csv'))
  return { folder, description, summary, runs: readRuns(join(folder, 'runs.csv'), description) }
}
