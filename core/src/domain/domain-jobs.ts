import type { Core } from '../core.ts'
import { defineAvatarFetch } from './contact/fetch-avatar.ts'
import { defineConversationJobs } from './conversation/conversation.jobs.ts'
import { defineInboxJobs } from './inbox/inbox.jobs.ts'
import { defineLabelJobs } from './label/label.jobs.ts'
import { defineMembershipJobs } from './membership/membership.jobs.ts'
import { defineNoticeJobs } from './notice/notice.jobs.ts'
import { defineLetterJobs } from './user/letter.jobs.ts'

/** Every job of the domain. */
export function defineDomainJobs(core: Core): void {
  defineAvatarFetch(core)
  defineConversationJobs(core)
  defineInboxJobs(core)
  defineLabelJobs(core)
  defineLetterJobs(core)
  defineMembershipJobs(core)
  defineNoticeJobs(core)
}
