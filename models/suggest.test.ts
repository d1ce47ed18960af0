import { describe, expect, it } from 'vitest'
import { didYouMean, editDistance, suggest } from './suggest.ts'

describe('editDistance', () => {
  it.each([
    ['', 'abc', 3],
    ['sever', 'servers', 2],
    ['wiat', 'wait', 1],
    ['same', 'same', 0],
    ['ca', 'abc', 3],
  ])('from %s to %s is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance)
  })
})

describe('suggest', () => {
  const names = ['arrivalRate', 'serviceRate', 'servers']

  it('proposes the closest name', () => {
    expect(suggest('sever', names)).toBe('servers')
    expect(suggest('ArivalRate', names)).toBe('arrivalRate')
  })

  it('proposes nothing when no name is close', () => {
    expect(suggest('bandwidth', names)).toBeUndefined()
    expect(didYouMean('bandwidth', names)).toBe('')
  })

  it('finds a model by the last part of its name', () => {
    expect(didYouMean('mmc', ['queueing/mm1k', 'queueing/mmc'])).toBe(' Did you mean "queueing/mmc"?')
  })
})
