import monitor from 'lucide-static/icons/monitor.svg?raw'
import moon from 'lucide-static/icons/moon.svg?raw'
import sun from 'lucide-static/icons/sun.svg?raw'
import { changeAppearance } from './appearance.ts'
import { commands } from './commands.ts'
import { t } from './language.ts'
import { startNavigationCommands } from './navigation-commands.ts'
import { startShortcuts } from './shortcuts.ts'

/** What can be done on every screen. Gives back what ends it. */
export function startShellCommands(): () => void {
  const stops = [startAppearanceCommands(), startNavigationCommands(), startShortcuts()]
  return () => {
    for (const stop of stops) stop()
  }
}

function startAppearanceCommands(): () => void {
  const section = t('shell.appearance')
  return commands.add(
    {
      id: 'theme light',
      section,
      title: t('shell.theme.light'),
      icon: sun,
      run: () => changeAppearance({ theme: 'light' }),
    },
    {
      id: 'theme dark',
      section,
      title: t('shell.theme.dark'),
      icon: moon,
      run: () => changeAppearance({ theme: 'dark' }),
    },
    {
      id: 'theme system',
      section,
      title: t('shell.theme.system'),
      icon: monitor,
      run: () => changeAppearance({ theme: 'system' }),
    },
  )
}
