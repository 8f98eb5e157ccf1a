import { Readable } from 'node:stream'
import type { RequestInit } from 'undici'
import type { Log } from '../observe/log.ts'
import type { PluginFetchInit, PluginHttp } from './context.ts'
import { isPublicAddress, literalAddress } from './egress-address.ts'
import { callOut, type Reach } from './egress-client.ts'
import { kernelError } from './errors.ts'
import type { Manifest } from './manifest.ts'
import { substituteOrigins } from './plugin-environment.ts'

const totalMilliseconds = 20_000
const maxRedirects = 3
const redirects = new Set([301, 302, 303, 307, 308])
const credentials = ['authorization', 'cookie', 'proxy-authorization']

interface Egress {
  manifest: Manifest
  environment: Readonly<Record<string, string>>
  log: Log
}

/** Outgoing HTTP of a plugin: hosts of its manifest at public addresses, or the origin an operator put in their place. */
export function createPluginHttp({ manifest, environment, log }: Egress): PluginHttp {
  const hosts = manifest.permissions.flatMap((permission) => permission.split('http:egress:')[1] ?? [])
  const substitutes = substituteOrigins(environment)

  function check(url: URL): Reach {
    const refuse = (code: Parameters<typeof kernelError>[0], text: string) =>
      kernelError(code, `Plugin "${manifest.id}" calls ${url.origin}, ${text}`)
    if (substitutes.has(url.origin)) return 'anywhere'
    if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password || url.port !== '')
      throw refuse('egress.url', 'which is not a plain http(s) address on its usual port.')
    if (!hosts.some((pattern) => matches(pattern, url.hostname)))
      throw refuse('egress.host', `and its manifest does not ask for http:egress:${url.hostname}.`)
    const literal = literalAddress(url.hostname)
    if (literal && !isPublicAddress(literal)) throw refuse('egress.address', 'which is not a public address.')
    return 'public'
  }

  return {
    async fetch(address, init = {}) {
      const signal = signalOf(init)
      const started = performance.now()
      let url = new URL(address)
      let options = await optionsOf(init, signal)
      for (let hop = 0; ; hop += 1) {
        const response = await callOut(url, check(url), options)
        log.debug(
          { plugin: manifest.id, host: url.host, status: response.status, ms: Math.round(performance.now() - started) },
          'outgoing call',
        )
        const location = redirects.has(response.status) ? response.headers.get('location') : null
        if (location === null) return response as unknown as Response
        await response.body?.cancel()
        const next = new URL(location, url)
        if (hop === maxRedirects || (url.protocol === 'https:' && next.protocol === 'http:'))
          throw kernelError('egress.redirect', `Plugin "${manifest.id}": ${url.origin} redirects too often or to http.`)
        options = afterRedirect(options, response.status, url.origin !== next.origin)
        url = next
      }
    },
  }
}

const signalOf = ({ timeout = totalMilliseconds, signal }: PluginFetchInit): AbortSignal =>
  signal ? AbortSignal.any([signal, AbortSignal.timeout(timeout)]) : AbortSignal.timeout(timeout)

async function optionsOf(
  { method = 'GET', headers = {}, body }: PluginFetchInit,
  signal: AbortSignal,
): Promise<RequestInit> {
  const options: RequestInit = { method, headers, signal, redirect: 'manual' }
  if (body === undefined) return options
  if (!(body instanceof FormData)) {
    const stream = body instanceof Readable || body instanceof ReadableStream
    return { ...options, body: body as NonNullable<RequestInit['body']>, ...(stream && { duplex: 'half' as const }) }
  }
  // Encoded by the platform's own classes: the client knows only its own form data.
  const encoded = new Response(body)
  return {
    ...options,
    headers: { ...headers, 'content-type': encoded.headers.get('content-type') as string },
    body: encoded.body as unknown as NonNullable<RequestInit['body']>,
    duplex: 'half',
  }
}

/** Credentials stay with the origin they were meant for; what became a GET has no body. */
function afterRedirect(options: RequestInit, status: number, elsewhere: boolean): RequestInit {
  const headers = Object.fromEntries(
    Object.entries(options.headers as Record<string, string>).filter(
      ([name]) => !elsewhere || !credentials.includes(name.toLowerCase()),
    ),
  )
  if (status === 307 || status === 308) return { ...options, headers }
  const { body: _body, duplex: _duplex, ...rest } = options
  return { ...rest, method: options.method === 'HEAD' ? 'HEAD' : 'GET', headers }
}

const matches = (pattern: string, host: string): boolean =>
  pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern
