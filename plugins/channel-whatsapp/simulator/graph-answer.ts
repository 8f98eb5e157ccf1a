import { randomBytes } from 'node:crypto'

/** An answer of the Graph API. */
export interface GraphAnswer {
  status: number
  body: unknown
  headers?: Record<string, string>
}

export const ok = (body: unknown): GraphAnswer => ({ status: 200, body })

interface Refused {
  code: number
  message: string
  status?: number
  details?: string | undefined
  subcode?: number | undefined
  type?: string | undefined
}

/** A refusal in the Graph API's envelope. */
export function refuse({
  code,
  message,
  status = 400,
  details,
  subcode,
  type = 'OAuthException',
}: Refused): GraphAnswer {
  return {
    status,
    body: {
      error: {
        message: `(#${code}) ${message}`,
        type,
        code,
        ...(subcode === undefined ? {} : { error_subcode: subcode }),
        ...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
        fbtrace_id: `A${randomBytes(8).toString('base64url')}`,
      },
    },
  }
}

export const unknownObject = (id: string): GraphAnswer =>
  refuse({
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    message: `Unsupported request. Object with ID '${id}' does not exist or cannot be loaded due to missing permissions`,
  })

export const invalidToken = (): GraphAnswer =>
  refuse({ status: 401, code: 190, message: 'Invalid OAuth access token - Cannot parse access token' })
