import { createHmac } from 'node:crypto'
import { sealSecrets } from '@cordboard/core/domain/inbox/channel-secrets.ts'
import { createCipher } from '@cordboard/core/secrets/cipher.ts'
import type { Client, Pool } from 'pg'

export const appSecret = 'the app secret of a made-up provider'
const phoneNumberId = '106540352242922'
const identity = '+15550104477'

export const webhookPath = `/webhooks/whatsapp/${identity}`

/** An account with a connected number, written to the database as a finished set-up leaves it. */
export async function connectNumber(
  database: Pool | Client,
  secretKey: string,
): Promise<{ accountId: number; inboxId: number }> {
  const secrets = sealSecrets(createCipher(secretKey), {
    api_key: 'EAAmadeup',
    webhook_verify_token: 'made-up',
    app_secret: appSecret,
  })
  const { rows } = await database.query(
    `with account as (insert into accounts (name) values ('Load') returning id),
     channel as (insert into channels (account_id, type, identity, settings, secrets)
       select id, 'Channel::Whatsapp', $1, $2, $3 from account returning id, account_id)
     insert into inboxes (account_id, channel_id, channel_type, name)
     select account_id, id, 'Channel::Whatsapp', 'Load' from channel returning id, account_id`,
    [
      identity,
      JSON.stringify({
        provider: 'whatsapp_cloud',
        phone_number_id: phoneNumberId,
        business_account_id: '102290129340398',
      }),
      secrets,
    ],
  )
  return { accountId: Number(rows[0].account_id), inboxId: Number(rows[0].id) }
}

export interface Webhook {
  body: string
  signature: string
}

/** A text message of one customer, signed as the provider signs. */
export function textWebhook({ id, from, text }: { id: string; from: string; text: string }): Webhook {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: identity.slice(1), phone_number_id: phoneNumberId },
    contacts: [{ profile: { name: `Customer ${from}` }, wa_id: from }],
    messages: [{ from, id, timestamp: String(Math.floor(Date.now() / 1000)), type: 'text', text: { body: text } }],
  }
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '102290129340398', changes: [{ field: 'messages', value }] }],
  })
  return { body, signature: signatureOf(body) }
}

export const signatureOf = (body: string): string =>
  `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
