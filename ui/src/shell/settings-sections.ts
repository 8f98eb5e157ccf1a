import briefcase from 'lucide-static/icons/building-2.svg?raw'
import circleUser from 'lucide-static/icons/circle-user-round.svg?raw'
import inbox from 'lucide-static/icons/inbox.svg?raw'
import plug from 'lucide-static/icons/plug.svg?raw'
import tags from 'lucide-static/icons/tags.svg?raw'
import user from 'lucide-static/icons/user-round.svg?raw'
import users from 'lucide-static/icons/users-round.svg?raw'
import type { Glyph } from '../elements/glyph.ts'
import type { TextKey } from './catalogue.ts'

export interface SettingsPage {
  title: TextKey
  icon: Glyph
  /** After `/app/accounts/<id>/settings/`. */
  path: string
  /** Agents see only the pages that are theirs. */
  access: 'member' | 'administrator'
}

export interface SettingsSection {
  title: TextKey
  pages: SettingsPage[]
}

const administrators = (title: TextKey, icon: Glyph, path: string): SettingsPage => ({
  title,
  icon,
  path,
  access: 'administrator',
})

/** The navigation of the settings, in the order shown. */
export const settingsSections: SettingsSection[] = [
  {
    title: 'shell.settings.workspace',
    pages: [
      administrators('shell.settings.account', briefcase, 'general'),
      administrators('shell.settings.agents', user, 'agents/list'),
      administrators('shell.settings.teams', users, 'teams/list'),
    ],
  },
  {
    title: 'shell.settings.channels',
    pages: [
      administrators('shell.settings.inboxes', inbox, 'inboxes/list'),
      administrators('shell.settings.labels', tags, 'labels/list'),
    ],
  },
  { title: 'shell.settings.platform', pages: [administrators('shell.settings.plugins', plug, 'plugins')] },
  {
    title: 'shell.settings.you',
    pages: [{ title: 'shell.settings.profile', icon: circleUser, path: 'profile', access: 'member' }],
  },
]
