import { query } from '../../database/query.ts'
import { forbidden } from '../../errors.ts'
import type { AccountRequest } from '../../http/route.ts'
import { administrator } from '../membership/role.ts'

type Viewer = Pick<AccountRequest, 'membership'>

export const isAdministrator = ({ membership }: Viewer): boolean => membership.role === administrator

/** SQL condition: user `$2` of account `$1` may work in the inbox. Administrators may work in all, so theirs is no condition. */
export const visibleInbox = (request: Viewer, inboxId: string): string =>
  isAdministrator(request)
    ? 'true'
    : `${inboxId} in (select im.inbox_id from inbox_members im where im.account_id = $1 and im.user_id = $2)`

/** 401 for an agent who is no member of the inbox. */
export async function requireInbox(request: AccountRequest, inboxId: number): Promise<void> {
  if (isAdministrator(request)) return
  const found = await query(
    request.em,
    'select from inbox_members where account_id = $1 and user_id = $2 and inbox_id = $3',
    [request.account.id, request.user.id, inboxId],
  )
  if (found.length === 0) throw forbidden()
}
