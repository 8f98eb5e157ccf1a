import { prepared } from '../../database/query.ts'
import { forbidden, notFound } from '../../errors.ts'
import type { AccountRequest } from '../../http/route.ts'
import { rowId } from '../../http/row-id.ts'
import { isAdministrator, visibleInbox } from './conversation.policy.ts'
import type { ConversationColumns } from './conversation.rows.ts'

export interface FoundConversation extends ConversationColumns {
  channel_type: string
}

/**
 * The conversation of the path, by its number on the wire. 404 in another account, 401 outside the caller's inboxes. With
 * `lock` it is held until the transaction ends, so that changes of one conversation happen one after another.
 */
export async function findConversation(request: AccountRequest, { lock = false } = {}): Promise<FoundConversation> {
  const displayId = rowId(request.params.conversation_id)
  const [found] = await prepared<{ conversation: ConversationColumns; channel_type: string; visible: boolean }>(
    request.em,
    {
      name: `conversation-${isAdministrator(request) ? 'administrator' : 'agent'}${lock ? '-lock' : ''}`,
      text: `select to_json(c) as conversation, i.channel_type, ($2::bigint is not null and ${visibleInbox(request, 'c.inbox_id')}) as visible
     from conversations c join inboxes i on i.account_id = $1 and i.id = c.inbox_id
     where c.account_id = $1 and c.display_id = $3${lock ? ' for no key update of c' : ''}`,
    },
    [request.account.id, request.user.id, displayId],
  )
  if (!found) throw notFound()
  if (!found.visible) throw forbidden()
  return { ...found.conversation, channel_type: found.channel_type }
}
