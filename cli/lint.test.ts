import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installedCopy, type InstalledCopy } from './testing/installed-copy.ts'

let copy: InstalledCopy

beforeAll(() => {
  copy = installedCopy()
})

afterAll(() => copy.remove())

const single = 'model: faulty/moody\ntitle: t\nrun: { replications: 1 }\n'

describe('lint', () => {
  it('ends with code 0 on warnings, and on errors that the study accepts', () => {
    copy.write('few.yaml', single.replace('1 }', '3 }'))
    copy.write('accepted.yaml', `${single}accept: { single-replication: only the shape is asked for }\n`)
    const { code, out } = copy.run('lint', 'few.yaml', 'accepted.yaml')
    expect([code, out.trim().split('\n').at(-1)]).toEqual([0, '0 errors, 1 warning; 1 accepted'])
  })

  it('ends with code 1 on an error, and looks at the other studies when one can not be read', () => {
    copy.write('single.yaml', single)
    copy.write('broken.yaml', 'model: faulty/moody\n')
    const { code, out, err } = copy.run('lint', 'broken.yaml', 'single.yaml', '--json')
    expect(err).toContain('broken.yaml:1:1: "title" is missing')
    expect(JSON.parse(out)).toMatchObject([
      { code: 'single-replication', severity: 'error', file: 'single.yaml', line: 3 },
    ])
    expect(code).toBe(1)
  })
})

describe('a plan', () => {
  it('tells what a few runs cost, how long the sweep will take, and what lint finds', () => {
    copy.write(
      'costly.yaml',
      single.replace('1 }', '2 }').replace('title: t\n', 'title: t\nvary: { work: [10, 20, 30] }\n'),
    )
    const { code, out } = copy.run('sweep', 'costly.yaml', '--plan', '--jobs', '2')
    expect(out).toMatch(/^Pilot: {2}3 runs took [\d.]+ ms to [\d.]+ ms each$/m)
    expect(out).toMatch(/^Time: {3}about .+ on 2 workers, an estimate from the pilot$/m)
    expect(out).toContain('[few-replications]')
    expect(code).toBe(0)
  })

  it('counts what is saved, and times nothing when nothing is left', () => {
    copy.write('saved.yaml', single)
    copy.run('sweep', 'saved.yaml', '--jobs', '1')
    const { out } = copy.run('sweep', 'saved.yaml', '--plan')
    expect(out).toContain('1 design points x 1 replications = 1; 1 saved, 0 to do')
    expect(out).not.toContain('Pilot')
  })
})

describe('a sweep of a design made for effects', () => {
  it('writes and prints them', () => {
    copy.write(
      'effects.yaml',
      'model: queueing/mmc\ntitle: t\nvary: { servers: 10..12, arrivalRate: 5..6 }\ndesign: morris(4)\nmeasure: [utilisation]\n' +
        'run: { warmUp: 5s, horizon: 25s, replications: 3 }\n',
    )
    const { code, out } = copy.run('sweep', 'effects.yaml', '--jobs', '1')
    expect([code, out.includes('Effects: results/effects/effects.csv')]).toEqual([0, true])
    const [header, ...rows] = readFileSync(join(copy.folder, 'results/effects/effects.csv'), 'utf8').trim().split('\n')
    expect(header).toBe('metric,unit,factor,mu,mu_star,sigma')
    // More servers, less utilisation.
    const effect = rows.find((row) => row.startsWith('utilisation,1,servers,'))!
    expect(Number(effect.split(',')[3])).toBeLessThan(0)
  })
})
