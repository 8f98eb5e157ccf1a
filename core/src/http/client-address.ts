import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

/**
 * The address a request comes from. `X-Forwarded-For` counts only as far as it was written by proxies of ours: the
 * nearest address that is none of them is the client.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: readonly string[]): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  const hops = [...forwarded.map((hop) => hop.trim()).filter(ipaddr.isValid), request.socket.remoteAddress ?? '']
  const client = hops.findLast((hop) => !isTrusted(hop, trustedProxies)) ?? hops[0] ?? ''
  return ipaddr.isValid(client) ? ipaddr.process(client).toString() : client
}

export const isLoopback = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback'

function isTrusted(address: string, trustedProxies: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return trustedProxies.some((proxy) => {
    const [network, bits] = proxy.includes('/') ? ipaddr.parseCIDR(proxy) : [ipaddr.process(proxy), undefined]
    if (network.kind() !== parsed.kind()) return false
    return parsed.match(network, bits ?? (network.kind() === 'ipv4' ? 32 : 128))
  })
}
