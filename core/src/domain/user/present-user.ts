import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { Blob } from '../../files/blob.entity.ts'
import { availabilityName, effectiveAvailability, roleName } from '../membership/role.ts'
import { accessTokenOf } from './access-token.ts'
import type { User } from './user.entity.ts'
import { availableName } from './user.presenter.ts'

interface MembershipRow {
  account_id: number
  name: string
  status: number
  active_at: Date | null
  role: number
  availability: number
  auto_offline: boolean
  inviter_id: number | null
}

/** A user as they see themselves: the contract's User, API token and realtime token included. */
export async function presentUser(core: Core, em: EntityManager, user: User) {
  const memberships = await query<MembershipRow>(em, findMemberships, [user.id])
  const active = memberships.toSorted((a, b) => Number(b.active_at ?? 0) - Number(a.active_at ?? 0))[0]
  return {
    access_token: await accessTokenOf(core, em, user.id),
    account_id: active?.account_id ?? null,
    available_name: availableName(user),
    avatar_url: await avatarOf(core, em, user),
    confirmed: Boolean(user.confirmedAt),
    display_name: user.displayName ?? null,
    message_signature: user.messageSignature ?? null,
    email: user.email,
    id: user.id,
    inviter_id: active?.inviter_id ?? null,
    name: user.name,
    provider: 'email',
    pubsub_token: user.pubsubToken,
    custom_attributes: user.customAttributes,
    role: active ? roleName(active.role) : null,
    ui_settings: user.uiSettings,
    uid: user.email,
    type: user.isInstallationAdministrator ? 'SuperAdmin' : null,
    accounts: await Promise.all(memberships.map((membership) => presentMembership(core, user.id, membership))),
  }
}

const findMemberships = `select m.account_id, a.name, a.status, m.active_at, m.role, m.availability, m.auto_offline, m.inviter_id
  from account_users m join accounts a on a.id = m.account_id where m.user_id = $1 order by m.account_id`

async function presentMembership(core: Core, userId: number, membership: MembershipRow) {
  const present = await core.realtime.availabilityOf(membership.account_id, [userId])
  const role = roleName(membership.role)
  return {
    id: membership.account_id,
    name: membership.name,
    status: membership.status === 0 ? 'active' : 'suspended',
    active_at: membership.active_at?.toISOString() ?? null,
    role,
    permissions: [role],
    availability: availabilityName(membership.availability),
    availability_status: effectiveAvailability(
      { availability: membership.availability, autoOffline: membership.auto_offline },
      present.get(userId),
    ),
    auto_offline: membership.auto_offline,
    custom_role_id: null,
    custom_role: null,
  }
}

async function avatarOf(core: Core, em: EntityManager, user: User): Promise<string> {
  const blob = user.avatarBlobId ? await em.findOne(Blob, { id: user.avatarBlobId }) : null
  return blob ? core.files.thumbnailUrl(blob) : ''
}
