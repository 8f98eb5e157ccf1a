import { accountRoutes } from '../http/route.ts'
import { listPanels } from './list-panels.ts'

const failure = {
  type: 'object',
  required: ['plugin', 'panel', 'kind', 'message'],
  properties: {
    plugin: { type: 'string', maxLength: 41 },
    version: { type: 'string', maxLength: 40 },
    panel: { type: 'string', maxLength: 60 },
    kind: { enum: ['load', 'render', 'blank', 'later'] },
    message: { type: 'string', maxLength: 500 },
    stack: { type: 'string', maxLength: 4000 },
  },
}

/** What plugins show in the dashboard, and what became of it there. */
export const panelRoutes = accountRoutes([
  { method: 'GET', path: '/ui/panels', handle: listPanels },
  {
    method: 'POST',
    path: '/ui/panel_failures',
    body: failure,
    transaction: false,
    limits: [{ points: 30, seconds: 60, by: ({ user }) => (user && String(user.id)) || undefined }],
    async handle({ core, account, user, body }) {
      const { plugin, version, panel, kind, message, stack } = body
      core.log.warn(
        { plugin, version, panel, kind, accountId: account.id, userId: user.id, reason: message, stack },
        'A panel failed in the dashboard',
      )
    },
  },
])
