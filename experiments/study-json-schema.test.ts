import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { studiesRoot } from './package-root.ts'
import { studyJsonSchema } from './study-schema.ts'

describe('the JSON Schema of study files', () => {
  const schema = studyJsonSchema() as { properties: Record<string, { description?: string }>; required: string[] }

  it('is the one that editors are given; docs/studies.md tells how to write it anew', () => {
    expect(JSON.parse(readFileSync(join(studiesRoot, 'study.schema.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(schema)),
    )
  })

  it('asks for a model and a title, takes no unknown key, and explains the others', () => {
    expect(schema).toMatchObject({ additionalProperties: false, required: ['model', 'title'] })
    const silent = Object.entries(schema.properties).filter(([, { description }]) => description === undefined)
    expect(silent.map(([key]) => key)).toEqual(['description', 'charts'])
  })
})
