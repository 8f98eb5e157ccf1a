import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { kernelError } from './errors.ts'

const forbidden = [
  '192.0.0.0/24',
  '192.0.2.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '64:ff9b::/96',
  '2001:db8::/32',
  '2002::/16',
].map((range) => ipaddr.parseCIDR(range))

/** Whether an address lies in the public internet. An IPv4 address in IPv6 clothes is judged as what it is. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  if (address.range() !== 'unicast') return false
  return !forbidden.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))
}

/** The address in a URL's host name, when it is one. */
export const literalAddress = (host: string): string | undefined => {
  const bare = host.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(bare) ? bare : undefined
}

/** Resolves a name and refuses it when any of its addresses is not public; the connection goes to what was checked. */
export const publicLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 4)
    const wrong = found.find(({ address }) => !isPublicAddress(address))
    const first = found[0]
    if (wrong || !first) return done(kernelError('egress.address', `${host} has an address that is not public.`), '', 4)
    if (options.all) return done(null, found)
    return done(null, first.address, first.family)
  })
}
