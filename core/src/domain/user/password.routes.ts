import { CordboardError } from '../../errors.ts'
import { perAddress } from '../../http/rate-limits.ts'
import type { Route } from '../../http/route.ts'
import { byEmail, minutes } from './by-email.ts'
import { confirmEmail } from './confirm-email.ts'
import { normaliseEmail } from './email.ts'
import { letters } from './letter.jobs.ts'
import { resetPassword } from './reset-password.ts'
import { signInReply } from './sign-in-reply.ts'

/** Answer of every link that is wrong, used or too old. */
export const invalidLink = (message: string) =>
  new CordboardError('link.invalid', 422, message, { body: { message, redirect_url: '/' } })

const token = { type: 'string', minLength: 1, maxLength: 200 }

/** What the links in letters lead to. */
export const passwordRoutes: Route[] = [
  {
    method: 'POST',
    path: '/auth/password',
    auth: 'none',
    body: { required: ['email'], properties: { email: { type: 'string' } } },
    limits: [perAddress(5, 30), { points: 5, seconds: minutes(60), by: byEmail }],
    async handle({ core, em, body }) {
      // The job finds out whether anybody has this address, so that neither answer nor time tells a stranger.
      await core.jobs.enqueue(em, letters.resetPassword, { email: normaliseEmail(body.email as string) })
      return {
        message: 'If that address belongs to a user, a letter with a link to choose a new password is on its way.',
      }
    },
  },
  {
    method: 'PUT',
    path: '/auth/password',
    auth: 'none',
    body: {
      required: ['reset_password_token', 'password'],
      properties: {
        reset_password_token: token,
        password: { type: 'string' },
        password_confirmation: { type: ['string', 'null'] },
      },
    },
    limits: [perAddress(20, 30)],
    async handle(request) {
      const { core, em, body } = request
      const user = await resetPassword(core, em, {
        token: body.reset_password_token as string,
        password: body.password as string,
        confirmation: (body.password_confirmation ?? body.password) as string,
      })
      if (!user) throw invalidLink('Invalid token')
      return signInReply(request, user)
    },
  },
  {
    method: 'POST',
    path: '/auth/confirmation',
    auth: 'none',
    body: { required: ['confirmation_token'], properties: { confirmation_token: token } },
    limits: [perAddress(20, 30)],
    async handle(request) {
      const { em, body } = request
      const outcome = await confirmEmail(em, body.confirmation_token as string)
      if (typeof outcome === 'string') throw invalidLink(outcome)
      return signInReply(request, outcome)
    },
  },
]
