import { accountRoutes } from '../../http/route.ts'
import { rowId } from '../../http/row-id.ts'
import { dismissNotice } from './dismiss-notice.ts'
import { Notice } from './notice.entity.ts'
import { presentNotice } from './notice.presenter.ts'

const most = 100

export const noticeRoutes = accountRoutes([
  {
    method: 'GET',
    path: '/notices',
    administrator: true,
    async handle({ em, account }) {
      const open = { accountId: account.id, settledAt: null, dismissedAt: null }
      return { payload: (await em.find(Notice, open, { orderBy: { id: 'desc' }, limit: most })).map(presentNotice) }
    },
  },
  {
    method: 'POST',
    path: '/notices/:id/dismiss',
    administrator: true,
    handle: ({ core, em, account, params }) => dismissNotice(core, em, account.id, rowId(params.id)),
  },
])
