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
  /** What the provider would show to a person. */
  title?: string | undefined
  userMessage?: string | undefined
}

/** A refusal in the Graph API's envelope. */
export function refuse({
  code,
  message,
  status = 400,
  details,
  subcode,
  type = 'OAuthException',
  title,
  userMessage,
}: Refused): GraphAnswer {
  return {
    status,
    body: {
      error: {
        message: `(#${code}) ${message}`,
        type,
        code,
        ...(subcode === undefined ? {} : { error_subcode: subcode }),
        ...(title === undefined ? {} : { error_user_title: title }),
        ...(userMessage === undefined ? {} : { error_user_msg: userMessage }),
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

export const expiredToken = (): GraphAnswer =>
  refuse({
    status: 401,
    code: 190,
    subcode: 460,
    message: 'Error validating access token: The session has been invalidated because the user changed their password',
  })

export const invalidToken = (): GraphAnswer =>
  refuse({ status: 401, code: 190, message: 'Invalid OAuth access token - Cannot parse access token' })
