import { createHmac, timingSafeEqual } from 'node:crypto'

const form = /^sha256=([0-9a-f]{64})$/i

/** Whether `header` is the provider's signature of exactly these bytes. */
export function isSigned(secret: string, body: Uint8Array, header: string | undefined): boolean {
  const given = form.exec(header ?? '')?.[1]
  if (!given) return false
  return timingSafeEqual(Buffer.from(given, 'hex'), createHmac('sha256', secret).update(body).digest())
}

export const sign = (secret: string, body: Uint8Array | string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`

/** Compares two secrets in a time that tells nothing about either. */
export function isSame(expected: string, given: string): boolean {
  const digest = (value: string) => createHmac('sha256', 'compare').update(value).digest()
  return timingSafeEqual(digest(expected), digest(given))
}
