import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { codeHash } from '../models/registry.ts'
import { shortHash } from './canonical.ts'
import { compiledRoot, packageRoot } from './package-root.ts'

const known = new Map<string, string>()

/**
 * Hash of the code that a run of this model depends on: the model, the run loop and whatever they import, the engine
 * included. Always of the compiled files, which are what the workers load: the tests get the same identities.
 * @param model `area/name`
 * @throws when the model has not been compiled
 */
export function runCodeHash(model: string): string {
  const cached = known.get(model)
  if (cached !== undefined) return cached
  const entries = [join(compiledRoot, 'models', model, 'model.js'), join(compiledRoot, 'models', 'simulate.js')]
  const missing = entries.find((file) => !existsSync(file))
  if (missing !== undefined)
    throw new Error(`Model "${model}" is not compiled (no ${relative(packageRoot, missing)}); run: npm run build`)
  const hash = shortHash(entries.map((file) => codeHash(file, packageRoot)).join('\n'), 16)
  known.set(model, hash)
  return hash
}
