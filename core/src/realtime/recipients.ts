import type { Pool } from 'pg'

/** The pubsub tokens that may hear of one conversation. */
export interface Audience {
  /** Members of the inbox and all administrators. */
  agents: string[]
  /** The contact's own token, or all verified ones of the contact when this one is verified. */
  contact: string[]
}

interface Row {
  conversation_id: number
  agents: string[] | null
  contact: string[] | null
}

/** Reads who may hear of each conversation, at the moment of delivery: a revoked membership hears nothing. */
export async function audiencesOf(
  pool: Pool,
  accountId: number,
  conversationIds: readonly number[],
): Promise<Map<number, Audience>> {
  const { rows } = await pool.query<Row>({
    name: 'realtime-audiences',
    text: `select c.id as conversation_id,
        (select array_agg(u.pubsub_token) from account_users m join users u on u.id = m.user_id
          where m.account_id = $1 and (m.role = 1 or exists (
            select 1 from inbox_members i where i.account_id = $1 and i.inbox_id = c.inbox_id and i.user_id = m.user_id))) as agents,
        (select array_agg(other.pubsub_token) from contact_inboxes own join contact_inboxes other on other.account_id = $1 and
            (other.id = own.id or (own.hmac_verified and other.hmac_verified and other.contact_id = own.contact_id))
          where own.account_id = $1 and own.id = c.contact_inbox_id) as contact
      from conversations c where c.account_id = $1 and c.id = any($2)`,
    values: [accountId, [...new Set(conversationIds)]],
  })
  return new Map(
    rows.map(({ conversation_id, agents, contact }) => [
      conversation_id,
      { agents: agents ?? [], contact: contact ?? [] },
    ]),
  )
}
