/** What providers deliver and channels send. Plain JSON-able data, so that isolated plugins can receive it too. */

/** A journalled webhook body of one inbox. `body` is the raw bytes as received. */
export interface RawInbound {
  /** Row id of the journal entry; entries of one inbox are parsed in this order. */
  journalId: number
  accountId: number
  inboxId: number
  headers: Record<string, string>
  body: Uint8Array
  /** ISO 8601. */
  receivedAt: string
  /** Unique per provider event within the inbox. */
  providerId: string
}

/** What a channel knows of the person who wrote. */
export interface IdentityHints {
  /** The contact's id at the provider, as in `contact_inboxes.source_id`. */
  sourceId: string
  /** Other ids the same person may be stored under (old number formats, business-scoped ids), most trusted first. */
  aliases?: string[]
  name?: string
  email?: string
  /** E.164 with `+`. */
  phone?: string
  identifier?: string
  avatarUrl?: string
  /** Merged into the contact's `additional_attributes`. */
  attributes?: Record<string, unknown>
}

export type AttachmentKind = 'image' | 'audio' | 'video' | 'file' | 'location' | 'contact' | 'fallback' | 'sticker'

/** An attachment of an inbound message. With `reference`, the core asks the channel for the file in a job. */
export interface InboundAttachment {
  kind: AttachmentKind
  /** Provider's media id or URL, passed back to `attachment.fetch:<type>`. */
  reference?: string
  name?: string
  contentType?: string
  /** Hex or base64 SHA-256 that the provider gave, for the channel to check. */
  sha256?: string
  latitude?: number
  longitude?: number
  title?: string
  meta?: Record<string, unknown>
}

export interface InboundMessage {
  kind: 'message'
  /** The provider's id of the message: stored once per inbox. */
  sourceId: string
  contact: IdentityHints
  content: string
  contentType?: 'text' | 'sticker'
  /** Merged into `content_attributes` (e.g. `is_unsupported`, `in_reply_to_external_id`). */
  contentAttributes?: Record<string, unknown>
  /** Merged into the message's `additional_attributes`. */
  additionalAttributes?: Record<string, unknown>
  attachments: InboundAttachment[]
  replyToSourceId?: string
  /** ISO 8601, by the provider's clock. */
  sentAt: string
  /** True when the business itself sent it from another device: stored as outgoing, never sent again. */
  echo?: boolean
  /** Merged into the conversation's `additional_attributes` (e.g. the advertisement that led here). */
  conversationAttributes?: Record<string, unknown>
}

export interface InboundStatus {
  kind: 'status'
  sourceId: string
  /**
   * Our own id of the message where the provider echoes it: finds a message whose provider id is not known yet (the
   * answer to the send was lost), which then takes `sourceId` as its own, and one that was sent in several parts.
   */
  messageId?: number
  status: 'sent' | 'delivered' | 'read' | 'failed'
  /** Shown to agents with a failed message: `"<code>: <title>"` as the provider worded it. */
  error?: string
  /** ISO 8601. */
  at: string
  /** Merged into the message's `additional_attributes` (conversation category, pricing, …). */
  additionalAttributes?: Record<string, unknown>
}

export interface InboundEdit {
  kind: 'edit'
  /** Message that was changed. */
  sourceId: string
  content: string
  at: string
}

export interface InboundDeletion {
  kind: 'delete'
  sourceId: string
  at: string
}

/** The provider tells that a contact's id changed (e.g. a new number). */
export interface InboundIdentityChange {
  kind: 'identity'
  from: string
  to: IdentityHints
  at: string
}

/**
 * An emoji put on a message, or taken back (`emoji: null`). Kept with its target as
 * `content_attributes.reactions: [{emoji, by, at}]`, one per `by`; a target that is not known is no error. It opens no
 * conversation and moves no clock.
 */
export interface InboundReaction {
  kind: 'reaction'
  /** The message that was reacted to. */
  sourceId: string
  /** The contact's id at the provider; `''` when the business itself reacted from another device. */
  by: string
  emoji: string | null
  at: string
}

export type Inbound =
  | InboundMessage
  | InboundStatus
  | InboundEdit
  | InboundDeletion
  | InboundIdentityChange
  | InboundReaction

/** A message before it is stored. */
export interface MessageDraft {
  conversationId: number
  inboxId: number
  type: 'incoming' | 'outgoing' | 'activity' | 'template'
  content: string | null
  contentType: string
  contentAttributes: Record<string, unknown>
  additionalAttributes: Record<string, unknown>
  private: boolean
  senderType: string | null
  senderId: number | null
  sourceId: string | null
}

export interface OutboundAttachment {
  id: number
  kind: AttachmentKind
  name: string
  contentType: string
  bytes: number
  /** Signed, absolute, valid for at least an hour. To read the bytes use `context.files.open`. */
  url: string
  /** Of `location` and `contact`, which have no file. */
  latitude?: number
  longitude?: number
  title?: string
  meta?: Record<string, unknown>
}

/** A message to hand to its channel. */
export interface Outbound {
  messageId: number
  /** The row id, and the number agents see. */
  conversationId: number
  conversationDisplayId: number
  inboxId: number
  contactId: number
  /** The contact's id at the provider. */
  to: string
  content: string
  contentType: string
  /** `content_attributes` as stored. */
  attributes: Record<string, unknown>
  attachments: OutboundAttachment[]
  replyToSourceId?: string
  template?: OutboundTemplate
  /** ISO 8601 time of the contact's last incoming message, null when there is none. Channels with a reply window check it. */
  lastIncomingAt: string | null
  /** The same at every try of the same message. */
  idempotencyKey: string
  /** 1 for the first try. */
  attempt: number
}

export interface OutboundTemplate {
  name: string
  category?: string
  language?: string
  namespace?: string
  processedParams?: unknown
}

/** What a channel answers when the provider accepted a message. */
export interface Delivery {
  /** The provider's id of the message; null where the other side has no ids of its own. */
  sourceId: string | null
  /** Every id, first one included, when the provider got the message in several parts. Kept in `external_source_ids`. */
  sourceIds?: string[]
  status?: 'sent' | 'delivered'
}

/** A new or changed inbox as its channel sees it before it is stored. */
export interface ChannelDraft {
  accountId: number
  /** Absent while the inbox is being created. */
  inboxId?: number
  inboxName: string
  /** What the request's `channel` object held beside `type`, strings unescaped. */
  input: Record<string, unknown>
  /** Unique name at the provider among this type, e.g. the phone number. The channel's tap must set it. */
  identity: string
  /** Kept readable; shown by `inbox.present`. */
  settings: Record<string, unknown>
  /** Encrypted at rest, never presented. */
  secrets: Record<string, string>
}

/** A stored channel with its secrets, for the plugin that owns the type. */
export interface ChannelRecord {
  accountId: number
  inboxId: number
  channelId: number
  type: string
  identity: string
  settings: Record<string, unknown>
  secrets: Record<string, string>
}

/** Extra keys of an inbox on the wire. */
export interface InboxPresentation {
  inboxId: number
  type: string
  identity: string
  settings: Record<string, unknown>
  /** Names of the secrets that are set. */
  secretNames: string[]
  administrator: boolean
  /**
   * Their values, empty unless `administrator`. What we made ourselves for a person to copy elsewhere (a webhook's verify
   * token) may be shown; what was entrusted to us (a key) never.
   */
  secrets: Record<string, string>
  /** Absolute base address of the installation, without a trailing slash. */
  baseUrl: string
}

export interface Capabilities {
  attachments?: AttachmentKind[]
  maxTextLength?: number
  replyTo?: boolean
  templates?: boolean
  interactive?: boolean
  receipts?: ('delivered' | 'read')[]
  typing?: boolean
  /** Hours after the last incoming message in which free text may be sent; absent = unlimited. */
  windowHours?: number
}

export interface AttachmentRequest {
  inboxId: number
  messageId: number
  attachment: InboundAttachment
}

/** A fetched file. Streams keep large media out of memory. */
export interface FetchedAttachment {
  stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>
  contentType: string
  name?: string
}

export interface Health {
  state: 'ok' | 'degraded' | 'down' | 'reauthorize'
  detail?: string
  /** ISO 8601. */
  checkedAt: string
  expiresAt?: string
}

export interface Problem {
  path: string
  message: string
}

/** Tell the provider that a human has seen the conversation. */
export interface ReadRequest {
  inboxId: number
  conversationId: number
  /** The provider's id of the contact's newest message. */
  lastSourceId: string
}

export interface TypingRequest extends ReadRequest {
  on: boolean
}

/** One step of a channel's onboarding or watch, as its table decided. */
export interface ChannelAction {
  inboxId: number
  action: string
  input: Record<string, unknown>
  /** Id of the person who asked for it. */
  by: number | 'automatic'
}

/** What the core asks its plugins beside channels. */

/** A contact before it is stored or changed. */
export interface ContactDraft {
  /** Absent while the contact is being created. */
  contactId?: number
  name: string
  email: string | null
  phoneNumber: string | null
  identifier: string | null
  additionalAttributes: Record<string, unknown>
  customAttributes: Record<string, unknown>
}

/** A conversation before it is stored. */
export interface ConversationDraft {
  inboxId: number
  contactId: number
  contactInboxId: number | null
  status: string
  priority: string | null
  assigneeId: number | null
  teamId: number | null
  additionalAttributes: Record<string, unknown>
  customAttributes: Record<string, unknown>
}

export interface StatusChange {
  conversationId: number
  from: string
  to: string
  /** ISO 8601; null = until the next reply. */
  snoozedUntil: string | null
}

export interface AssignmentRequest {
  conversationId: number
  inboxId: number
  teamId?: number
  /** Agents who may take it, and those of them who are online. */
  candidates: number[]
  online: number[]
  reason: string
}

export interface Assignment {
  assigneeId?: number
  teamId?: number
}

/** A file that is about to be stored. */
export interface UploadDraft {
  filename: string
  contentType: string
  bytes: number
}

export interface TranslationRequest {
  messageId: number
  /** Language to translate into, e.g. `pt-BR`. */
  to: string
}

/** The turn of a bot in a pending conversation. */
export interface BotTurn {
  conversationId: number
  messageId: number
  history: { from: 'contact' | 'agent' | 'bot'; content: string }[]
  locale: string
}

export interface BotAnswer {
  messages: { content: string; contentType?: string; contentAttributes?: Record<string, unknown> }[]
  /** Give the conversation to people. */
  handoff?: boolean
  resolve?: boolean
}

export interface WebhookDraft {
  event: string
  url: string
  payload: Record<string, unknown>
}

/** A plugin's settings before they are stored, against its own schema already checked. */
export interface SettingsDraft {
  settings: Record<string, unknown>
  previous: Record<string, unknown>
}

/** A change in a plugin's life; `accountId` is 0 for the installation. */
export interface PluginChange {
  pluginId: string
  accountId: number
}

export interface GenerationChange {
  generation: number
}
