import { authRoutes } from '../screens/auth/routes.ts'
import { deskRoutes } from '../screens/desk/routes.ts'
import { settingsRoutes } from '../screens/settings/routes.ts'
import type { Route } from './route.ts'

/** Every screen of the dashboard; the first match wins. */
export const routes: readonly Route[] = [...authRoutes, ...deskRoutes, ...settingsRoutes]
