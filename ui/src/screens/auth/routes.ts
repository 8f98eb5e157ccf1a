import type { TextKey } from '../../shell/catalogue.ts'
import type { Route } from '../../shell/route.ts'

const guest = (name: string, path: string, element: string, load: () => Promise<unknown>, title: TextKey): Route => ({
  name,
  path,
  element,
  load,
  areas: ['auth'],
  layout: 'bare',
  access: 'guest',
  title,
})

/** Screens for people who are not signed in. `/app/login` and `/app/setup` are where the shell sends them. */
export const authRoutes: Route[] = [
  guest('sign in', '/app/login', 'cb-sign-in', () => import('./cb-sign-in.ts'), 'auth.signIn.tab'),
  guest('setup', '/app/setup', 'cb-setup', () => import('./cb-setup.ts'), 'auth.setup.tab'),
  guest(
    'forgotten password',
    '/app/auth/reset/password',
    'cb-forgotten-password',
    () => import('./cb-forgotten-password.ts'),
    'auth.forgotten.tab',
  ),
  guest(
    'new password',
    '/app/auth/password/edit',
    'cb-new-password',
    () => import('./cb-new-password.ts'),
    'auth.newPassword.tab',
  ),
  guest(
    'confirmation',
    '/app/auth/confirmation',
    'cb-confirmation',
    () => import('./cb-confirmation.ts'),
    'auth.confirmation.tab',
  ),
  {
    ...guest(
      'no account',
      '/app/no-account',
      'cb-no-account',
      () => import('./cb-no-account.ts'),
      'auth.noAccount.tab',
    ),
    access: 'member',
  },
]
