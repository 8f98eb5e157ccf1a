import { forgetCredentials, keepCredentials, readCredentials } from './credentials.ts'

export type Query = Record<string, string | number | boolean | readonly (string | number)[] | null | undefined>

/** What the server refused, in words that can be shown. `status` 0: it could not be reached. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** Wire names of the fields that are wrong. */
  readonly attributes: readonly string[]
  /** The answer as it came. */
  readonly body: unknown

  constructor(status: number, message: string, body?: unknown) {
    super(message)
    this.status = status
    this.body = body
    const attributes = (body as { attributes?: unknown } | undefined)?.attributes
    this.attributes = Array.isArray(attributes) ? attributes.map(String) : []
  }

  get isUnreachable(): boolean {
    return this.status === 0
  }
}

/** Told when the server no longer knows the session. */
export const sessionEnded = new EventTarget()

/** Calls that may begin a session, and so answer with its headers. */
const entrances = /^\/(auth\/|api\/v1\/(accounts$|installation\/|profile))/

interface Options {
  query?: Query | undefined
  body?: unknown
  signal?: AbortSignal | undefined
}

async function call<Answer>(method: string, path: string, options: Options = {}): Promise<Answer> {
  const { response, answer } = await exchange(method, path, options)
  if (response.ok) return answer as Answer
  throw new ApiError(response.status, messageOf(answer) ?? response.statusText, answer)
}

async function exchange(method: string, path: string, { query, body, signal }: Options) {
  const response = await send(method, path + queryString(query), body, signal)
  const answer = await parse(response)
  if (response.ok && entrances.test(path)) keepCredentials(response.headers)
  if (response.status === 401 && isSessionMissing(answer)) endSession()
  return { response, answer }
}

/** A call whose refusals are answers too; `status` 0: the server could not be reached. */
export async function request(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  try {
    const { response, answer } = await exchange(method, path, { body })
    return { status: response.status, body: answer }
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: undefined }
    throw error
  }
}

async function send(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const isForm = body instanceof FormData
  const headers: Record<string, string> = { ...readCredentials(), accept: 'application/json' }
  if (body !== undefined && !isForm) headers['content-type'] = 'application/json'
  const payload = body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }
  try {
    return await fetch(path, { method, headers, credentials: 'same-origin', signal: signal ?? null, ...payload })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError(0, '', undefined)
  }
}

async function parse(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

// A role that may not do something is a 401 too, with another body: that ends nothing.
const isSessionMissing = (answer: unknown): boolean =>
  readCredentials() !== undefined && Array.isArray((answer as { errors?: unknown } | undefined)?.errors)

function endSession(): void {
  forgetCredentials()
  sessionEnded.dispatchEvent(new Event('ended'))
}

function messageOf(answer: unknown): string | undefined {
  if (typeof answer === 'string') return answer.length < 200 ? answer : undefined
  const { message, error, errors } = (answer ?? {}) as Record<string, unknown>
  const found = message ?? error ?? (Array.isArray(errors) ? errors[0] : undefined)
  return typeof found === 'string' ? found : undefined
}

/** `{labels: ['a']}` becomes `labels[]=a`; what is null, undefined or empty is left out. */
export function queryString(query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
    if (Array.isArray(value)) for (const item of value) parameters.append(`${name}[]`, String(item))
    else parameters.append(name, String(value))
  }
  const text = parameters.toString()
  return text ? `?${text}` : ''
}

/** The server, call by call. Answers the parsed body or throws an `ApiError`. */
export const api = {
  get: <Answer>(path: string, query?: Query, signal?: AbortSignal) => call<Answer>('GET', path, { query, signal }),
  post: <Answer = void>(path: string, body: unknown = {}, query?: Query) => call<Answer>('POST', path, { body, query }),
  put: <Answer = void>(path: string, body: unknown = {}) => call<Answer>('PUT', path, { body }),
  patch: <Answer = void>(path: string, body: unknown = {}) => call<Answer>('PATCH', path, { body }),
  delete: <Answer = void>(path: string, body?: unknown) => call<Answer>('DELETE', path, { body }),
}

/** `/api/v1/accounts/<id>` and what follows. */
export const accountUrl = (accountId: number, path = ''): string =>
  `/api/v1/accounts/${accountId}${path ? `/${path}` : ''}`
