const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  '%': '\\%',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
}

/** A sentence as LaTeX: special characters escaped, straight quotes made curly, no break between number and unit. */
export function latexText(text: string): string {
  return text
    .replaceAll(/[\\{}$&#_%~^]/g, (letter) => special[letter] ?? letter)
    .replaceAll(/"([^"]*)"/g, "``$1''")
    .replaceAll(/(\d) (\\%|s\b)/g, '$1\\,$2')
}
