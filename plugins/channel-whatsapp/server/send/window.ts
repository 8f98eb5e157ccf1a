import { type Outbound, PermanentError } from '@cordboard/plugin-sdk'

const windowHours = 24

/** Free text may be sent for a day after the customer last wrote; later the provider takes nothing but templates. */
export function requireOpenWindow(
  { lastIncomingAt }: Pick<Outbound, 'lastIncomingAt'>,
  now: number = Date.now(),
): void {
  const opened = lastIncomingAt === null ? Number.NaN : Date.parse(lastIncomingAt)
  if (now < opened + windowHours * 3_600_000) return
  throw new PermanentError(
    'whatsapp.window_closed',
    '131047: More than 24 hours have passed since the customer last wrote. Send a template to reopen the conversation.',
  )
}
