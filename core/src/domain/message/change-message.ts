import type { EntityManager } from '@mikro-orm/postgresql'
import { systemActor } from '../../actor.ts'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { emit } from '../../events/emit.ts'
import type {
  Inbound,
  InboundDeletion,
  InboundEdit,
  InboundIdentityChange,
  InboundReaction,
} from '../../kernel/payloads.ts'
import { deletedText } from './delete-message.ts'
import { type Origin, sourcesOf, storableJson } from './inbound-row.ts'
import { purgeFiles } from './purge-files.ts'

export type InboundChange = InboundEdit | InboundDeletion | InboundReaction | InboundIdentityChange

/** A provider's word about something that is stored already. */
export interface Change {
  origin: Origin
  item: InboundChange
}

export const isChange = (item: Inbound): item is InboundChange => item.kind !== 'message' && item.kind !== 'status'

/** What comes after it in the batch must not be stored before it. */
export const isBarrier = (item: Inbound): boolean => item.kind === 'identity'

/** Edits, deletions, reactions and new ids, one after another; what they speak of may be unknown. */
export async function changeMessages(core: Core, changes: readonly Change[]): Promise<void> {
  for (const { origin, item } of changes)
    await core.orm.em.fork().transactional((em) => {
      switch (item.kind) {
        case 'edit':
          return edit(em, origin, item)
        case 'delete':
          return remove(core, em, origin, item)
        case 'reaction':
          return react(em, origin, item)
        case 'identity':
          return renumber(em, origin, item)
      }
    })
}

interface Target {
  id: number
  conversation_id: number
  content: string | null
  content_attributes: Record<string, unknown>
}

async function targetOf(
  em: EntityManager,
  { accountId, inboxId }: Origin,
  sourceId: string,
): Promise<Target | undefined> {
  const [target] = await query<Target>(
    em,
    `select id, conversation_id, content, content_attributes from messages
     where account_id = $1 and inbox_id = $2 and source_id = $3 for no key update`,
    [accountId, inboxId, sourceId],
  )
  return target
}

async function edit(em: EntityManager, origin: Origin, { sourceId, content }: InboundEdit): Promise<void> {
  const target = await targetOf(em, origin, sourceId)
  if (!target || target.content === content || target.content_attributes.deleted) return
  await write(em, origin, target, { content, content_attributes: { ...target.content_attributes, edited: true } })
  await tell(em, origin, target, { content: [target.content, content] })
}

async function remove(core: Core, em: EntityManager, origin: Origin, { sourceId }: InboundDeletion): Promise<void> {
  const target = await targetOf(em, origin, sourceId)
  if (!target || target.content_attributes.deleted) return
  await write(em, origin, target, { content: deletedText, content_attributes: { deleted: true } })
  const gone = await query<{ blob_id: number | null }>(
    em,
    'delete from attachments where account_id = $1 and message_id = $2 returning blob_id',
    [origin.accountId, target.id],
  )
  await purgeFiles(
    { core, em },
    gone.map(({ blob_id }) => blob_id),
  )
  await tell(em, origin, target, { content: [target.content, deletedText] }, 'message.deleted')
}

interface Reaction {
  emoji: string
  by: string
  at: string
}

async function react(em: EntityManager, origin: Origin, { sourceId, by, emoji, at }: InboundReaction): Promise<void> {
  const target = await targetOf(em, origin, sourceId)
  if (!target) return
  const before = (target.content_attributes.reactions ?? []) as Reaction[]
  const others = before.filter((reaction) => reaction.by !== by)
  const after = emoji === null ? others : [...others, { emoji, by, at }]
  if (JSON.stringify(before) === JSON.stringify(after)) return
  await write(em, origin, target, { content_attributes: { ...target.content_attributes, reactions: after } })
  await tell(em, origin, target, { reactions: [before, after] })
}

async function write(
  em: EntityManager,
  { accountId }: Origin,
  { id }: Target,
  { content, content_attributes }: { content?: string; content_attributes: Record<string, unknown> },
): Promise<void> {
  const [text, attributes] = JSON.parse(storableJson([content ?? null, content_attributes]))
  await query(
    em,
    `update messages set content = coalesce($3, content), processed_message_content = coalesce($3, processed_message_content),
       content_attributes = $4::jsonb, updated_at = now()
     where account_id = $1 and id = $2`,
    [accountId, id, text, JSON.stringify(attributes)],
  )
}

const tell = (
  em: EntityManager,
  { accountId, inboxId }: Origin,
  target: Target,
  changes: Record<string, [unknown, unknown]>,
  name: 'message.updated' | 'message.deleted' = 'message.updated',
) =>
  emit(em, {
    accountId,
    name,
    subjectType: 'message',
    subjectId: target.id,
    payload: {
      messageId: target.id,
      conversationId: target.conversation_id,
      inboxId,
      changes: JSON.parse(storableJson(changes)),
    },
    actor: systemActor,
    queueKey: `conversation:${target.conversation_id}`,
  })

// The person stays the same: their link to the inbox takes the new id, their thread a line about it.
async function renumber(em: EntityManager, origin: Origin, { from, to }: InboundIdentityChange): Promise<void> {
  const { accountId, inboxId } = origin
  const next = sourcesOf(to)[0] as string
  const [link] = await query<{ id: number; contact_id: number }>(
    em,
    `update contact_inboxes link set source_id = $4, updated_at = now()
     where account_id = $1 and inbox_id = $2 and source_id = $3
       and not exists (select from contact_inboxes other where other.account_id = $1 and other.inbox_id = $2 and other.source_id = $4)
     returning id, contact_id`,
    [accountId, inboxId, from, next],
  )
  if (!link) return
  const [contact] = await query<{ name: string; phone_number: string | null; old_phone: string | null }>(
    em,
    `with old as (select id, phone_number from contacts where account_id = $1 and id = $2 for no key update)
     update contacts set phone_number = case when $3::text is not null and not exists
         (select from contacts other where other.account_id = $1 and other.phone_number = $3 and other.id <> $2)
       then $3 else contacts.phone_number end, updated_at = now()
     from old where contacts.id = old.id
     returning contacts.name, contacts.phone_number, old.phone_number as old_phone`,
    [accountId, link.contact_id, to.phone ?? null],
  )
  if (!contact) return
  await emit(em, {
    accountId,
    name: 'contact.updated',
    subjectType: 'contact',
    subjectId: link.contact_id,
    payload: { contactId: link.contact_id, changes: { phone_number: [contact.old_phone, contact.phone_number] } },
    actor: systemActor,
    queueKey: `contact:${link.contact_id}`,
  })
  await note(em, origin, link.id, `${contact.name} changed their number from ${from} to ${next}`)
}

async function note(
  em: EntityManager,
  { accountId, inboxId }: Origin,
  contactInboxId: number,
  line: string,
): Promise<void> {
  await query(
    em,
    `with place as (select id from conversations where account_id = $1 and inbox_id = $2 and contact_inbox_id = $3 order by id desc limit 1),
     stored as (insert into messages (account_id, inbox_id, conversation_id, message_type, content, processed_message_content)
       select $1, $2, id, 2, $4::text, $4::text from place returning id, conversation_id),
     moved as (update conversations set last_activity_at = now(), updated_at = now() from place
       where account_id = $1 and conversations.id = place.id)
     insert into events (account_id, name, subject_type, subject_id, queue_key, payload, actor)
     select $1, 'message.created', 'message', id, 'conversation:' || conversation_id,
       jsonb_build_object('messageId', id, 'conversationId', conversation_id, 'inboxId', $2), '{"kind": "system"}' from stored`,
    [accountId, inboxId, contactInboxId, line],
  )
}
