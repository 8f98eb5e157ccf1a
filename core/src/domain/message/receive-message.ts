import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { isTransient } from '../../database/transient.ts'
import type { EntryOutcome, JournalEntry } from '../../events/journal-entry.ts'
import type { Inbound, InboundMessage } from '../../kernel/payloads.ts'
import { type AvatarRequest, fetchAvatarsLater } from '../contact/fetch-avatar.ts'
import { type Change, changeMessages, isBarrier, isChange } from './change-message.ts'
import { fetchLater } from './fetch-attachment.ts'
import { storeInbound } from './inbound.sql.ts'
import { decideInbound, type InboundDecision } from './inbound-hooks.ts'
import { foldReceipts, inboundRow, receiptRow, storableJson } from './inbound-row.ts'
import { applyEarlyReceipts, applyReceipts, markDone } from './receipts.ts'

/** What a journal entry said, parsed by its channel. */
export interface ParsedEntry {
  entry: JournalEntry
  items: readonly Inbound[]
}

interface Line {
  entry: JournalEntry
  item: Inbound
}

/**
 * Stores what a batch of journal entries says, in order, and marks them done. Entries that can not be stored are answered
 * with their error; the others are not held up by them.
 */
export async function receiveMessages(core: Core, parsed: readonly ParsedEntry[]): Promise<EntryOutcome[]> {
  if (parsed.length === 0) return []
  try {
    await storeTogether(core, parsed)
    return []
  } catch (error) {
    if (isTransient(error)) throw error
    if (parsed.length === 1) return storeApart(core, parsed[0] as ParsedEntry)
    const middle = parsed.length >> 1
    const first = await receiveMessages(core, parsed.slice(0, middle))
    return [...first, ...(await receiveMessages(core, parsed.slice(middle)))]
  }
}

async function storeTogether(core: Core, parsed: readonly ParsedEntry[]): Promise<void> {
  const notes = await storeLines(
    core,
    parsed.flatMap(({ entry, items }) => items.map((item) => ({ entry, item }))),
    doneOf(parsed),
  )
  for (const { id, note } of notes)
    await core.pool.query('update inbound_events set error = $2 where id = $1', [id, note])
}

const doneOf = (parsed: readonly ParsedEntry[]) => parsed.map(({ entry }) => entry.id)

// One payload with one thing in it that can not be stored: the rest of it is.
async function storeApart(core: Core, { entry, items }: ParsedEntry): Promise<EntryOutcome[]> {
  const errors: string[] = []
  for (const item of items) {
    try {
      await storeLines(core, [{ entry, item }], [])
    } catch (error) {
      if (isTransient(error)) throw error
      errors.push((error as Error | undefined)?.message ?? String(error))
    }
  }
  if (errors.length > 0) return [{ id: entry.id, state: 'failed', error: errors.join('; ') }]
  await markDone(core.pool, [entry.id])
  return []
}

interface Note {
  id: number
  note: string
}

/** Messages in one statement, then receipts in one, then the rest; a change that the next messages depend on splits the batch. */
async function storeLines(core: Core, lines: readonly Line[], done: number[]): Promise<Note[]> {
  const notes: Note[] = []
  const parts = split(lines)
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1
    notes.push(...(await storePart(core, part, isLast ? done : [])))
  }
  if (parts.length === 0) await markDone(core.pool, done)
  return notes
}

function split(lines: readonly Line[]): Line[][] {
  const parts: Line[][] = []
  let part: Line[] = []
  for (const line of lines) {
    if (isBarrier(line.item)) {
      if (part.length > 0) parts.push(part)
      parts.push([line])
      part = []
    } else part.push(line)
  }
  if (part.length > 0) parts.push(part)
  return parts
}

async function storePart(core: Core, lines: readonly Line[], done: number[]): Promise<Note[]> {
  const messages: (Line & { item: InboundMessage })[] = []
  const receipts: ReturnType<typeof receiptRow>[] = []
  const changes: Change[] = []
  for (const { entry, item } of lines) {
    if (item.kind === 'message') messages.push({ entry, item })
    else if (item.kind === 'status') receipts.push(receiptRow(entry, item))
    else if (isChange(item)) changes.push({ origin: entry, item })
  }
  const notes = await storeMessages(core, messages, receipts.length + changes.length === 0 ? done : undefined)
  if (receipts.length > 0) await applyReceipts(core, foldReceipts(receipts), changes.length === 0 ? done : [])
  if (changes.length > 0) {
    await changeMessages(core, changes)
    await markDone(core.pool, done)
  }
  return notes
}

type MessageLine = Line & { item: InboundMessage }

async function storeMessages(core: Core, lines: readonly MessageLine[], done: number[] | undefined): Promise<Note[]> {
  if (lines.length === 0) {
    if (done) await markDone(core.pool, done)
    return []
  }
  const decided = await decideInbound(
    core,
    lines.map(({ entry, item }) => ({ origin: entry, message: item })),
  )
  const notes: Note[] = []
  let together: InboundDecision[] = []
  for (const [index, decision] of decided.entries()) {
    if (decision.refusal) notes.push({ id: (lines[index] as MessageLine).entry.id, note: decision.refusal })
    else if (!decision.needsTransaction) together.push(decision)
    else {
      await insertTogether(core, together, [])
      together = []
      const refusal = await insertAlone(core, decision)
      if (refusal) notes.push({ id: (lines[index] as MessageLine).entry.id, note: refusal })
    }
  }
  if (together.length > 0) await insertTogether(core, together, done ?? [])
  else if (done) await markDone(core.pool, done)
  return notes
}

interface StoredRow {
  n: number
  message_id: number
  conversation_id: number
  attachment_ids: number[] | null
}

async function insertTogether(core: Core, decisions: readonly InboundDecision[], done: number[]): Promise<void> {
  if (decisions.length === 0) return
  const rows = rowsOf(decisions)
  const values = [storableJson(rows), done]
  // Files are fetched by jobs, which exist exactly if their messages do.
  if (rows.some(({ attachments, echo, avatar_url }) => attachments !== null || echo || avatar_url !== null))
    await core.orm.em.fork().transactional((em) => insertInside(core, em, decisions, values))
  else await core.pool.query({ name: 'inbound.store', text: storeInbound, values })
}

async function insertInside(core: Core, em: EntityManager, decisions: readonly InboundDecision[], values: unknown[]) {
  const stored = await query<StoredRow>(em, storeInbound, values)
  await fetchLater(
    core,
    em,
    stored.map(({ n, message_id, attachment_ids }) => ({
      ...(decisions[n] as InboundDecision),
      messageId: message_id,
      attachmentIds: attachment_ids ?? [],
    })),
  )
  await fetchAvatars(core, em, decisions, stored)
  const echoes = stored.map(({ n }) => decisions[n] as InboundDecision).filter(({ message }) => message.echo)
  await applyEarlyReceipts(
    em,
    echoes.map(({ origin, message }) => ({ ...origin, sourceId: message.sourceId })),
  )
}

// Of people who have no picture yet.
async function fetchAvatars(core: Core, em: EntityManager, decisions: readonly InboundDecision[], stored: StoredRow[]) {
  const named = stored.flatMap(({ n, conversation_id }) => {
    const { origin, message } = decisions[n] as InboundDecision
    const { avatarUrl: url } = message.contact
    return url === undefined ? [] : [{ accountId: origin.accountId, conversationId: conversation_id, url }]
  })
  if (named.length === 0) return
  const rows = await query<Omit<AvatarRequest, 'missingOnly'>>(
    em,
    `select distinct on (contact.id) contact.account_id as "accountId", contact.id as "contactId", named.url
     from json_to_recordset($1::json) as named("accountId" bigint, "conversationId" bigint, url text)
     join conversations c on c.account_id = named."accountId" and c.id = named."conversationId"
     join contacts contact on contact.account_id = c.account_id and contact.id = c.contact_id
     where contact.avatar_blob_id is null`,
    [storableJson(named)],
  )
  await fetchAvatarsLater(
    core,
    em,
    rows.map((row) => ({ ...row, missingOnly: true })),
  )
}

// A plugin that works with the database takes part in the message's own transaction.
async function insertAlone(core: Core, { origin, message }: InboundDecision): Promise<string | undefined> {
  return core.orm.em.fork().transactional(async (em) => {
    const [decision] = (await decideInbound(core, [{ origin, message }], em)) as [InboundDecision]
    if (decision.refusal) return decision.refusal
    await em.flush()
    await insertInside(core, em, [decision], [storableJson(rowsOf([decision])), []])
    return undefined
  })
}

/** Rows of a batch: people known under several ids are one person, and a message that came twice is one message. */
function rowsOf(decisions: readonly InboundDecision[]) {
  const persons = new Map<string, string>()
  const messages = new Set<string>()
  const rows = decisions.map(({ origin, message, contactId, conversationId }, n) => ({
    ...inboundRow(origin, message, {
      ...(contactId === undefined ? {} : { contactId }),
      ...(conversationId === undefined ? {} : { conversationId }),
    }),
    n,
  }))
  return rows.filter((row) => {
    const keys = row.sources.map((source) => `${row.inbox_id} ${source}`)
    row.person = keys.map((key) => persons.get(key)).find((known) => known !== undefined) ?? row.person
    for (const key of keys) if (!persons.has(key)) persons.set(key, row.person)
    const id = `${row.inbox_id} ${row.source_id}`
    return !messages.has(id) && messages.add(id)
  })
}
