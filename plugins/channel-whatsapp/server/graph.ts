import type { PluginHttp } from '@cordboard/plugin-sdk'
import type { Connection } from './connection.ts'
import { GraphError, readBody, UnreachableError } from './graph-error.ts'
import type { Json } from './json.ts'

// Below the host's own limits for one send, so that the provider's silence is told apart from ours.
const readTimeout = 15_000
const writeTimeout = 30_000
const fileTimeout = 50_000

/** Who calls: with a number's token, or with none where the call itself proves who asks. */
export type Caller = Partial<Pick<Connection, 'token'>>

/** The provider's HTTP API. Every call answers a JSON object or throws `GraphError` or `UnreachableError`. */
export interface Graph {
  get(caller: Caller, path: string, query?: Record<string, string>): Promise<Json>
  post(caller: Caller, path: string, body?: object): Promise<Json>
  delete(caller: Caller, path: string): Promise<Json>
  upload(caller: Caller, path: string, form: FormData): Promise<Json>
  /** The bytes behind a media address. Only for addresses that `ownsMedia` approves: the token goes along. */
  download(caller: Caller, url: string): Promise<Response>
  ownsMedia(url: string): boolean
}

interface GraphOptions {
  http: PluginHttp
  graphUrl: string
  graphVersion: string
}

export function createGraph({ http, graphUrl, graphVersion }: GraphOptions): Graph {
  const address = (path: string, query?: Record<string, string>) =>
    `${graphUrl}/${graphVersion}/${path}${query ? `?${new URLSearchParams(query)}` : ''}`
  const own = new URL(graphUrl).origin

  async function call(url: string, caller: Caller, init: Parameters<PluginHttp['fetch']>[1]): Promise<Response> {
    const proof = caller.token === undefined ? {} : { authorization: `Bearer ${caller.token}` }
    const headers = { ...init?.headers, ...proof }
    try {
      return await http.fetch(url, { timeout: readTimeout, ...init, headers })
    } catch (error) {
      throw UnreachableError.from(error)
    }
  }

  return {
    get: async (caller, path, query) => read(await call(address(path, query), caller, {})),
    post: async (caller, path, body) =>
      read(
        await call(address(path), caller, {
          method: 'POST',
          timeout: writeTimeout,
          ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
        }),
      ),
    delete: async (caller, path) =>
      read(await call(address(path), caller, { method: 'DELETE', timeout: writeTimeout })),
    upload: async (caller, path, form) =>
      read(await call(address(path), caller, { method: 'POST', body: form, timeout: fileTimeout })),
    download: async (caller, url) => {
      const response = await call(url, caller, { timeout: fileTimeout })
      if (!response.ok) throw await GraphError.of(response)
      return response
    },
    ownsMedia: (url) => isMediaAddress(url, own),
  }
}

async function read(response: Response): Promise<Json> {
  if (!response.ok) throw await GraphError.of(response)
  const { body, raw } = await readBody(response)
  if (!body) throw new GraphError({ status: 502, message: 'The answer was not JSON', raw })
  return body
}

const mediaHosts = /(^|\.)(fbsbx\.com|fbcdn\.net|whatsapp\.net)$/

function isMediaAddress(url: string, own: string): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || parsed.username || parsed.password) return false
  return (
    parsed.origin === own || (parsed.protocol === 'https:' && parsed.port === '' && mediaHosts.test(parsed.hostname))
  )
}
