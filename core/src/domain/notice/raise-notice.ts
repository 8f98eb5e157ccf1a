import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { administrator } from '../membership/role.ts'
import type { Notice } from './notice.entity.ts'
import { noticeLetter } from './notice.jobs.ts'
import { presentNotice } from './notice.presenter.ts'
import { tellAdministrators } from './tell-administrators.ts'

export interface NoticeInput {
  key: string
  pluginId?: string
  inboxId?: number | undefined
  severity: 'info' | 'warning' | 'critical'
  title: string
  text: string
  message?: string | undefined
  values?: Record<string, unknown> | undefined
}

/**
 * Tells the account's administrators, in the dashboard and by a letter to each. A key is told once for ever: whoever
 * raises it again, after a restart or from another process, tells nobody.
 */
export async function raiseNotice(core: Core, em: EntityManager, accountId: number, given: NoticeInput): Promise<void> {
  const [notice] = await query<Notice>(
    em,
    `insert into notices (account_id, key, plugin_id, inbox_id, severity, title, text, message, message_values)
     select $1, $2, $3, (select id from inboxes where account_id = $1 and id = $4), $5, $6, $7, $8, $9
     on conflict (account_id, key) do nothing
     returning id, severity, title, text, message, message_values as "messageValues", plugin_id as "pluginId",
       inbox_id as "inboxId", created_at as "createdAt"`,
    [
      accountId,
      given.key,
      given.pluginId ?? null,
      given.inboxId ?? null,
      given.severity,
      given.title,
      given.text,
      given.message ?? null,
      JSON.stringify(given.values ?? {}),
    ],
  )
  if (!notice) return
  const readers = await query<{ user_id: number }>(
    em,
    'select user_id from account_users where account_id = $1 and role = $2 order by user_id',
    [accountId, administrator],
  )
  await core.jobs.enqueueAll(
    em,
    readers.map(({ user_id }) => ({
      name: noticeLetter,
      payload: { accountId, noticeId: notice.id, userId: user_id },
      key: `${noticeLetter}:${notice.id}:${user_id}`,
    })),
  )
  await tellAdministrators(core, em, accountId, 'notice.created', presentNotice(notice))
}
