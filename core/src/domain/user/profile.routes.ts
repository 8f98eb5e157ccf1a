import type { EntityManager } from '@mikro-orm/postgresql'
import { notFound } from '../../errors.ts'
import { perAddress } from '../../http/rate-limits.ts'
import { Reply, type Request, type Route } from '../../http/route.ts'
import { removeAvatar } from '../avatar.ts'
import { Membership } from '../membership/membership.entity.ts'
import { type Availability, availabilities } from '../membership/role.ts'
import { resetAccessToken } from './access-token.ts'
import { letters } from './letter.jobs.ts'
import { presentUser } from './present-user.ts'
import { accountChoice, autoOfflineInput, availabilityInput, profileInput } from './profile.schema.ts'
import { newSessionHeaders } from './sign-in-reply.ts'
import { updateProfile } from './update-profile.ts'
import type { User } from './user.entity.ts'

const path = '/api/v1/profile'
const own = { auth: 'user' as const }
const wrapped = { ...own, wrapper: 'profile' }

/** What people do with their own user. */
export const profileRoutes: Route[] = [
  { ...own, method: 'GET', path, handle: (request) => present(request) },
  { ...wrapped, method: 'PUT', path, body: profileInput, handle: update },
  {
    ...own,
    method: 'DELETE',
    path: `${path}/avatar`,
    async handle(request) {
      await removeAvatar(request.core, request.em, userOf(request))
      return () => present(request)
    },
  },
  {
    ...wrapped,
    method: 'POST',
    path: `${path}/availability`,
    body: availabilityInput,
    async handle(request) {
      const membership = await membershipOf(request)
      membership.availability = availabilities.indexOf(request.body.availability as Availability)
      await request.em.flush()
      return () => present(request)
    },
  },
  {
    ...wrapped,
    method: 'POST',
    path: `${path}/auto_offline`,
    body: autoOfflineInput,
    async handle(request) {
      const membership = await membershipOf(request)
      membership.autoOffline = request.body.auto_offline as boolean
      await request.em.flush()
      return () => present(request)
    },
  },
  {
    ...wrapped,
    method: 'PUT',
    path: `${path}/set_active_account`,
    body: accountChoice,
    async handle(request) {
      const membership = await membershipOf(request)
      membership.activeAt = new Date()
      await request.em.flush()
    },
  },
  {
    ...own,
    method: 'POST',
    path: `${path}/resend_confirmation`,
    limits: [perAddress(5, 30)],
    async handle(request) {
      const user = userOf(request)
      if (user.confirmedAt && !user.unconfirmedEmail) return
      await request.core.jobs.enqueue(request.em, letters.confirm, { userId: user.id })
    },
  },
  {
    ...own,
    method: 'POST',
    path: `${path}/reset_access_token`,
    async handle(request) {
      await resetAccessToken(request.core, request.em, userOf(request).id)
      return () => present(request)
    },
  },
]

async function update(request: Request) {
  const { core, em, body } = request
  const user = userOf(request)
  const { passwordChanged } = await updateProfile(core, em, user, body)
  // The device that changed the password goes on with a new session; all others have to sign in again.
  const isDevice = request.session !== null && 'client' in request.session
  const headers = passwordChanged && isDevice ? await newSessionHeaders(em, user) : {}
  return async () => new Reply(200, await present(request), headers)
}

const userOf = ({ user }: Request): User => user as User
const present = (request: Request) => presentUser(request.core, request.em, userOf(request))

async function membershipOf(request: Request): Promise<Membership> {
  const accountId = request.body.account_id as number
  const membership = await findMembership(request.em, accountId, userOf(request).id)
  if (!membership) throw notFound()
  return membership
}

const findMembership = (em: EntityManager, accountId: number, userId: number) =>
  em.findOne(Membership, { accountId, userId })
