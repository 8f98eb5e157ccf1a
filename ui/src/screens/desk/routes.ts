import type { Route } from '../../shell/route.ts'

const views = [
  ['home', 'dashboard', 'conversations'],
  ['inbox', 'inbox/:inbox_id', 'inbox/:inbox_id/conversations'],
  ['label', 'label/:label', 'label/:label/conversations'],
  ['team', 'team/:team_id', 'team/:team_id/conversations'],
  ['mentions', 'mentions/conversations', 'mentions/conversations'],
  ['participating', 'participating/conversations', 'participating/conversations'],
  ['unattended', 'unattended/conversations', 'unattended/conversations'],
] as const

const desk = (name: string, path: string): Route => ({
  name,
  path: `/app/accounts/:account_id/${path}`,
  element: 'cb-desk',
  load: () => import('./cb-desk.ts'),
  areas: ['desk'],
  layout: 'shell',
  access: 'member',
  section: 'conversations',
  title: 'desk.title',
})

/** A list of conversations, alone and with one of them open: one element for all, so that it stays when they change. */
export const deskRoutes: Route[] = views.flatMap(([name, list, conversations]) => [
  desk(name, list),
  desk(`${name} conversation`, `${conversations}/:conversation_id`),
])
