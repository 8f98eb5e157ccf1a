import type { TextKey } from '../../shell/catalogue.ts'
import type { Route } from '../../shell/route.ts'

const page = (
  path: string,
  element: string,
  title: TextKey,
  load: () => Promise<unknown>,
  more: Partial<Route> = {},
): Route => ({
  name: path,
  path: `/app/accounts/:account_id/${path}`,
  element,
  load,
  areas: ['settings'],
  layout: 'shell',
  access: 'administrator',
  section: 'settings',
  title,
  ...more,
})

const profile = { section: 'profile', access: 'member', areas: ['settings', 'auth'] } as const
const withPanels = { areas: ['settings', 'panels'] } as const
const plugins = { section: 'plugins' } as const

/** Everything under `/app/accounts/:account_id/settings/` and the profile. */
export const settingsRoutes: Route[] = [
  page('settings', 'cb-settings-home', 'shell.settings', () => import('./cb-settings-home.ts'), { access: 'member' }),
  page('settings/general', 'cb-settings-account', 'shell.settings.account', () => import('./cb-settings-account.ts')),
  page('settings/agents/list', 'cb-settings-agents', 'shell.settings.agents', () => import('./cb-settings-agents.ts')),
  page('settings/teams/list', 'cb-settings-teams', 'shell.settings.teams', () => import('./cb-settings-teams.ts')),
  page('settings/labels/list', 'cb-settings-labels', 'shell.settings.labels', () => import('./cb-settings-labels.ts')),
  page(
    'settings/inboxes/list',
    'cb-settings-inboxes',
    'shell.settings.inboxes',
    () => import('./cb-settings-inboxes.ts'),
  ),
  page(
    'settings/inboxes/new{/:channel}?',
    'cb-connect-inbox',
    'shell.settings.inboxes',
    () => import('./cb-connect-inbox.ts'),
    withPanels,
  ),
  page(
    'settings/inboxes/:inbox_id{/:part}?',
    'cb-settings-inbox',
    'shell.settings.inboxes',
    () => import('./cb-settings-inbox.ts'),
    withPanels,
  ),
  page(
    'settings/plugins',
    'cb-settings-plugins',
    'shell.settings.plugins',
    () => import('./cb-settings-plugins.ts'),
    plugins,
  ),
  page(
    'settings/plugins/:plugin_id',
    'cb-settings-plugin',
    'shell.settings.plugins',
    () => import('./cb-settings-plugin.ts'),
    plugins,
  ),
  page('settings/profile', 'cb-profile', 'shell.settings.profile', () => import('./cb-profile.ts'), profile),
  page('profile/settings', 'cb-profile', 'shell.settings.profile', () => import('./cb-profile.ts'), profile),
]
