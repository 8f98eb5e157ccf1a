import type { MessageDraft } from '@cordboard/core/kernel/payloads.ts'
import type { Product } from './product.ts'

/** A message as it looks before it is stored. */
export const draft = (content: string): MessageDraft => ({
  conversationId: 1,
  inboxId: 1,
  type: 'incoming',
  content,
  contentType: 'text',
  contentAttributes: {},
  additionalAttributes: {},
  private: false,
  senderType: null,
  senderId: null,
  sourceId: null,
})

/** Runs `message.beforeCreate` for an account and answers with the content that comes out. */
export async function decide(
  { core: { kernel, orm } }: Product,
  accountId: number,
  content = '',
): Promise<string | null> {
  const scope = await kernel.scope({ accountId, em: () => orm.em.fork() })
  const decided = await kernel.run((hooks) => hooks['message.beforeCreate'].promise(draft(content), scope))
  return decided?.content ?? null
}
