import type { Core } from '../../core.ts'
import { writeLetter } from '../../mail/letter.ts'
import { Account } from '../account/account.entity.ts'
import { Inbox } from '../inbox/inbox.entity.ts'
import { Membership } from '../membership/membership.entity.ts'
import { administrator } from '../membership/role.ts'
import { User } from '../user/user.entity.ts'
import { Notice } from './notice.entity.ts'

export const noticeLetter = 'letters.notice'

/** Writes a notice to one administrator, if they still are one. */
export function defineNoticeJobs(core: Core): void {
  core.jobs.define(noticeLetter, async (payload) => {
    const [accountId, noticeId, userId] = [payload.accountId, payload.noticeId, payload.userId].map(Number) as [
      number,
      number,
      number,
    ]
    const em = core.orm.em.fork()
    const notice = await em.findOne(Notice, { accountId, id: noticeId })
    const account = await em.findOne(Account, { id: accountId })
    const reader = await em.findOne(User, { id: userId })
    if (!notice || !account || !reader) return
    if (!(await em.findOne(Membership, { accountId, userId, role: administrator }))) return
    const inbox = notice.inboxId ? await em.findOne(Inbox, { accountId, id: notice.inboxId }) : null
    const page = inbox ? `/settings/inboxes/${inbox.id}` : ''
    await core.mail.send(
      writeLetter({
        to: reader.email,
        subject: `${inbox?.name ?? account.name}: ${notice.title}`,
        paragraphs: [`Hello ${reader.name},`, notice.text],
        link: { label: 'Open Cordboard', url: `${core.configuration.url}/app/accounts/${accountId}${page}` },
      }),
    )
  })
}
