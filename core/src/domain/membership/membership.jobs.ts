import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'

export const leaveAccount = 'members.leave-account'
const batch = 1000

/** A former member's conversations become unassigned, without activity messages or events. */
export function defineMembershipJobs(core: Core): void {
  core.jobs.define(leaveAccount, async ({ accountId, userId }, { signal }) => {
    const em = core.orm.em.fork()
    const unassign = () =>
      query(
        em,
        `update conversations set assignee_id = null where account_id = $1 and id in
           (select id from conversations where account_id = $1 and assignee_id = $2 limit ${batch}) returning id`,
        [accountId, userId],
      )
    while (!signal.aborted && (await unassign()).length === batch);
  })
}
