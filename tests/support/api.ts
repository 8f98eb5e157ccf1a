import type { Product } from './product.ts'

export interface Answer {
  status: number
  // Bodies are what tests look into: their shape is the assertion.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  body: any
  headers: Headers
}

type Headings = Record<string, string>
type Send = (method: string, path: string, body?: unknown, headers?: Headings) => Promise<Answer>

/** Calls the product over HTTP as whoever the headers say. Objects go as JSON, forms and texts as they are. */
export function caller(product: Product, headers: Headings = {}): Send {
  return async (method, path, body, more = {}) => {
    const isRaw =
      body === undefined || typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array
    const response = await fetch(`${product.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(isRaw ? {} : { 'content-type': 'application/json' }), ...headers, ...more },
      ...(body !== undefined && { body: (isRaw ? body : JSON.stringify(body)) as NonNullable<RequestInit['body']> }),
    })
    const text = await response.text()
    return { status: response.status, body: parsed(text), headers: response.headers }
  }
}

/** Calls the product with an API token. */
export const callerWithToken = (product: Product, token: string): Send => caller(product, { api_access_token: token })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
