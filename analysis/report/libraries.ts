import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Html } from './html.ts'

/** The chart libraries in the order in which they need each other. */
const libraries = [
  { name: 'vega', file: 'build/vega.min.js' },
  { name: 'vega-lite', file: 'build/vega-lite.min.js' },
  { name: 'vega-embed', file: 'build/vega-embed.min.js' },
] as const

/** The chart libraries as script elements, each with its licence, so that a page needs no network. */
export function libraryScripts(): Html[] {
  return libraries.map(({ name, file }) => {
    const folder = packageFolder(name)
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
    const licence = readFileSync(join(folder, 'LICENSE'), 'utf8').trim().replaceAll('*/', '* /')
    const code = readFileSync(join(folder, file), 'utf8')
      // A browser with its tools open would ask for it.
      .replaceAll(/\/\/# sourceMappingURL=\S*/g, '')
      .replaceAll(/<\/script/gi, '<\\/script')
    return new Html(`<script>/*! ${name} ${version}\n${licence}\n*/\n${code}\n</script>`)
  })
}

/** Folder of an installed package: the packages do not export their package.json. */
function packageFolder(name: string): string {
  const require = createRequire(import.meta.url)
  let folder = dirname(require.resolve(name))
  while (readPackageName(folder) !== name) {
    const above = dirname(folder)
    if (above === folder) throw new Error(`The package ${name} has no package.json; install the dependencies again.`)
    folder = above
  }
  return folder
}

function readPackageName(folder: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string }).name
  } catch {
    return undefined
  }
}
