import { randomUUID } from 'node:crypto'
import { query } from '@cordboard/core/database/query.ts'
import type { Account } from '@cordboard/core/domain/account/account.entity.ts'
import { accountPath, createAccountWithAdministrator, createAgent, type Member } from './people.ts'
import type { Product } from './product.ts'

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
  body: any
}

/** An account with its people and a few rows, to talk to over HTTP. */
export interface Desk {
  product: Product
  account: Account
  administrator: Member
  /** A member of the inboxes made with `members: [agent]`. */
  agent: Member
  /** Calls a route of the account; a body makes it JSON, a form multipart. */
  call(method: string, path: string, body?: unknown, who?: Member): Promise<Answer>
  createInbox(options?: { type?: string; name?: string; members?: Member[]; lock?: boolean }): Promise<number>
  createContact(columns?: Record<string, unknown>): Promise<number>
  createConversation(options?: ConversationOptions): Promise<{ id: number; displayId: number; contactId: number }>
  createMessage(conversationId: number, columns?: Record<string, unknown>): Promise<number>
  /** Names of the events written so far, oldest first. */
  events(): Promise<{ name: string; subject_id: number; payload: Record<string, unknown>; queue_key: string | null }[]>
  forgetEvents(): Promise<void>
  rows<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>
}

interface ConversationOptions {
  inboxId?: number
  contactId?: number
  sourceId?: string
  columns?: Record<string, unknown>
}

export async function openDesk(product: Product, name = 'Acme'): Promise<Desk> {
  const { account, administrator, token } = await createAccountWithAdministrator(product, { name })
  const agent = await createAgent(product, account)
  const rows = <Row = Record<string, unknown>>(text: string, values: unknown[] = []) =>
    query<Row>(product.core.orm.em.fork(), text, values)
  const insert = (table: string, columns: Record<string, unknown>) => insertRow(rows, table, columns)
  const admin: Member = { account, user: administrator, token }
  const accountId = account.id
  await rows('delete from events where account_id = $1', [accountId])

  const createInbox: Desk['createInbox'] = async ({
    type = 'Channel::Test',
    name = 'Shop',
    members = [],
    lock = false,
  } = {}) => {
    const channel_id = await insert('channels', { account_id: accountId, type, identity: randomUUID() })
    const inbox = { account_id: accountId, channel_id, channel_type: type, name, lock_to_single_conversation: lock }
    const inbox_id = await insert('inboxes', inbox)
    for (const { user } of members) await insert('inbox_members', { account_id: accountId, inbox_id, user_id: user.id })
    return inbox_id
  }
  const createContact: Desk['createContact'] = (columns = {}) =>
    insert('contacts', { account_id: accountId, name: 'Ana Silva', email: `${randomUUID()}@customer.test`, ...columns })

  return {
    product,
    account,
    administrator: admin,
    agent,
    createInbox,
    createContact,
    async createConversation({ inboxId, contactId, sourceId = randomUUID(), columns = {} } = {}) {
      const inbox_id = inboxId ?? (await createInbox())
      const contact_id = contactId ?? (await createContact())
      const known = { account_id: accountId, inbox_id, contact_id }
      const contact_inbox_id = await insert('contact_inboxes', { ...known, source_id: sourceId })
      const [next] = await rows<{ number: number }>(
        'update accounts set conversation_display_id = conversation_display_id + 1 where id = $1 returning conversation_display_id as number',
        [accountId],
      )
      const display_id = next?.number as number
      const id = await insert('conversations', { ...known, contact_inbox_id, display_id, ...columns })
      return { id, displayId: display_id, contactId: contact_id }
    },
    async createMessage(conversationId, columns = {}) {
      const [conversation] = await rows<{ inbox_id: number }>('select inbox_id from conversations where id = $1', [
        conversationId,
      ])
      const place = { account_id: accountId, conversation_id: conversationId, inbox_id: conversation?.inbox_id }
      return insert('messages', { ...place, message_type: 0, content: 'Hello', ...columns })
    },
    events: () =>
      rows('select name, subject_id, payload, queue_key from events where account_id = $1 order by id', [accountId]),
    async forgetEvents() {
      await rows('delete from events where account_id = $1', [accountId])
    },
    rows,
    async call(method, path, body, who = admin) {
      const multipart = body instanceof FormData
      const response = await fetch(`${product.url}${accountPath(account)}${path}`, {
        method,
        headers: {
          api_access_token: who.token,
          ...(body === undefined || multipart ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined
          ? {}
          : { body: multipart ? body : typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
    },
  }
}

type Rows = <Row = Record<string, unknown>>(text: string, values?: unknown[]) => Promise<Row[]>

async function insertRow(rows: Rows, table: string, columns: Record<string, unknown>): Promise<number> {
  const names = Object.keys(columns)
  const places = names.map((_, index) => `$${index + 1}`)
  const [row] = await rows<{ id: number }>(
    `insert into ${table} (${names.join(', ')}) values (${places.join(', ')}) returning id`,
    Object.values(columns),
  )
  return row?.id as number
}
