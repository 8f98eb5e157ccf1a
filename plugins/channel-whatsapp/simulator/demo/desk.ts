// biome-ignore lint/suspicious/noExplicitAny: answers of the public API
type Body = any

/** The public API, as the demo's administrator calls it. */
export interface Desk {
  get(path: string): Promise<Body>
  post(path: string, body: unknown): Promise<Body>
}

export function createDesk(target: { baseUrl: string; apiToken: string; accountId: number }): Desk {
  const call = async (method: string, path: string, body?: unknown): Promise<Body> => {
    const isForm = body instanceof FormData
    const response = await fetch(`${target.baseUrl}/api/v1/accounts/${target.accountId}${path}`, {
      method,
      headers: {
        api_access_token: target.apiToken,
        ...(isForm || body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text.slice(0, 200)}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  return { get: (path) => call('GET', path), post: (path, body) => call('POST', path, body) }
}

/** Waits for what follows from a webhook or a job. */
export async function eventually<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  const end = Date.now() + 20_000
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error('Cordboard did not get that far in 20 s')
    await new Promise((resolve) => setTimeout(resolve, 60))
  }
}
