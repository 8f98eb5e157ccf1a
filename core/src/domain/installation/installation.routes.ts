import { CordboardError } from '../../errors.ts'
import { perAddress } from '../../http/rate-limits.ts'
import type { Request, Route } from '../../http/route.ts'
import { createFirstAdministrator, hasAdministrator } from '../user/create-first-administrator.ts'
import { signInReply } from '../user/sign-in-reply.ts'
import { version } from './version.ts'

/** What the first visit needs before anybody can sign in. */
export const installationRoutes: Route[] = [
  {
    method: 'GET',
    path: '/api/v1/installation',
    auth: 'none',
    handle: async ({ core, em }) => ({
      needs_administrator: !(await hasAdministrator(em)),
      signup: core.configuration.signup,
      version,
    }),
  },
  {
    method: 'POST',
    path: '/api/v1/installation/administrator',
    auth: 'none',
    body: {
      required: ['name', 'email', 'password'],
      properties: {
        name: { type: 'string' },
        email: { type: 'string' },
        password: { type: 'string' },
        account_name: { type: ['string', 'null'] },
      },
    },
    limits: [perAddress(20, 30)],
    handle: createAdministrator,
  },
]

async function createAdministrator(request: Request) {
  const { em, body } = request
  const { name, email, password, account_name: accountName } = body as Record<string, string>
  const created = await createFirstAdministrator(em, {
    name: name as string,
    email: email as string,
    password: password as string,
    ...(accountName && { accountName }),
  })
  if (!created)
    throw new CordboardError('installation.ready', 403, 'This installation has its administrator already. Sign in.')
  return signInReply(request, created.user)
}
