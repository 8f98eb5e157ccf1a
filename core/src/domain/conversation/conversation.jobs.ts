import { systemActor } from '../../actor.ts'
import type { Core } from '../../core.ts'
import { defineFilePurge } from '../message/purge-files.ts'
import { changeMany } from './change-many.ts'
import { deleteConversation } from './delete-conversation.ts'
import { sendTranscript } from './send-transcript.ts'

export const conversationJobs = {
  delete: 'conversation.delete',
  change: 'conversations.change',
  transcript: 'conversation.transcript',
} as const

/** What is done after the answer: deletions, changes of many conversations, letters. */
export function defineConversationJobs(core: Core): void {
  defineFilePurge(core)
  core.jobs.define(conversationJobs.delete, async ({ accountId, conversationId }) => {
    await core.orm.em.fork().transactional(async (em) => {
      const work = { core, em, accountId: Number(accountId), actor: systemActor, requestId: '' }
      await deleteConversation(work, Number(conversationId))
    })
    core.dispatcher.wake()
  })
  core.jobs.define(conversationJobs.change, (payload) => changeMany(core, payload as never))
  core.jobs.define(conversationJobs.transcript, ({ accountId, conversationId, email }) =>
    sendTranscript(core, {
      accountId: Number(accountId),
      conversationId: Number(conversationId),
      email: String(email),
    }),
  )
}
