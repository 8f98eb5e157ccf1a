import { describe, expect, it } from 'vitest'
import { displayNumber, isContactId, numberVariants, phoneNumber } from './identity.ts'

describe('ids of the same person', () => {
  it.each([
    ['553198765432', ['5531998765432']],
    ['5531998765432', ['553198765432']],
    // A landline never got the ninth digit.
    ['553132165432', []],
    ['5491122334455', ['541122334455']],
    ['541122334455', ['5491122334455']],
    ['5215512345678', ['525512345678']],
    ['525512345678', ['5215512345678']],
    ['15550109911', []],
    ['4915112345678', []],
  ])('of %s are %j', (digits, variants) => {
    expect(numberVariants(digits)).toEqual(variants)
  })

  it('lead back to each other', () => {
    for (const digits of ['553198765432', '5491122334455', '5215512345678'])
      for (const variant of numberVariants(digits)) expect(numberVariants(variant)).toContain(digits)
  })
})

describe('an id', () => {
  it.each(['15550109911', '1', 'US.13491208655302741918', 'DE.ENT.abc123'])('may be %s', (id) => {
    expect(isContactId(id)).toBe(true)
  })
  it.each(['', '+15550109911', '1234567890123456', 'us.1', 'US.', 'US.a b', `US.${'a'.repeat(129)}`])(
    'may not be %s',
    (id) => {
      expect(isContactId(id)).toBe(false)
    },
  )
})

describe('a phone number', () => {
  it.each([
    ['+1 555-010-4477', '+15550104477'],
    ['15550104477', '+15550104477'],
    ['%2B1555', '+21555'],
    ['12', undefined],
    ['', undefined],
  ])('in %s is %s', (given, expected) => {
    expect(phoneNumber(given)).toBe(expected)
  })

  it('is shown as people write it, even when it cannot exist', () => {
    expect(displayNumber('4915112345678')).toBe('+49 1511 2345678')
    expect(displayNumber('999')).toBe('+999')
  })
})
