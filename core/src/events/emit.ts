import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../actor.ts'
import { query } from '../database/query.ts'

export interface DomainEvent {
  accountId: number
  /** A fact of the hook catalogue, e.g. `message.created`. */
  name: string
  subjectType: 'account' | 'inbox' | 'contact' | 'conversation' | 'message' | 'plugin' | 'user' | 'team' | 'label'
  subjectId: number
  /** Ids and the change set; what the hook's payload type says, without `id`, `name` and `occurredAt`. */
  payload: Record<string, unknown>
  actor: Actor
  /** Events with the same key are delivered one after another: `conversation:<id>`, else `contact:<id>`. */
  queueKey?: string
}

/** Writes facts to the event log in the transaction of the change they tell of. */
export async function emit(em: EntityManager, ...events: DomainEvent[]): Promise<void> {
  if (events.length === 0) return
  await query(
    em,
    `insert into events (account_id, name, subject_type, subject_id, queue_key, payload, actor)
     select * from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::jsonb[], $7::jsonb[])`,
    [
      events.map(({ accountId }) => accountId),
      events.map(({ name }) => name),
      events.map(({ subjectType }) => subjectType),
      events.map(({ subjectId }) => subjectId),
      events.map(({ queueKey }) => queueKey ?? null),
      events.map(({ payload }) => JSON.stringify(payload)),
      events.map(({ actor }) => JSON.stringify(actor)),
    ],
  )
}
