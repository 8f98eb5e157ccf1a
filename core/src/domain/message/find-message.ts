import { query } from '../../database/query.ts'
import { notFound } from '../../errors.ts'
import type { AccountRequest } from '../../http/route.ts'
import { rowId } from '../../http/row-id.ts'
import type { MessageColumns } from './message.presenter.ts'

/** The message of the path inside its conversation, held until the transaction ends. */
export async function findMessage(
  { em, account, params }: AccountRequest,
  conversationId: number,
): Promise<MessageColumns> {
  const [found] = await query<{ message: MessageColumns }>(
    em,
    `select to_json(m) as message from messages m
     where m.account_id = $1 and m.conversation_id = $2 and m.id = $3 for no key update of m`,
    [account.id, conversationId, rowId(params.id)],
  )
  if (!found) throw notFound()
  return found.message
}
