import { perAddress } from '../../http/rate-limits.ts'
import { type AccountRequest, accountRoutes, Reply, type Route } from '../../http/route.ts'
import { contractVersion } from '../installation/version.ts'
import { presentAccount } from './account.presenter.ts'
import { accountInput } from './account.schema.ts'
import { currentCacheKeys } from './cache-keys.ts'
import { signUp } from './sign-up.ts'
import { updateAccount } from './update-account.ts'

const cacheKeysHeaders = { 'Cache-Control': 'max-age=10, private, stale-while-revalidate=300' }

/** Accounts, and the probe by which clients recognise a server. */
export const allAccountRoutes: Route[] = [
  {
    method: 'GET',
    path: '/api',
    auth: 'none',
    handle: async () => ({
      version: contractVersion,
      timestamp: new Date().toISOString().slice(0, 19).replace('T', ' '),
      queue_services: 'ok',
      data_services: 'ok',
    }),
  },
  ...['/api/v1/accounts', '/api/v2/accounts'].map(
    (path): Route => ({ method: 'POST', path, auth: 'none', limits: [perAddress(5, 30)], handle: signUp }),
  ),
  ...accountRoutes([
    {
      method: 'GET',
      path: '',
      handle: async ({ account }) => ({ ...presentAccount(account), latest_chatwoot_version: null }),
    },
    {
      method: 'PATCH',
      path: '',
      administrator: true,
      body: accountInput,
      handle: async ({ em, account, body }) => presentAccount(await updateAccount(em, account, body)),
    },
    { method: 'POST', path: '/update_active_at', handle: touchMembership },
    {
      method: 'GET',
      path: '/cache_keys',
      handle: async ({ account }) =>
        new Reply(200, { cache_keys: currentCacheKeys(account.cacheKeys) }, cacheKeysHeaders),
    },
  ]),
]

async function touchMembership({ em, membership }: AccountRequest): Promise<void> {
  membership.activeAt = new Date()
  await em.flush()
}
