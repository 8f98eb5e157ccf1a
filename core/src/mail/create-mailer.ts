import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SendMailOptions } from 'nodemailer'
import type { Core } from '../core.ts'
import { once } from '../once.ts'
import type { Mail, Mailer } from './mail.ts'

const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/**
 * Letters by SMTP; without a mail server, files that a mail program can open. The library comes with the first letter: a
 * start that sends none is quicker and smaller without it.
 */
export function createMailer(core: Pick<Core, 'configuration' | 'log'>): Mailer {
  const { smtpUrl, mailFrom, dataDirectory } = core.configuration
  if (smtpUrl) {
    const transport = once(async () => (await import('nodemailer')).createTransport({ url: smtpUrl, ...timeouts }))
    return { send: async (mail) => void (await (await transport()).sendMail(envelope(mail, mailFrom))) }
  }
  const writer = once(async () =>
    (await import('nodemailer')).createTransport({ streamTransport: true, buffer: true, newline: 'unix' }),
  )
  const folder = join(dataDirectory, 'mail')
  return {
    async send(mail) {
      const { message } = await (await writer()).sendMail(envelope(mail, mailFrom))
      const file = join(folder, `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.eml`)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(file, message as Buffer, { mode: 0o600 })
      // Where, but not what: a letter can hold a link that signs somebody in.
      core.log.info({ file }, 'letter written; CORDBOARD_SMTP_URL names no mail server')
    },
  }
}

const envelope = ({ to, subject, text, html }: Mail, from: string): SendMailOptions => ({
  from,
  // As an object: a name or address can not smuggle in further receivers.
  to: { name: '', address: to },
  subject: subject.replace(/[\r\n]+/g, ' '),
  text,
  ...(html && { html }),
  disableFileAccess: true,
  disableUrlAccess: true,
})
