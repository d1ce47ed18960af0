import { describe, expect, it } from 'vitest'
import { allWorkloads, findWorkload } from './groups.ts'

describe('the benchmarks', () => {
  it('have names of their own that begin with their group', async () => {
    const names = (await allWorkloads()).map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect((await findWorkload(name)).name).toBe(name)
  })

  it('name what there is none of', async () => {
    await expect(findWorkload('hold/none')).rejects.toThrow('There is no workload "hold/none".')
  })

  it('serve the same customers in each style of M/M/1', async () => {
    const styles = await Promise.all(['mm1/callbacks', 'mm1/resource', 'mm1/store'].map(findWorkload))
    const [callbacks, resource, store] = styles.map((style) => style.prepare()())
    expect(resource).toBeCloseTo(callbacks!, 9)
    expect(store).toBeCloseTo(callbacks!, 9)
  })

  it.each([
    'signal/broadcast/1000',
    'timeout/race/1000',
    'link/ping-pong',
    'process/start-and-end',
    'hold/cancel-90/100',
  ])('go on in the same world round after round: %s', async (name) => {
    const round = (await findWorkload(name)).prepare()
    const first = round()
    expect(round()).toBeGreaterThan(first)
  })
})
