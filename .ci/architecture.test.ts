import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

interface SourceFile {
  /** Path from the root, with forward slashes. */
  path: string
  text: string
  /** Own files imported, as paths from the root; packages as written. */
  imports: string[]
}

const folders = ['engine', 'models', 'experiments', 'analysis', 'cli', 'bench']

const sources: SourceFile[] = folders
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  )
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  .map((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    const statement =
      /^\s*(?:import|export)\b[^;'"`]*?\bfrom\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/gm
    const specifiers = [...text.matchAll(statement)].map(([, ...groups]) =>
      groups.find((group) => group !== undefined)!,
    )
    const imports = specifiers.map((specifier) =>
      specifier.startsWith('.') ? relative(root, resolve(root, dirname(path), specifier)) : specifier,
    )
    return { path, text, imports }
  })

const production = sources.filter(({ path }) => !path.endsWith('.test.ts'))
const inFolder = (folder: string): SourceFile[] => production.filter(({ path }) => path.startsWith(`${folder}/`))
const isOwn = (target: string): boolean => /^(engine|models|experiments|analysis|cli|bench)\//.test(target)

/** Imports that break a rule, as `file -> target`. */
function offenders(files: readonly SourceFile[], allowed: (target: string, file: SourceFile) => boolean): string[] {
  return files.flatMap((file) =>
    file.imports.filter((target) => !allowed(target, file)).map((target) => `${file.path} -> ${target}`),
  )
}

describe('the dependency rule', () => {
  it('finds the sources it is about', () => {
    expect(inFolder('engine').length).toBeGreaterThan(20)
    expect(inFolder('engine').some(({ imports }) => imports.length > 0)).toBe(true)
  })

  it('keeps the engine free of everything but itself, heap-js, seedrandom and numeric libraries', () => {
    const numeric = /^(heap-js|seedrandom|@stdlib\/)/
    expect(offenders(inFolder('engine'), (target) => target.startsWith('engine/') || numeric.test(target))).toEqual([])
  })

  it('lets the folders of the engine depend on each other in one direction only', () => {
    const below: Record<string, string[]> = {
      time: [],
      random: [],
      monitor: [],
      process: ['time'],
      resource: ['process', 'time', 'monitor'],
      network: ['resource', 'process', 'time', 'monitor', 'random'],
    }
    for (const [folder, others] of Object.entries(below)) {
      const allowed = [folder, ...others]
      const legal = (target: string): boolean =>
        !target.startsWith('engine/') ||
        target === 'engine/errors.ts' ||
        target === 'engine/simulation.ts' ||
        allowed.includes(target.split('/')[1]!)
      expect(offenders(inFolder(`engine/${folder}`), legal)).toEqual([])
    }
  })

  it('lets others import the engine through its index only', () => {
    const outside = production.filter(({ path }) => !path.startsWith('engine/'))
    expect(offenders(outside, (target) => !target.startsWith('engine/') || target === 'engine/index.ts')).toEqual([])
  })

  it('lets a model import the engine, the contract of models and its own or a shared folder', () => {
    const models = inFolder('models').filter(({ path }) => path.split('/').length > 3)
    const legal = (target: string, { path }: SourceFile): boolean => {
      const [, area, name] = path.split('/')
      return (
        target === 'engine/index.ts' ||
        /^models\/[^/]+\.ts$/.test(target) ||
        target.startsWith(`models/${area}/${name}/`) ||
        target.startsWith(`models/${area}/shared/`) ||
        target.startsWith('models/shared/')
      )
    }
    expect(offenders(models, legal)).toEqual([])
  })

  it('keeps analysis apart from engine, models, experiments and cli', () => {
    expect(offenders(inFolder('analysis'), (target) => !isOwn(target) || target.startsWith('analysis/'))).toEqual([])
  })

  it('keeps experiments apart from cli and bench', () => {
    expect(offenders(inFolder('experiments'), (target) => !/^(cli|bench)\//.test(target))).toEqual([])
  })
})

describe('the shape of objects', () => {
  /** Fields of the classes of a file that neither have an initial value nor are set where every way through the constructor comes. */
  function unset({ path, text }: SourceFile): string[] {
    return text.split(/^(?:export )?(?:abstract )?class /m).flatMap((part, i) => {
      if (i === 0) return []
      const body = part.slice(0, part.search(/^}/m))
      const start = body.search(/^ {2}(?:private )?constructor\(/m)
      const constructor =
        start < 0 ? '' : body.slice(start, start + body.slice(start).search(/^ {2}}$|^ {2}\S.*\{\}$/m))
      const fields = body.matchAll(/^ {2}(?:(?:private|protected|readonly|override) )*(\w+): (?!.* = ).*[^{,]$/gm)
      return [...fields]
        .filter(([, name]) => !new RegExp(`^ {4}(?:this\\.\\w+ = )*this\\.${name} =`, 'm').test(constructor))
        .map(([, name]) => `${path}: ${part.split(' ', 1)[0]}.${name}`)
    })
  }

  it('is the same from the start: see docs/decisions/0003', () => {
    const text =
      'class A {\n  x: B | undefined\n  y: () => void\n  z = 0\n  w: number\n' +
      '  constructor(w: number) {\n    this.w = w\n    if (w > 0) {\n      this.y = f\n    }\n  }\n}\n'
    expect(unset({ path: 'a.ts', text, imports: [] })).toEqual(['a.ts: A.x', 'a.ts: A.y'])
    expect([...inFolder('engine'), ...inFolder('models')].flatMap(unset)).toEqual([])
  })
})

describe('determinism', () => {
  // Elementary functions differ between engines in the last bit, Math.pow even between versions of Node.
  const forbidden =
    /\bMath\.(random|pow|exp|expm1|log|log1p|log2|log10|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|cbrt|hypot)\b|\bnew Date\b|\bDate\.now\b|\bperformance\.now\b|\*\*/
  const stripped = (text: string): string =>
    text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|`(?:\\.|[^`\\])*`|'(?:\\.|[^'\\\n])*'/g, '')

  it('bars what differs between machines from engine, models and statistics', () => {
    const files = production.filter(({ path }) => /^(engine|models|analysis\/statistics)\//.test(path))
    const found = files.flatMap(({ path, text }) => {
      const match = forbidden.exec(stripped(text))
      return match === null ? [] : [`${path}: ${match[0]}`]
    })
    expect(found).toEqual([])
  })

  it('keeps node: modules out of engine and models, but for the registry and what it serves', () => {
    const nodeOnly = /^models\/(registry|readme)\.ts$/
    const files = [...inFolder('engine'), ...inFolder('models')].filter(({ path }) => !nodeOnly.test(path))
    expect(offenders(files, (target) => !target.startsWith('node:'))).toEqual([])
  })
})
