import { expect, it } from 'vitest'
import type { PlainValue } from '../../definition.ts'
import { simulate } from '../../simulate.ts'
import model from './model.ts'
import { makespan, meanDownload, type Plan } from './theory.ts'

const run = (parameters: Record<string, PlainValue>, horizon = Infinity) =>
  simulate(model, { parameters, seed: 'behaviour', replication: 0, warmUp: 0, horizon }).responses as Record<
    string,
    number
  >

/** A file of 1 Mbit. */
const unit = { arrivals: 'flash-crowd', fileSize: '125kB', serverUpload: '1Mbps', download: '1Mbps' }

it('gives fast clients what slow ones can not use', () => {
  // All downlinks of 250 kbit/s, or none of them: 4 clients fill the uplink in 4 s either way.
  expect(run({ ...unit, clients: 4, download: '250kbps' })['makespan']).toBeCloseTo(4, 9)
  expect(run({ ...unit, clients: 2, download: '250kbps' })).toMatchObject({ makespan: 4, uploadUse: 0.5 })
})

it('is done with a mixed crowd at the distribution bound, whatever limits', () => {
  for (const clients of [3, 10, 30])
    for (const download of ['40kbps', '200kbps', '1Mbps']) {
      const { makespan: found, lowerBound } = run({ ...unit, clients, download, fastShare: 0.5 })
      expect(found! / lowerBound!).toBeCloseTo(1, 9)
    }
})

it('serves in order of arrival as many at once as it has slots', () => {
  expect(run({ ...unit, clients: 6, slots: 2 })).toMatchObject({ makespan: 6, meanDownload: 4 })
  expect(run({ ...unit, clients: 6, slots: 4 })['makespan']).toBeCloseTo(6, 9)
})

it('lets a server without clients idle unless all serve each client', () => {
  const two = { ...unit, servers: 2, clients: 1 }
  expect(run(two)).toMatchObject({ makespan: 1, uploadUse: 0.5 })
  expect(run({ ...two, download: '2Mbps' })).toMatchObject({ makespan: 0.5, uploadUse: 1 })
  expect(run({ ...two, download: '2Mbps', striping: false })).toMatchObject({ makespan: 1, uploadUse: 0.5 })
})

it('has no makespan before the last client is done, and no bound for arrivals without end', () => {
  expect(run({ ...unit, clients: 5 }, 3)).toMatchObject({ makespan: null, completed: 0 })
  expect(run({ ...unit, arrivals: 'poisson', arrivalRate: 0.5 }, 100)['lowerBound']).toBeNull()
})

it('has closed forms only where they hold', () => {
  const plan: Plan = {
    fileSize: 125_000,
    servers: 1,
    serverUpload: 1e6,
    striping: true,
    slots: Infinity,
    arrivals: 'flash-crowd',
    clients: 10,
    arrivalRate: 0.5,
    download: 1e6,
    fastShare: 0,
    fastDownload: 1e6,
  }
  expect(makespan(plan)).toBe(10)
  expect(makespan({ ...plan, slots: 3 })).toBeUndefined()
  expect(meanDownload({ ...plan, slots: 5 })).toBe(7.5)
  expect(meanDownload({ ...plan, arrivals: 'poisson' })).toBe(2)
  expect(meanDownload({ ...plan, arrivals: 'poisson', arrivalRate: 1 })).toBeUndefined()
  expect(meanDownload({ ...plan, servers: 2, striping: false })).toBeUndefined()
})
