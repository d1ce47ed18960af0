/** A command line that can be pasted into a shell: words with special characters are quoted. */
export function commandLine(words: readonly string[]): string {
  return words.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ')
}

/** The command as the user gave it, but for passwords: it goes into files that are published. */
export function givenCommand(): string {
  return commandLine(['meanwhile', ...process.argv.slice(2)].map((word) => word.replace(/(:\/\/)[^/@]+@/, '$1***@')))
}
