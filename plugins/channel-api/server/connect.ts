import { randomBytes } from 'node:crypto'
import { type ChannelDraft, Refusal } from '@cordboard/plugin-sdk'
import { replyWindow } from './reply-window.ts'

const maxAddress = 2048

/** Checks what was entered and gives a new inbox its public identifier and its key. What a change leaves out stays. */
export async function connect(draft: ChannelDraft): Promise<ChannelDraft> {
  const { input, settings, secrets } = draft
  return {
    ...draft,
    identity: draft.identity || token(),
    settings: {
      webhook_url: 'webhook_url' in input ? address(input.webhook_url) : (settings.webhook_url ?? null),
      hmac_mandatory: 'hmac_mandatory' in input ? isYes(input.hmac_mandatory) : (settings.hmac_mandatory ?? false),
      additional_attributes:
        'additional_attributes' in input
          ? attributes(input.additional_attributes)
          : (settings.additional_attributes ?? {}),
    },
    secrets: { ...secrets, hmac_token: secrets.hmac_token ?? token() },
  }
}

/** 24 characters, as clients know them from the public API. */
const token = (): string => randomBytes(18).toString('base64url').replace(/[-_]/g, 'x')

function address(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  const valid = typeof value === 'string' && value.length <= maxAddress && isHttp(value)
  if (!valid)
    throw new Refusal(
      'api.webhook_url',
      `Webhook url must be an http or https address of at most ${maxAddress} characters`,
      {
        attributes: ['webhook_url'],
      },
    )
  return value
}

const isHttp = (value: string) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)

const isYes = (value: unknown) => value === true || value === 'true' || value === 1 || value === '1'

function attributes(value: unknown): Record<string, unknown> {
  if (value === null || value === undefined) return {}
  if (typeof value !== 'object' || Array.isArray(value)) throw refused('Additional attributes must be an object')
  const given = value as Record<string, unknown>
  if (given.agent_reply_time_window != null && replyWindow({ additional_attributes: given }) === undefined)
    throw refused('Agent reply time window must be a number of hours above 0')
  return given
}

const refused = (message: string) =>
  new Refusal('api.additional_attributes', message, { attributes: ['additional_attributes'] })
