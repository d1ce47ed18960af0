import { describe, expect, it } from 'vitest'
import { sha256 } from './sha256.ts'

describe('sha256', () => {
  // NIST, Examples with Intermediate Values (one block, two blocks) and the classic vectors of FIPS 180.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('gives the digest of the published test vector %#', (text, digest) => {
    expect(sha256(text)).toBe(digest)
  })

  it('hashes the UTF-8 bytes of a text', () => {
    // printf 'Grüße 😀' | sha256sum
    expect(sha256('Grüße 😀')).toBe('3436cf1c2f912923eb6c58432bc973f1e3bf57852f000822b53954e45e6c5be4')
  })

  it('tells apart texts around the length of a block', () => {
    const digests = Array.from({ length: 130 }, (_, length) => sha256('x'.repeat(length)))
    expect(new Set(digests).size).toBe(130)
  })
})
