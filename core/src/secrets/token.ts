import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A random token of 24 URL-safe characters, 144 bits. */
export const newToken = (): string => randomBytes(18).toString('base64url')

/** What is kept of a token: enough to recognise it, useless to a thief. */
export const digest = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Compares two digests in the same time whatever they hold. */
export const sameDigest = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
