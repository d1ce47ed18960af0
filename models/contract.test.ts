import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Claim, Model } from './definition.ts'
import { freshReadme, readmeSections } from './readme.ts'
import {
  bundledStudyFile,
  importClosure,
  importsOf,
  listModels,
  loadClaims,
  loadModel,
  modelFolder,
  readReadme,
} from './registry.ts'
import { resolveParameters } from './resolve.ts'
import { runLengthProblem } from './run-length.ts'
import { type RunResult, simulate } from './simulate.ts'

const names = (await listModels()).map(({ name }) => name)
/** Why a model could not be loaded, by name: it must not keep the others from being tested. */
const broken = new Map<string, unknown>()
const loaded = new Map<string, { model: Model; claims: readonly Claim[] }>()
for (const name of names) {
  try {
    loaded.set(name, { model: await loadModel(name), claims: await loadClaims(name) })
  } catch (problem) {
    broken.set(name, problem)
  }
}

/** The start of the default run: a fifth is enough for most questions, and quick for all models together. */
function defaultRun(
  model: Model,
  { share = 0.2, replication = 0, eventList = 'ladder' as 'ladder' | 'heap' } = {},
): RunResult {
  const { warmUp: fullWarmUp = 0, horizon: fullHorizon } = model.run
  const warmUp = fullWarmUp * share
  const horizon = warmUp + (fullHorizon - fullWarmUp) * share
  return simulate(model, { parameters: {}, seed: 'contract', replication, warmUp, horizon, eventList })
}

function withoutValue({ responses }: RunResult): string[] {
  return Object.keys(responses).filter((metric) => responses[metric] === null)
}

describe.each([...loaded])('the model %s', (name, { model, claims }) => {
  const folder = modelFolder(name)
  let first: RunResult | undefined
  const firstRun = (): RunResult => (first ??= defaultRun(model))
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

  it('has all files of a model', () => {
    const expected = ['model.ts', 'model.test.ts', 'validation.ts', 'README.md']
    const missing = expected.filter((file) => !existsSync(join(folder, file)))
    expect(missing, `Add to models/${name}: ${missing.join(', ')} (see docs/adding-a-model.md)`).toEqual([])
  })

  it('accepts its own defaults', () => {
    expect(() => resolveParameters(model, {})).not.toThrow()
  })

  it('has a value on its defaults for every metric, unless a claim gives it one', () => {
    // A model that ends by itself may need the whole run to get there.
    const without = withoutValue(firstRun()).length === 0 ? [] : withoutValue(defaultRun(model, { share: 1 }))
    // Some metrics need more than the defaults (two classes of peers): then a claim must show them at work.
    const claimed = new Set(claims.flatMap(({ expected }) => Object.keys(expected)))
    const idle = without.filter((metric) => !claimed.has(metric))
    expect(idle, 'No value in the default run, and no claim: choose other defaults or add a claim').toEqual([])
  })

  it('repeats a run byte for byte', () => {
    expect(JSON.stringify(defaultRun(model))).toBe(JSON.stringify(firstRun()))
  })

  it('differs between replications, if it is random at all', () => {
    const area = join(folder, '..') + sep
    const own = importClosure(join(folder, 'model.ts')).files.filter((file) => file.startsWith(area))
    const random = own.some((file) => readFileSync(file, 'utf8').includes('.stream('))
    const [one, other] = [firstRun(), defaultRun(model, { replication: 1 })].map(({ responses }) => responses)
    if (random) expect(one, 'Draw from sim.stream(name), and let the defaults be random').not.toEqual(other)
    else expect(one).toEqual(other)
  })

  it('takes the same trajectory on every event list', () => {
    expect(defaultRun(model, { eventList: 'heap' })).toEqual(firstRun())
  })

  it('has theory that is finite or silent on its defaults', () => {
    const { resolved } = resolveParameters(model, {})
    for (const [metric, formula] of Object.entries(model.theory ?? {})) {
      const value = formula?.(resolved)
      expect(
        value === undefined || Number.isFinite(value),
        `theory of "${metric}" is ${value}: return undefined outside its domain`,
      ).toBe(true)
    }
  })

  it('makes at least one claim', () => {
    expect(claims.length, `Add claims to models/${name}/validation.ts (export default [...])`).toBeGreaterThan(0)
  })

  it.each(claims.map((claim) => [claim.claim, claim] as const))('makes a sound claim: %s', (sentence, claim) => {
    expect(sentence.trim().endsWith('.'), 'A claim is a sentence').toBe(true)
    expect(claim.source.trim(), 'Name the theorem, table or figure behind the expected values').not.toBe('')
    expect(() => resolveParameters(model, claim.parameters)).not.toThrow()
    expect(Object.keys(model.metrics), 'Only metrics of the model can be expected').toEqual(
      expect.arrayContaining(Object.keys(claim.expected)),
    )
    expect(Object.values(claim.expected).every(Number.isFinite), 'Expected values are finite numbers').toBe(true)
    expect(Object.keys(claim.expected), 'Expect at least one metric').not.toEqual([])
    expect(runLengthProblem(claim.run)).toBeUndefined()
    expect(claim.run.replications, 'An interval needs 3 replications').toBeGreaterThanOrEqual(3)
    expect(claim.precision ?? 0.05).toBeGreaterThan(0)
    expect(claim.tolerance?.reason, 'Say why a figure may be off').not.toBe('')
  })

  it('comes with a study that draws at least one chart', () => {
    const file = bundledStudyFile(name)
    expect(existsSync(file), `Add experiments/studies/${name}.yaml`).toBe(true)
    const study = parse(readFileSync(file, 'utf8')) as { model?: unknown; charts?: unknown[] }
    expect(study.model, 'The bundled study of a model is about this model').toBe(name)
    expect(study.charts?.length ?? 0, 'Add the chart that a paper would show').toBeGreaterThan(0)
  })

  it('has a README with all sections', () => {
    const headings = [...readReadme(name).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
    const missing = readmeSections.filter((section) => !headings.includes(section))
    expect(missing, `Add to models/${name}/README.md the sections (## ...): ${missing.join(', ')}`).toEqual([])
  })

  it('has fresh tables in its README', () => {
    const text = readReadme(name)
    expect(text, 'Run: npm run docs:tables').toBe(freshReadme(text, model, claims))
  })

  it('imports no other model', () => {
    const models = join(folder, '..', '..')
    const shared = [join(folder, '..', 'shared') + sep, join(models, 'shared') + sep]
    const foreign = sources.flatMap((file) => {
      const path = join(folder, file)
      const imported = importsOf(path).filter((specifier) => specifier.startsWith('.'))
      return imported
        .map((specifier) => join(dirname(path), specifier))
        .filter((target) => target.startsWith(models) && dirname(target) !== models)
        .filter((target) => ![folder + sep, ...shared].some((own) => target.startsWith(own)))
        .map((target) => `${relative(models, path)} imports ${relative(models, target)}`)
    })
    expect(foreign, 'Share code through models/<area>/shared/ or models/shared/').toEqual([])
  })
})

describe('the models', () => {
  it('are found', () => {
    expect(names).not.toEqual([])
  })

  it('load without error', () => {
    expect(Object.fromEntries(broken)).toEqual({})
  })

  it('have different titles', () => {
    const titles = [...loaded.values()].map(({ model }) => model.title)
    expect(titles.filter((title, i) => titles.indexOf(title) < i)).toEqual([])
  })
})
