import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isSame, isSigned, sign } from './signature.ts'

interface Vector {
  secret: string
  raw_body: string
  expected?: string
  expected_not?: string
}

const vectors: Vector[] = JSON.parse(readFileSync(new URL('../test/signatures.json', import.meta.url), 'utf8'))

describe('the signature of a webhook', () => {
  it.each(vectors)('fits exactly the bytes that were signed (%#)', ({ secret, raw_body, expected, expected_not }) => {
    const body = Buffer.from(raw_body)
    if (expected) expect(isSigned(secret, body, expected)).toBe(true)
    if (expected_not) expect(isSigned(secret, body, expected_not)).toBe(false)
    expect(isSigned(secret, body, sign(secret, body))).toBe(true)
  })

  it.each([undefined, '', 'sha256=', 'sha256=zz', 'sha1=abc', `sha256=${'0'.repeat(64)}`, `sha256=${'0'.repeat(63)}`])(
    'is refused when it is %s',
    (header) => {
      expect(isSigned('secret', Buffer.from('{}'), header)).toBe(false)
    },
  )

  it('is refused when one byte of the body was changed', () => {
    expect(isSigned('secret', Buffer.from('{"a":2}'), sign('secret', '{"a":1}'))).toBe(false)
  })
})

describe('comparing tokens', () => {
  it('tells equal from different, of any length', () => {
    expect(isSame('token', 'token')).toBe(true)
    expect(isSame('token', 'token ')).toBe(false)
    expect(isSame('token', '')).toBe(false)
  })
})
