import type { Route } from '../../shell/route.ts'

/** Screens for people who are not signed in. `/app/login` and `/app/setup` are where the shell sends them. */
export const authRoutes: Route[] = []
