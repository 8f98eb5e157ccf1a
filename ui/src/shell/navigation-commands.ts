import keyboard from 'lucide-static/icons/keyboard.svg?raw'
import logOut from 'lucide-static/icons/log-out.svg?raw'
import messagesSquare from 'lucide-static/icons/messages-square.svg?raw'
import search from 'lucide-static/icons/search.svg?raw'
import settings from 'lucide-static/icons/settings.svg?raw'
import { membershipIn, session, signOut } from '../data/session.ts'
import { type Command, commands } from './commands.ts'
import { t } from './language.ts'
import { accountPath, here, navigate } from './navigation.ts'
import { openCommandBar, openShortcuts } from './open-command-bar.ts'
import { settingsSections } from './settings-sections.ts'

const sequences: Record<string, string> = {
  'agents/list': 'g a',
  'teams/list': 'g t',
  'inboxes/list': 'g i',
  'labels/list': 'g l',
  plugins: 'g p',
  profile: 'g u',
}

/** Going places, the bar itself and the list of shortcuts. Gives back what ends it. */
export function startNavigationCommands(): () => void {
  const section = t('shell.goTo')
  return commands.add(
    {
      id: 'go conversations',
      title: t('shell.conversations'),
      section,
      icon: messagesSquare,
      shortcut: 'g c',
      run: () => void navigate(accountPath('dashboard')),
    },
    {
      id: 'go settings',
      title: t('shell.settings'),
      section,
      icon: settings,
      shortcut: 'g s',
      run: () => void navigate(accountPath('settings')),
    },
    ...settingsSections
      .flatMap(({ pages }) => pages)
      .map(
        ({ title, icon, path, access }): Command => ({
          id: `go ${path}`,
          title: t(title),
          section,
          icon,
          keywords: [t('shell.settings')],
          ...(sequences[path] ? { shortcut: sequences[path] } : {}),
          when: () => access === 'member' || isAdministrator(),
          run: () => void navigate(accountPath(`settings/${path}`)),
        }),
      ),
    {
      id: 'command-bar',
      title: t('shell.commandBar'),
      section: t('shell.general'),
      icon: search,
      shortcut: '$mod+KeyK',
      run: () => void openCommandBar(),
    },
    {
      id: 'shortcuts',
      title: t('shell.shortcuts'),
      section: t('shell.general'),
      icon: keyboard,
      shortcut: 'Shift+?',
      run: () => void openShortcuts(),
    },
    { id: 'sign-out', title: t('shell.signOut'), section: t('shell.general'), icon: logOut, run: () => void signOut() },
  )
}

function isAdministrator(): boolean {
  const account = Number(/\/accounts\/(\d+)/.exec(here())?.[1])
  return membershipIn(session.value, account)?.role === 'administrator'
}
