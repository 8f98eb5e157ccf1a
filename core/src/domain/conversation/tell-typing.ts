import type { AccountRequest } from '../../http/route.ts'
import { audiencesOf } from '../../realtime/recipients.ts'
import { isShown, tellChannel } from '../message/tell-channel.ts'
import { presentUserEvent } from '../user/user.presenter.ts'
import { loadUserViews } from '../user/user-view.ts'
import type { FoundConversation } from './find-conversation.ts'
import { loadConversationEvents } from './load-conversations.ts'

/** Tells everybody in a conversation but the typist that they write, or stopped. A private note is nobody's business outside. */
export async function tellTyping(
  { core, em, user, account }: AccountRequest,
  conversation: FoundConversation,
  { on, isPrivate }: { on: boolean; isPrivate: boolean },
): Promise<void> {
  const [audiences, conversations, views] = await Promise.all([
    audiencesOf(core.pool, account.id, [conversation.id]),
    loadConversationEvents(core, account.id, [conversation.id]),
    loadUserViews(core, em, account.id, [user.id]),
  ])
  const { agents = [], contact = [] } = audiences.get(conversation.id) ?? {}
  core.realtime.publish({
    accountId: account.id,
    event: on ? 'conversation.typing_on' : 'conversation.typing_off',
    data: {
      account_id: account.id,
      conversation: conversations.get(conversation.id),
      user: views[0] && presentUserEvent(views[0]),
      is_private: isPrivate,
    },
    streams: [...agents.filter((token) => token !== user.pubsubToken), ...(isPrivate ? [] : contact)],
  })
  if (on && !isPrivate && (await isShown(core, 'typing', conversation)))
    await tellChannel(core, em, 'typing', conversation)
}
