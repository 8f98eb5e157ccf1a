import { type Json, number, record, word } from './json.ts'

interface Failure {
  status: number
  message: string
  code?: number | undefined
  subcode?: number | undefined
  title?: string | undefined
  details?: string | undefined
  trace?: string | undefined
  retryAfterSeconds?: number | undefined
  raw?: string | undefined
  cause?: unknown
}

/** The provider answered, and the answer is no. */
export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly status: number
  /** Undefined when something before the provider answered, e.g. a gateway: then nobody knows what was done. */
  readonly code: number | undefined
  readonly subcode: number | undefined
  /** The provider's heading for people, where its message is for programs. */
  readonly title: string | undefined
  /** What is wrong with this very request, where the provider said so. */
  readonly details: string | undefined
  /** The provider's name for the request, for its support. */
  readonly trace: string | undefined
  readonly retryAfterSeconds: number | undefined
  /** The beginning of an answer that made no sense. May hold secrets: `redact` it before anybody sees it. */
  readonly raw: string | undefined

  constructor({ status, message, code, subcode, title, details, trace, retryAfterSeconds, raw, cause }: Failure) {
    super(message, { cause })
    this.status = status
    this.code = code
    this.subcode = subcode
    this.title = title
    this.details = details
    this.trace = trace
    this.retryAfterSeconds = retryAfterSeconds
    this.raw = raw
  }

  static async of(response: Response): Promise<GraphError> {
    const { body, raw } = await readBody(response)
    const error = record(body?.error)
    return new GraphError({
      status: response.status,
      message: (word(error?.message) ?? `HTTP ${response.status}`).replace(/^\(#\d+\)\s*/, ''),
      code: number(error?.code),
      subcode: number(error?.error_subcode),
      title: word(error?.error_user_title),
      details: word(record(error?.error_data)?.details) ?? word(error?.error_user_msg),
      trace: word(error?.fbtrace_id),
      retryAfterSeconds: waitOf(response.headers),
      raw,
    })
  }

  /** `<code>: <message>`, as agents see it. */
  get summary(): string {
    return this.code === undefined ? this.message : `${this.code}: ${this.message}`
  }
}

const rawLength = 1_000

/** A JSON object, or the beginning of what came instead. */
export async function readBody(response: Response): Promise<{ body?: Json; raw?: string }> {
  const text = await response.text().catch(() => '')
  const body = record(parse(text))
  return body ? { body } : { raw: text.slice(0, rawLength) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

// Either the usual header in seconds, or the provider's own report, which counts in minutes.
function waitOf(headers: Headers): number | undefined {
  const seconds = number(headers.get('retry-after'))
  if (seconds !== undefined) return seconds
  const usage = headers.get('x-business-use-case-usage') ?? ''
  const minutes = Math.max(
    0,
    ...[...usage.matchAll(/"estimated_time_to_regain_access":(\d+)/g)].map((found) => Number(found[1])),
  )
  return minutes > 0 ? minutes * 60 : undefined
}

const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** No answer came. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
  /** False when the request surely never arrived; true when it may have been carried out all the same. */
  readonly mayHaveArrived: boolean

  constructor(message: string, mayHaveArrived: boolean, options?: ErrorOptions) {
    super(message, options)
    this.mayHaveArrived = mayHaveArrived
  }

  /** Of whatever `fetch` threw. Refusals of the host itself (a forbidden address) pass through. */
  static from(error: unknown): unknown {
    if (isRefusal(error)) return error
    const code = codeOf(error) ?? codeOf((error as { cause?: unknown } | null)?.cause)
    return new UnreachableError('WhatsApp could not be reached', !neverSent.has(code ?? ''), { cause: error })
  }
}

const isRefusal = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && 'status' in error

function codeOf(value: unknown): string | undefined {
  const code = (value as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : undefined
}
