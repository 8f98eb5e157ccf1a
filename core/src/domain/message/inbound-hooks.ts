import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { CordboardError } from '../../errors.ts'
import type { CordboardHooks } from '../../kernel/catalogue.ts'
import type { InboundMessage, MessageDraft } from '../../kernel/payloads.ts'
import { currentCall } from '../../kernel/running.ts'
import type { CallScope } from '../../kernel/scope.ts'
import { type Decision, type Origin, sourcesOf } from './inbound-row.ts'

export interface Arrival {
  origin: Origin
  message: InboundMessage
}

/** A message with the answers of the plugins about it. */
export interface InboundDecision extends Arrival, Decision {
  /** A plugin does not let it in; its words. */
  refusal?: string
  /** A plugin wants to work in the transaction that stores it. */
  needsTransaction?: boolean
}

/** Where a message would go if no plugin had a say. */
interface Place {
  contactId: number
  contactInboxId: number
  conversationId: number
}

interface Listeners {
  scope: CallScope
  identify: boolean
  resolve: boolean
  before: boolean
}

// Plugins that took the database before: they get a transaction at once, without being asked in vain.
const wantTransactions = new Set<string>()

class TransactionNeeded extends Error {}

/**
 * Asks the plugins about each message of a batch, in order. Nothing is asked, and nothing paid, where nobody listens.
 * Without `em` a tap that takes the database moves its message to a transaction of its own.
 */
export async function decideInbound(
  core: Core,
  arrivals: readonly Arrival[],
  em?: EntityManager,
): Promise<InboundDecision[]> {
  return core.kernel.run(async (hooks) => {
    if (!isTapped(hooks)) return [...arrivals]
    const listeners = new Map<number, Listeners>()
    let asked = false
    const refuseTransaction = () => {
      asked = true
      const plugin = currentCall()?.plugin
      if (plugin) wantTransactions.add(plugin)
      throw new TransactionNeeded('The message is decided again in a transaction of its own')
    }
    for (const { origin } of arrivals)
      if (!listeners.has(origin.accountId)) {
        const scope = await core.kernel.scope({ accountId: origin.accountId, em: em ?? refuseTransaction })
        listeners.set(origin.accountId, listenersOf(hooks, scope))
      }
    const heard = arrivals.map(({ origin }) => listeners.get(origin.accountId) as Listeners)
    const places = await locate(core, em, arrivals, heard)
    const decisions: InboundDecision[] = []
    for (const [index, arrival] of arrivals.entries()) {
      const listening = heard[index] as Listeners
      if (!em && wantsTransaction(listening)) decisions.push({ ...arrival, needsTransaction: true })
      else {
        asked = false
        const decision = await decide(hooks, listening, arrival, places[index])
        decisions.push(asked ? { ...arrival, needsTransaction: true } : decision)
      }
    }
    return decisions
  })
}

const isTapped = (hooks: CordboardHooks) =>
  hooks['contact.identify'].isUsed() ||
  hooks['conversation.resolveTarget'].isUsed() ||
  hooks['message.beforeCreate'].isUsed()

interface Tapped {
  taps: readonly { name: string }[]
}

const isHeard = (hook: unknown, { plugins }: CallScope) => (hook as Tapped).taps.some(({ name }) => plugins.has(name))

const listenersOf = (hooks: CordboardHooks, scope: CallScope): Listeners => ({
  scope,
  identify: isHeard(hooks['contact.identify'], scope),
  resolve: isHeard(hooks['conversation.resolveTarget'], scope),
  before: isHeard(hooks['message.beforeCreate'], scope),
})

const wantsTransaction = ({ scope, identify, resolve, before }: Listeners) =>
  (identify || resolve || before) && [...wantTransactions].some((plugin) => scope.plugins.has(plugin))

async function decide(
  hooks: CordboardHooks,
  { scope, identify, resolve, before }: Listeners,
  arrival: Arrival,
  place: Place | undefined,
): Promise<InboundDecision> {
  const { origin, message } = arrival
  const decision: InboundDecision = { ...arrival }
  if (identify) {
    const answer = await hooks['contact.identify'].promise({ ...message.contact, inboxId: origin.inboxId }, scope)
    if (answer) decision.contactId = answer.contactId
  }
  if (resolve) {
    const answer = await hooks['conversation.resolveTarget'].promise(
      { inboxId: origin.inboxId, contactInboxId: place?.contactInboxId ?? 0 },
      scope,
    )
    if (answer) decision.conversationId = answer.conversationId
  }
  if (!before) return decision
  try {
    const draft = await hooks['message.beforeCreate'].promise(draftOf(decision, place), scope)
    return draft ? { ...decision, message: changed(message, draft) } : decision
  } catch (error) {
    if (CordboardError.is(error) && error.name === 'Refusal') return { ...decision, refusal: error.message }
    throw error
  }
}

const draftOf = (
  { origin, message, conversationId, contactId }: InboundDecision,
  place: Place | undefined,
): MessageDraft => ({
  conversationId: conversationId ?? place?.conversationId ?? 0,
  inboxId: origin.inboxId,
  type: message.echo ? 'outgoing' : 'incoming',
  content: message.content,
  contentType: message.contentType ?? 'text',
  contentAttributes: message.contentAttributes ?? {},
  additionalAttributes: message.additionalAttributes ?? {},
  private: false,
  senderType: message.echo ? null : 'Contact',
  senderId: message.echo ? null : (contactId ?? place?.contactId ?? null),
  sourceId: message.sourceId,
})

const changed = (
  message: InboundMessage,
  { content, contentAttributes, additionalAttributes }: MessageDraft,
): InboundMessage => ({
  ...message,
  content: content ?? '',
  contentAttributes,
  additionalAttributes,
})

const locateText = `
  select asked.n, link.id as contact_inbox_id, link.contact_id, coalesce(open.id, 0) as conversation_id
  from json_to_recordset($1::json) as asked (n int, account_id bigint, inbox_id bigint, sources text[])
  join lateral (select id, contact_id from contact_inboxes ci where ci.account_id = asked.account_id and ci.inbox_id = asked.inbox_id
    and ci.source_id = any (asked.sources) order by array_position(asked.sources, ci.source_id) limit 1) link on true
  join lateral (select lock_to_single_conversation as single from inboxes
    where inboxes.id = asked.inbox_id and inboxes.account_id = asked.account_id limit 1) inbox on true
  left join lateral (select id from conversations c where c.account_id = asked.account_id and c.contact_inbox_id = link.id
    and (inbox.single or c.status <> 1) order by c.id desc limit 1) open on true`

async function locate(
  core: Core,
  em: EntityManager | undefined,
  arrivals: readonly Arrival[],
  heard: readonly Listeners[],
): Promise<(Place | undefined)[]> {
  const places: (Place | undefined)[] = arrivals.map(() => undefined)
  const asked = arrivals.flatMap(({ origin, message }, n) =>
    heard[n]?.resolve || heard[n]?.before
      ? [{ n, account_id: origin.accountId, inbox_id: origin.inboxId, sources: sourcesOf(message.contact) }]
      : [],
  )
  if (asked.length === 0) return places
  type Row = { n: number; contact_inbox_id: number; contact_id: number; conversation_id: number }
  const values = [JSON.stringify(asked)]
  const rows = em
    ? await query<Row>(em, locateText, values)
    : (await core.pool.query<Row>({ name: 'inbound.locate', text: locateText, values })).rows
  for (const { n, contact_inbox_id, contact_id, conversation_id } of rows)
    places[n] = { contactInboxId: contact_inbox_id, contactId: contact_id, conversationId: conversation_id }
  return places
}
