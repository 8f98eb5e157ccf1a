import type { Core } from '../core.ts'
import type { Mailer } from './mail.ts'

export function createMailer(_core: Core): Mailer {
  return { async send() {} }
}
