import type { Manifest } from '../manifest.ts'

/** What one figure takes. */
export interface FigureCost {
  readonly id: string
  readonly title: string
  /** Files inside the pack. */
  readonly files: readonly string[]
}

/** What a pack's README is made of. */
export interface ReadmeInput {
  readonly manifest: Manifest
  readonly figures: readonly FigureCost[]
  /** Minutes of one processor core for all runs. */
  readonly minutes: number
  /** Command that makes all results again. */
  readonly command: string
  /** Other paths inside the pack, with what they are. */
  readonly contents: readonly (readonly [path: string, what: string])[]
}

/** Minutes for people: `< 1`, else two digits at most. */
export function minutesText(minutes: number): string {
  return minutes < 1 ? '< 1' : `about ${Number(Math.ceil(minutes).toPrecision(2))}`
}

/** The README of a pack: what is in it, and which command makes which figure in how many minutes. */
export function packReadme({ manifest, figures, minutes, command, contents }: ReadmeInput): string {
  const { version, node, code, design } = manifest
  const { name, title, seed } = manifest.study
  const time = minutesText(minutes)
  const revision =
    code.commit === null
      ? ''
      : `, revision ${code.commit}${code.dirty === true ? ' with changes that are not committed' : ''}`
  const rows = figures.map(
    (figure) =>
      `| ${cell(figure.title)} | ${figure.files.map((file) => `\`${file}\``).join('<br>')} | \`${command}\` | ${time} |`,
  )
  return `# ${title}

Results of the study \`${name}\`, made with Meanwhile ${version}${revision} on Node.js ${node}: ${design.points} design
points, ${design.runs} runs, seed \`${seed}\`.

## Check it

With Meanwhile ${version} (\`package-lock.json\` has the exact version of every package):

\`\`\`
meanwhile reproduce . --sample 5%
\`\`\`

runs a sample of the runs again, demands the same events and the same numbers to the last digit, draws every figure
again and prints a table of verdicts. \`--sample 100%\` does so with all runs (${time} min of one core).
\`sha256sum -c SHA256SUMS\` checks the files themselves.

## Figures

Each figure is drawn from \`results/summary.csv\`, which is computed from \`results/runs.csv\`; one command makes both, and
all figures. Minutes are those of one core; runs are spread over all cores of the machine.

| figure | files | command | minutes |
|---|---|---|---|
${rows.length === 0 ? '| none | | | |' : rows.join('\n')}

## Contents

| path | what it is |
|---|---|
${contents.map(([path, what]) => `| \`${path}\` | ${what} |`).join('\n')}
`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
