import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * The address a request comes from. `X-Forwarded-For` counts only as far as it was written by proxies of ours: the
 * nearest address that is none of them is the client.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: readonly string[]): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  const hops = [
    ...forwarded.map((hop) => hop.trim()).filter((hop) => isIP(hop) > 0),
    request.socket.remoteAddress ?? '',
  ]
  const client = hops.findLast((hop) => !isTrusted(hop, trustedProxies)) ?? hops[0] ?? ''
  return isIP(client) > 0 ? ipaddr.process(client).toString() : client
}

export const isLoopback = (address: string): boolean =>
  isIP(address) > 0 && ipaddr.process(address).range() === 'loopback'

function isTrusted(address: string, trustedProxies: readonly string[]): boolean {
  if (trustedProxies.length === 0 || isIP(address) === 0) return false
  const parsed = ipaddr.process(address)
  return trustedProxies.some((proxy) => {
    const [network, bits] = proxy.includes('/') ? ipaddr.parseCIDR(proxy) : [ipaddr.process(proxy), undefined]
    if (network.kind() !== parsed.kind()) return false
    return parsed.match(network, bits ?? (network.kind() === 'ipv4' ? 32 : 128))
  })
}
