import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CommanderError } from 'commander'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { galleryStudy, writeGallery } from '../../analysis/sample-gallery.ts'
import { makeProgram } from '../program.ts'
import { reportError } from '../terminal.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-charts-'))
  writeGallery(folder, { ...galleryStudy, charts: galleryStudy.charts.slice(0, 1) })
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a command in this process. */
async function run(...words: string[]): Promise<{ out: string; err: string }> {
  const said = { out: '', err: '' }
  const listen = (stream: 'stdout' | 'stderr', to: 'out' | 'err') =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[to] += String(text)
      return true
    })
  const spies = [listen('stdout', 'out'), listen('stderr', 'err')]
  try {
    await makeProgram().parseAsync(words, { from: 'user' })
  } catch (problem) {
    if (!(problem instanceof CommanderError)) reportError(problem)
  } finally {
    spies.forEach((spy) => spy.mockRestore())
    process.exitCode = undefined
  }
  return said
}

describe('meanwhile chart', () => {
  it('draws in the theme, size and formats that are asked for, elsewhere than the declared charts', async () => {
    const { out } = await run('chart', folder, 'line', '--theme', 'print', '--size', 'lncs', '--format', 'pdf,csv')
    const place = join(folder, 'charts', 'print-lncs')
    expect(out.trim().split('\n')).toEqual(['line.pdf', 'line.csv', 'line.txt'].map((name) => join(place, name)))
    expect(readdirSync(place)).toHaveLength(3)
  })

  it.each([
    [['--theme', 'dark'], 'Allowed choices are light, print'],
    [['--size', 'a4'], 'Allowed choices are acm-column'],
    [['--format', 'jpg'], 'Expected any of svg, pdf, png, vl.json, csv'],
    [['pie'], 'has no chart "pie". It has: line.'],
  ])('refuses %j and says what there is', async (words, message) => {
    expect((await run('chart', folder, ...words)).err).toContain(message)
  })
})

describe('meanwhile methods', () => {
  it('prints one paragraph, for LaTeX too', async () => {
    expect((await run('methods', folder)).out).toMatch(/^We simulated the model queueing\/mmc .*\n$/)
    expect((await run('methods', folder, '--format', 'latex')).out).toContain('95\\,\\%')
  })
})

describe('meanwhile report', () => {
  it('writes the page and says where', async () => {
    const { out } = await run('report', folder)
    expect(out.trim()).toBe(join(folder, 'report.html'))
    expect(existsSync(out.trim())).toBe(true)
  })

  it('says that a folder has no results', async () => {
    expect((await run('report', join(folder, 'charts'))).err).toContain('a folder of results?')
  })
})
