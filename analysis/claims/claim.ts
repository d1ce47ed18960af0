import { z } from 'zod'
import { AnalysisError } from '../errors.ts'

const nearness = 'a percentage such as 5%, or a number above 0'

/** The shape of one claim in a study file. */
export const claimSchema = z.strictObject({
  claim: z.string({ error: 'a sentence' }).min(1, { error: 'a sentence' }),
  expect: z.string({ error: 'a comparison, such as meanWait[servers == 11] < 0.5 * meanWait[servers == 10]' }),
  at: z.string({ error: 'a condition on the factors, such as load >= 0.9' }).optional(),
  within: z
    .union([z.number().gt(0, { error: nearness }), z.string().regex(/^\d*\.?\d+%$/, { error: nearness })], {
      error: nearness,
    })
    .optional(),
  source: z.string({ error: 'where the expectation comes from' }).min(1).optional(),
})

/**
 * What a study expects to find, as written under `claims:`. `expect` compares metrics with numbers or with one another;
 * `at` keeps the design points it is about; `within` says how near `==` has to be.
 */
export type StudyClaim = z.infer<typeof claimSchema>

/** The keys that a claim may have. */
export const claimKeys: readonly string[] = Object.keys(claimSchema.shape)

/**
 * Checks the shape of the claims of a study.
 * @param where File that they are in, for messages.
 * @throws AnalysisError naming the claim that is not sound.
 */
export function readClaims(given: unknown, where: string): StudyClaim[] {
  const list = z.array(z.unknown()).safeParse(given)
  if (!list.success)
    throw new AnalysisError(`${where}: "claims" is no list; expected one such as [{ claim: ..., expect: ... }].`)
  return list.data.map((one, index) => {
    const result = claimSchema.safeParse(one)
    if (result.success) return result.data
    const [issue] = result.error.issues
    const place = `${where}: claims[${index}]`
    if (issue?.code === 'unrecognized_keys') {
      throw new AnalysisError(`${place} has the unknown key "${issue.keys[0]}". Keys: ${claimKeys.join(', ')}.`)
    }
    const key = String(issue?.path[0] ?? '')
    const value = key === '' ? one : (one as Record<string, unknown>)[key]
    if (key !== '' && value === undefined)
      throw new AnalysisError(`${place} has no "${key}"; expected ${issue?.message}.`)
    throw new AnalysisError(
      `${place}${key === '' ? '' : `.${key}`} is ${JSON.stringify(value)}; expected ${key === '' ? 'a map with claim and expect' : issue?.message}.`,
    )
  })
}
