import type { Finding } from '../experiments/lint/lint.ts'

/** Findings in words: place, sentence and why; then how to silence them. */
export function findingLines(findings: readonly Finding[]): string[] {
  const lines = findings.flatMap(({ file, line, column, severity, code, text, why }) => [
    `${file}:${line}:${column}: ${severity}: ${text} [${code}]`,
    `    ${why}`,
  ])
  if (findings.length === 0) return []
  const example = findings[0]!.code
  return [...lines, `To accept one, say why in the study file:  accept: { ${example}: the reason }`]
}

/** `2 errors, 1 warning`. */
export function countFindings(findings: readonly Finding[]): string {
  const count = (severity: Finding['severity']): string => {
    const n = findings.filter((finding) => finding.severity === severity).length
    return `${n} ${severity}${n === 1 ? '' : 's'}`
  }
  return `${count('error')}, ${count('warning')}`
}
