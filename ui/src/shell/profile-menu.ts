import keyboard from 'lucide-static/icons/keyboard.svg?raw'
import logOut from 'lucide-static/icons/log-out.svg?raw'
import palette from 'lucide-static/icons/palette.svg?raw'
import user from 'lucide-static/icons/user.svg?raw'
import { changeAvailability } from '../data/profile.ts'
import { type Availability, type Membership, signOut } from '../data/session.ts'
import type { MenuEntry } from '../elements/cb-menu.ts'
import { changeAppearance, type Density, readAppearance, type Theme } from './appearance.ts'
import { commands } from './commands.ts'
import { t } from './language.ts'
import { accountPath, navigate } from './navigation.ts'
import { toast } from './toast.ts'

const availabilities: readonly Availability[] = ['online', 'busy', 'offline']
const themes: readonly Theme[] = ['light', 'dark', 'system']
const densities: readonly Density[] = ['comfortable', 'compact']

/** What the reader can do about themselves. */
export function profileMenu(membership: Membership | undefined): MenuEntry[] {
  const { theme, density } = readAppearance()
  return [
    { title: t('shell.availability') },
    ...availabilities.map((value) => ({
      value: `availability ${value}`,
      label: t(`shell.availability.${value}`),
      checked: membership?.availability === value,
    })),
    'line',
    {
      label: t('shell.appearance'),
      icon: palette,
      items: [
        ...themes.map((value) => ({
          value: `theme ${value}`,
          label: t(`shell.theme.${value}`),
          checked: theme === value,
        })),
        'line' as const,
        ...densities.map((value) => ({
          value: `density ${value}`,
          label: t(`shell.density.${value}`),
          checked: density === value,
        })),
      ],
    },
    { value: 'profile', label: t('shell.profile'), icon: user },
    { value: 'shortcuts', label: t('shell.shortcuts'), icon: keyboard },
    'line',
    { value: 'sign-out', label: t('shell.signOut'), icon: logOut },
  ]
}

export function chooseFromProfile(choice: string, account: number): void {
  const [what, value] = choice.split(' ')
  if (what === 'availability') void chooseAvailability(account, value as Availability)
  else if (what === 'theme') changeAppearance({ theme: value as Theme })
  else if (what === 'density') changeAppearance({ density: value as Density })
  else if (what === 'profile') void navigate(accountPath('profile/settings', account))
  else if (what === 'shortcuts') commands.run('shortcuts')
  else if (what === 'sign-out') void signOut()
}

async function chooseAvailability(account: number, availability: Availability): Promise<void> {
  try {
    await changeAvailability(account, availability)
  } catch (error) {
    toast({ tone: 'bad', text: (error as Error).message || t('shell.unreachable.title') })
  }
}
