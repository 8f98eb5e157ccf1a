/** Shapes that taps must answer in. Unknown keys are allowed: newer plugins may say more. */

const text = { type: 'string' }
const nullableText = { type: ['string', 'null'] }
const id = { type: 'integer', minimum: 1 }
const nullableId = { type: ['integer', 'null'], minimum: 1 }
const record = { type: 'object' }
const shape = (properties: Record<string, object>, required: string[] = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
})
const list = (items: object) => ({ type: 'array', items })

const identityHints = shape({ sourceId: { ...text, minLength: 1 } })
const kinds = {
  message: shape({
    kind: { const: 'message' },
    sourceId: text,
    contact: identityHints,
    content: text,
    attachments: list(shape({ kind: text })),
    sentAt: text,
  }),
  status: shape({
    kind: { const: 'status' },
    sourceId: text,
    status: { enum: ['sent', 'delivered', 'read', 'failed'] },
    at: text,
  }),
  edit: shape({ kind: { const: 'edit' }, sourceId: text, content: text, at: text }),
  delete: shape({ kind: { const: 'delete' }, sourceId: text, at: text }),
  identity: shape({ kind: { const: 'identity' }, from: text, to: identityHints, at: text }),
  reaction: shape({ kind: { const: 'reaction' }, sourceId: text, by: text, emoji: nullableText, at: text }),
}

export const answers = {
  inbound: list({
    type: 'object',
    required: ['kind'],
    discriminator: { propertyName: 'kind' },
    oneOf: Object.values(kinds),
  }),
  channelDraft: shape({
    inboxName: text,
    identity: { ...text, minLength: 1 },
    settings: record,
    secrets: { type: 'object', additionalProperties: text },
  }),
  presentation: record,
  facts: record,
  health: shape({ state: { enum: ['ok', 'degraded', 'down', 'reauthorize'] }, checkedAt: text }),
  capabilities: record,
  delivery: shape({ sourceId: { ...nullableText, minLength: 1 }, status: { enum: ['sent', 'delivered'] } }, [
    'sourceId',
  ]),
  fetched: shape({ stream: {}, contentType: text }),
  yes: { const: true },
  contact: shape({ contactId: id }),
  conversation: shape({ conversationId: id }),
  assignment: shape({ assigneeId: id, teamId: id }, []),
  translation: shape({ content: text }),
  problems: list(shape({ path: text, message: text })),
  botAnswer: shape({ messages: list(shape({ content: text })) }),
  contactDraft: shape({
    name: text,
    email: nullableText,
    phoneNumber: nullableText,
    identifier: nullableText,
    additionalAttributes: record,
    customAttributes: record,
  }),
  conversationDraft: shape({
    inboxId: id,
    contactId: id,
    status: text,
    priority: nullableText,
    assigneeId: nullableId,
    teamId: nullableId,
    additionalAttributes: record,
    customAttributes: record,
  }),
  statusChange: shape({
    conversationId: id,
    to: { enum: ['open', 'resolved', 'pending', 'snoozed'] },
    snoozedUntil: nullableText,
  }),
  messageDraft: shape({
    conversationId: id,
    inboxId: id,
    type: { enum: ['incoming', 'outgoing', 'activity', 'template'] },
    content: nullableText,
    contentType: text,
    contentAttributes: record,
    additionalAttributes: record,
    private: { type: 'boolean' },
    senderType: nullableText,
    senderId: nullableId,
    sourceId: nullableText,
  }),
  uploadDraft: shape({ filename: text, contentType: text, bytes: { type: 'integer', minimum: 0 } }),
  outbound: shape({
    messageId: id,
    conversationId: id,
    inboxId: id,
    to: text,
    content: text,
    attributes: record,
    attachments: list(record),
    idempotencyKey: text,
  }),
  webhook: shape({ event: text, url: text, payload: record }),
}
