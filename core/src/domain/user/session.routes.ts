import { CordboardError } from '../../errors.ts'
import { authenticate, bySession, sessionOf } from '../../http/authentication.ts'
import { perAddress } from '../../http/rate-limits.ts'
import { Reply, type Request, type Route } from '../../http/route.ts'
import { sessionHeaders } from '../../http/session-headers.ts'
import { byEmail, minutes } from './by-email.ts'
import { presentUser } from './present-user.ts'
import { voidRealtimeToken } from './reset-password.ts'
import { UserSession } from './session.entity.ts'
import { signIn } from './sign-in.ts'
import { signInReply } from './sign-in-reply.ts'

/** Signing in and out. */
export const sessionRoutes: Route[] = [
  {
    method: 'POST',
    path: '/auth/sign_in',
    auth: 'none',
    body: {
      required: ['email', 'password'],
      properties: { email: { type: 'string' }, password: { type: 'string', maxLength: 1024 } },
    },
    limits: [perAddress(5, 5), { points: 10, seconds: minutes(15), by: byEmail }],
    handle: async (request) => {
      const { em, body } = request
      return signInReply(request, await signIn(em, body.email as string, body.password as string))
    },
  },
  {
    method: 'GET',
    path: '/auth/sign_in',
    auth: 'none',
    handle: async ({ core }) =>
      new Reply(302, undefined, { Location: `${core.configuration.url}/app/login?error=access-denied` }),
  },
  { method: 'GET', path: '/auth/validate_token', auth: 'none', handle: validateToken },
  { method: 'DELETE', path: '/auth/sign_out', auth: 'none', handle: signOut },
]

async function validateToken({ core, em, headers }: Request): Promise<Reply> {
  const { user, session } = await authenticate(em, headers).catch((error: unknown) => {
    throw CordboardError.is(error) ? refused('session.invalid', 401, 'Invalid login credentials') : error
  })
  const data = { ...(await presentUser(core, em, user)), created_at: user.createdAt.toISOString() }
  const repeated = 'client' in session ? sessionHeaders(user, session) : {}
  return new Reply(200, { payload: { success: true, data } }, repeated)
}

async function signOut({ core, em, headers }: Request) {
  const credentials = sessionOf(headers)
  const identity = credentials && (await bySession(em, credentials))
  if (!identity) throw refused('session.missing', 404, 'User was not found or was not logged in.')
  const { user, session } = identity
  if ('client' in session) await em.nativeDelete(UserSession, { userId: user.id, client: session.client })
  // Devices share the realtime token, so it lives as long as one of them is signed in.
  if ((await em.count(UserSession, { userId: user.id })) === 0) await voidRealtimeToken(core, em, user)
  return { success: true }
}

const refused = (code: string, status: number, message: string) =>
  new CordboardError(code, status, message, { body: { success: false, errors: [message] } })
