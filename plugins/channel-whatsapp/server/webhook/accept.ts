import { hash } from 'node:crypto'
import type { ChannelRecord, InboundEntry, PluginContext, PluginRequest, PluginResponse } from '@cordboard/plugin-sdk'
import { phoneNumber } from '../identity.ts'
import { type Json, number, record, records, shallow, word } from '../json.ts'
import { newsOf } from '../onboarding/news.ts'
import type { SendingTrouble } from '../onboarding/sending-trouble.ts'
import { isSigned } from '../signature.ts'
import type { KnownChannels } from './known-channels.ts'
import { bodyOf, type Share, type Split, splitByInbox } from './split.ts'

const unsigned: PluginResponse = { status: 401, body: { error: 'The signature does not fit this body' } }
const unreadable: PluginResponse = { status: 400, body: { error: 'The body is not a JSON object' } }
const accepted: PluginResponse = { status: 200 }
const messageFields = new Set(['messages', 'smb_message_echoes'])

export interface AcceptOptions {
  known: KnownChannels
  inbound: PluginContext['inbound']
  jobs: PluginContext['jobs']
  processes: PluginContext['processes']
  sendingTrouble: SendingTrouble
  log: PluginContext['log']
  /** Secret of the installation's own app, for numbers without one of theirs. */
  appSecret: string | undefined
}

/** Takes in a webhook: checks who signed it, keeps each inbox's part in the journal, and only then answers. */
export async function acceptWebhook(request: PluginRequest, options: AcceptOptions): Promise<PluginResponse> {
  const { known, appSecret } = options
  const proof = proofOf(request)
  const phone = phoneNumber(request.params.phone_number ?? '')
  const addressed = phone === undefined ? undefined : await known.byIdentity(phone)
  const secret = (addressed && secretOf(addressed)) ?? appSecret
  if (secret && !proof(secret)) return unsigned
  const payload = parse(request.rawBody)
  if (!payload) return unreadable
  const split = await splitByInbox(payload, known, addressed)
  // A body may name any number; each inbox believes only the secret that is its own.
  const believes = (share: Share) => {
    const own = secretOf(share.channel) ?? appSecret
    return own === undefined || proof(own)
  }
  const shares = split.shares.filter(believes)
  if (split.shares.length > 0 && shares.length === 0) return unsigned
  // The provider sends the same bytes again until it is answered: their hash is the event's name.
  const eventId = hash('sha256', request.rawBody, 'base64url')
  await keep(request.rawBody, { shares, whole: split.whole && shares.length === split.shares.length }, eventId, options)
  await raiseAccountChanges(shares, { proof, eventId }, options)
  return accepted
}

const secretOf = (channel: ChannelRecord): string | undefined => channel.secrets.app_secret || undefined

/** Whether the request was signed with a secret; each secret is tried once. */
function proofOf({ rawBody, headers }: PluginRequest): (secret: string) => boolean {
  const tried = new Map<string, boolean>()
  return (secret) => {
    const known = tried.get(secret)
    if (known !== undefined) return known
    const proven = isSigned(secret, rawBody, headers['x-hub-signature-256'])
    tried.set(secret, proven)
    return proven
  }
}

const decoder = new TextDecoder()

function parse(body: Uint8Array): Json | undefined {
  try {
    return record(JSON.parse(decoder.decode(body)))
  } catch {
    return undefined
  }
}

async function keep(
  body: Uint8Array,
  { shares, whole }: Split,
  providerId: string,
  { inbound, log, sendingTrouble }: AcceptOptions,
): Promise<void> {
  if (shares.length === 0) return
  const entries = shares.map(
    ({ channel, changes }): InboundEntry => ({
      accountId: channel.accountId,
      inboxId: channel.inboxId,
      providerId,
      body: whole ? body : bodyOf(changes),
    }),
  )
  await inbound.receive(entries)
  for (const { channel, changes } of shares) {
    logProblems(channel, changes, log)
    noteFailures(channel, changes, sendingTrouble)
  }
}

// Some failures come only after the provider took the message.
function noteFailures({ inboxId }: ChannelRecord, changes: Share['changes'], trouble: SendingTrouble): void {
  for (const { value } of changes)
    for (const { status, errors } of value.statuses ? records(value.statuses) : [])
      if (status === 'failed') for (const { code } of records(errors)) trouble.note(inboxId, number(code))
}

function logProblems(channel: ChannelRecord, changes: Share['changes'], log: AcceptOptions['log']): void {
  for (const { value } of changes)
    for (const { code, title } of value.errors ? records(value.errors) : [])
      log.warn('the provider reported a problem', { inboxId: channel.inboxId, code: word(code), title: word(title) })
}

// What concerns the account and not a conversation is followed in a job, and only when it is surely the provider's.
async function raiseAccountChanges(
  shares: Share[],
  { proof, eventId }: { proof: (secret: string) => boolean; eventId: string },
  { jobs, processes, appSecret }: AcceptOptions,
): Promise<void> {
  for (const { channel, changes } of shares) {
    const secret = secretOf(channel) ?? appSecret
    if (!changes.some(({ field }) => !messageFields.has(field)) || !secret || !proof(secret)) continue
    for (const [index, { field, value }] of changes.entries()) {
      if (messageFields.has(field)) continue
      await jobs.enqueue(
        'applyAccountChange',
        { inboxId: channel.inboxId, field, value: shallow(value, 8) },
        { accountId: channel.accountId, queue: `inbox:${channel.inboxId}` },
      )
      const news = newsOf(channel, field, value)
      if (news) await processes.tell(channel.inboxId, news, { key: `${eventId}:${index}` })
    }
  }
}
