import { expect, it } from 'vitest'
import { RandomStream } from '../../../engine/index.ts'
import { PeerSet } from './peer-set.ts'

it('says whether a number is new, as a set of the language does', () => {
  const stream = new RandomStream('1', 'peer set')
  const ours = new PeerSet(60)
  for (let filling = 0; filling < 200; filling++) {
    ours.clear()
    const theirs = new Set<number>()
    for (let i = 0; i < 60; i++) {
      // Few numbers, so that many come twice, and large ones, whose lower bits agree.
      const number = stream.integer(0, 40) * 65_536
      expect(ours.add(number)).toBe(!theirs.has(number))
      theirs.add(number)
    }
  }
})

it('holds as many as it is made for', () => {
  const full = new PeerSet(1000)
  for (let i = 0; i < 1000; i++) expect(full.add(i)).toBe(true)
  for (let i = 0; i < 1000; i++) expect(full.add(i)).toBe(false)
})
