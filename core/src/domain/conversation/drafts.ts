import { query } from '../../database/query.ts'
import type { Work } from '../work.ts'
import type { ConversationColumns } from './conversation.rows.ts'

type Place = Pick<ConversationColumns, 'id'>

/** What somebody began to write, if anything. Agents of a conversation share one draft. */
export async function readDraft({ em, accountId }: Work, { id }: Place): Promise<string | undefined> {
  const text = 'select message from drafts where account_id = $1 and conversation_id = $2'
  return (await query<{ message: string }>(em, text, [accountId, id]))[0]?.message
}

/** Keeps a draft in place of the last one; an empty one is none. */
export async function saveDraft(work: Work, place: Place, message: string): Promise<void> {
  if (message === '') return deleteDraft(work, place)
  await query(
    work.em,
    `insert into drafts (account_id, conversation_id, message) values ($1, $2, $3)
     on conflict (account_id, conversation_id) do update set message = excluded.message, updated_at = now()`,
    [work.accountId, place.id, message],
  )
}

export async function deleteDraft({ em, accountId }: Work, { id }: Place): Promise<void> {
  await query(em, 'delete from drafts where account_id = $1 and conversation_id = $2', [accountId, id])
}
