import { describe, expect, it } from 'vitest'
import { isPublicAddress, literalAddress } from './egress-address.ts'

describe('an address of the outside', () => {
  it.each(['1.1.1.1', '157.240.1.1', '2606:4700::1111', '::ffff:8.8.8.8'])('may be called: %s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1', '192.0.0.8', '192.0.2.1'],
    ...['192.168.1.1', '198.18.0.1', '198.51.100.1', '203.0.113.9', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
    ...[
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '64:ff9b::a00:1',
      'fc00::1',
      'fd12::1',
      'fe80::1',
      'ff02::1',
    ],
    ...['2001:db8::1', '2002:7f00:1::', 'localhost', ''],
  ])('is not one of ours or of nobody: %s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it('is found in a host name in whatever notation', () => {
    const hosts = ['http://2130706433', 'http://0x7f.1', 'http://0177.0.0.1', 'http://127.1', 'http://[::1]']

    expect(
      hosts.map((url) => literalAddress(new URL(url).hostname)).every((host) => host && !isPublicAddress(host)),
    ).toBe(true)
  })
})
