import { execFileSync } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { referenceRun, type Evidence } from './reference-run.ts'

/** Other versions of Node to hold against this one: paths of executables, separated as in PATH. */
const otherNodes = (process.env['MEANWHILE_NODE'] ?? '').split(delimiter).filter((path) => path !== '')

const folder = mkdtempSync(join(tmpdir(), 'meanwhile-determinism-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The engine and the reference workload as one script that defines `reference`. */
let script: string
/** What this process finds. */
let here: Evidence

beforeAll(async () => {
  here = referenceRun('ladder')
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      // A minifier may compute constants on its own.
      minify: false,
      lib: {
        entry: join(dirname(fileURLToPath(import.meta.url)), 'reference-run.ts'),
        formats: ['iife'],
        name: 'reference',
      },
    },
  })
  const [{ output: chunks }] = output as unknown as [{ output: { code: string }[] }]
  script = chunks[0]!.code
}, 120_000)

/** What a JavaScript engine is to evaluate after the script: the evidence with each event list. */
const question = "JSON.stringify(['ladder', 'heap'].map((list) => reference.referenceRun(list)))"

function askNode(node: string): Evidence[] {
  const file = join(folder, 'run.cjs')
  writeFileSync(file, `${script}\nprocess.stdout.write(${question})`)
  return JSON.parse(execFileSync(node, [file], { encoding: 'utf8' })) as Evidence[]
}

function askChromium(chromium: string): Evidence[] {
  const page = join(folder, 'page.html')
  const safe = script.replaceAll('</script', '<\\/script')
  // The answer is escaped, so that it stands in the page letter by letter; errors are shown in the same way.
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><body><script>${safe}
    </script><script>
    let answer
    try { answer = ${question} } catch (error) { answer = String(error.stack) }
    document.body.innerHTML = '<pre>' + encodeURIComponent(answer) + '</pre>'
    </script></body>`,
  )
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', `--user-data-dir=${folder}/profile`]
  const dom = execFileSync(chromium, [...flags, '--dump-dom', `file://${page}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const answer = decodeURIComponent(/<pre>(.*)<\/pre>/.exec(dom)?.[1] ?? dom)
  if (!answer.startsWith('[')) throw new Error(`Chromium answered: ${answer}`)
  return JSON.parse(answer) as Evidence[]
}

function onPath(names: readonly string[]): string | undefined {
  for (const name of names)
    for (const place of (process.env['PATH'] ?? '').split(delimiter))
      try {
        accessSync(join(place, name), constants.X_OK)
        return join(place, name)
      } catch {
        // Not here.
      }
  return undefined
}

const chromium = onPath(['chromium', 'chromium-browser', 'google-chrome', 'chrome'])

describe('equal seeds give equal bits', () => {
  it('in a workload that does something', () => {
    expect(here.events).toBeGreaterThan(10_000)
    expect(Object.keys(here.trajectories)).toEqual(['queue', 'preemption', 'races', 'links'])
    const digests = [...Object.values(here.trajectories), ...Object.values(here.draws)]
    expect(new Set(digests).size).toBe(digests.length)
  })

  it('with either event list', () => {
    expect(referenceRun('heap')).toEqual(here)
  })

  it('on this Node as one script', () => {
    expect(askNode(process.execPath)).toEqual([here, here])
  })

  it.skipIf(otherNodes.length > 0)('on another Node (skipped: set MEANWHILE_NODE to the path of one)', (test) => {
    test.skip('MEANWHILE_NODE is not set')
  })

  it.each(otherNodes)('on the Node at %s, with either event list', (node) => {
    expect(askNode(node)).toEqual([here, here])
  })

  it('in headless Chromium, with either event list', (test) => {
    if (chromium === undefined) return test.skip('no Chromium on the PATH')
    expect(askChromium(chromium)).toEqual([here, here])
  })
})
