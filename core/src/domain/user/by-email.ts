import type { Request } from '../../http/route.ts'
import { digest } from '../../secrets/token.ts'
import { normaliseEmail } from './email.ts'

/** Counts requests by the e-mail address they name, however it is written. */
export const byEmail = ({ body }: Request): string | undefined =>
  typeof body.email === 'string' ? digest(normaliseEmail(body.email)) : undefined

export const minutes = (count: number): number => count * 60
