import type { Route } from '../../shell/route.ts'

/** Everything under `/app/accounts/:account_id/settings/` and the profile. */
export const settingsRoutes: Route[] = []
