import { invalidRecord, unprocessable } from '../../errors.ts'
import type { AccountRequest } from '../../http/route.ts'
import { attributeBag } from '../conversation/attribute-bag.ts'
import { isEmail, normaliseEmail } from '../user/email.ts'
import { workOf } from '../work.ts'
import type { NewMessage } from './create-message.ts'
import { type ContentType, contentTypes, type MessageType } from './message.names.ts'
import { checkItems } from './message-items.ts'
import { storeAttachments } from './store-attachments.ts'

type Body = Record<string, unknown>

/** Schema of a message in a request. Attachments are files or signed ids. */
export const messageSchema = {
  properties: {
    content: { type: ['string', 'null'] },
    private: { type: ['boolean', 'null'] },
    message_type: { enum: ['incoming', 'outgoing', null] },
    content_type: { type: ['string', 'null'] },
    echo_id: { type: ['string', 'null'] },
    source_id: { type: ['string', 'null'] },
    sender_type: { type: ['string', 'null'] },
    external_created_at: { type: ['string', 'null'] },
    cc_emails: { type: ['string', 'null'] },
    bcc_emails: { type: ['string', 'null'] },
    to_emails: { type: ['string', 'null'] },
    campaign_id: { type: ['integer', 'null'] },
  },
}

/** Reads a message of the application API: what is not named here is dropped, what is wrong is a 422. */
export async function readMessage(
  request: AccountRequest,
  body: Body,
  conversation: { id: number; channel_type: string },
): Promise<NewMessage> {
  const type: MessageType = body.message_type === 'incoming' ? 'incoming' : 'outgoing'
  if (type === 'incoming' && !takesApiIncoming(request, conversation.channel_type))
    throw unprocessable('Incoming messages are only allowed in Api inboxes', 'message.incoming')
  const contentType = readContentType(body.content_type)
  const contentAttributes = readContentAttributes(body)
  checkItems(contentType, contentAttributes.items)
  const echoId = typeof body.echo_id === 'string' && body.echo_id !== '' ? body.echo_id : undefined
  return {
    accountId: request.account.id,
    conversationId: conversation.id,
    actor: request.actor,
    requestId: request.requestId,
    type,
    content: (body.content as string | null | undefined) ?? null,
    contentType,
    private: body.private === true,
    contentAttributes,
    additionalAttributes: readAdditionalAttributes(body),
    sender: type === 'incoming' ? 'contact' : { type: 'User', id: request.user.id },
    sourceId: (body.source_id as string | null | undefined) || null,
    attachments: await storeAttachments(workOf(request), body.attachments),
    ...(echoId === undefined ? {} : { echoId }),
  }
}

/** Whether messages may be written as the contact in inboxes of this kind. */
export const takesApiIncoming = ({ core }: Pick<AccountRequest, 'core'>, channelType: string): boolean =>
  core.kernel.channelTypes().find(({ type }) => type === channelType)?.capabilities.apiIncoming ?? false

function readContentType(value: unknown): ContentType {
  if (value === undefined || value === null || value === '') return 'text'
  const known = contentTypes.find((name) => name === value)
  if (!known) throw invalidRecord({ content_type: 'Content type is not included in the list' })
  return known
}

const emailLists = ['cc_emails', 'bcc_emails', 'to_emails'] as const

function readContentAttributes(body: Body): Record<string, unknown> {
  const given = parseBag(body.content_attributes)
  const kept = Object.fromEntries(
    ['in_reply_to', 'items', 'automation_rule_id'].filter((key) => given[key] != null).map((key) => [key, given[key]]),
  )
  const emails = emailLists
    .filter((key) => typeof body[key] === 'string' && body[key] !== '')
    .map((key) => [key, readEmails(body[key] as string)])
  const created = body.external_created_at ? { external_created_at: body.external_created_at } : {}
  return { ...kept, ...created, ...Object.fromEntries(emails) }
}

/** An object, or one written as JSON text; what cannot be read is empty. */
function parseBag(value: unknown): Record<string, unknown> {
  if (typeof value !== 'string') return attributeBag(value)
  try {
    return attributeBag(JSON.parse(value))
  } catch {
    return {}
  }
}

function readEmails(text: string): string[] {
  const addresses = text
    .split(',')
    .map(normaliseEmail)
    .filter((address) => address !== '')
  if (!addresses.every(isEmail)) throw unprocessable('Invalid email address', 'message.email')
  return addresses
}

function readAdditionalAttributes(body: Body): Record<string, unknown> {
  return {
    ...(body.campaign_id ? { campaign_id: body.campaign_id } : {}),
    ...(body.template_params == null ? {} : { template_params: readTemplate(parseBag(body.template_params)) }),
  }
}

const templateTexts = ['name', 'category', 'language', 'namespace'] as const

function readTemplate(template: Record<string, unknown>): Record<string, unknown> {
  if (typeof template.name !== 'string' || template.name === '')
    throw invalidRecord({ template_params: 'Template params must have a name' })
  for (const key of templateTexts)
    if (template[key] != null && typeof template[key] !== 'string')
      throw invalidRecord({ template_params: `Template params ${key} must be a string` })
  const { processed_params: params } = template
  if (params != null && (typeof params !== 'object' || Array.isArray(params)))
    throw invalidRecord({ template_params: 'Template params processed_params must be an object' })
  const known = [...templateTexts, 'processed_params']
  return Object.fromEntries(known.filter((key) => template[key] != null).map((key) => [key, template[key]]))
}
