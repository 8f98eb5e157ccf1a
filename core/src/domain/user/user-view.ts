import type { EntityManager } from '@mikro-orm/postgresql'
import type { Core } from '../../core.ts'
import { query } from '../../database/query.ts'
import { type Availability, effectiveAvailability, type Role, roleName } from '../membership/role.ts'
import { type AvatarRow, avatarJson, avatarUrl } from '../surroundings.ts'

/** A user as people of one account see them. */
export interface UserView {
  id: number
  accountId: number
  name: string
  displayName: string | null
  email: string
  confirmed: boolean
  customAttributes: Record<string, unknown>
  avatarUrl: string
  availability: Availability
  /** Null when the user is no longer a member. */
  role: Role | null
  autoOffline: boolean
}

interface Row {
  id: number
  name: string
  display_name: string | null
  email: string
  confirmed_at: Date | null
  custom_attributes: Record<string, unknown>
  role: number | null
  availability: number | null
  auto_offline: boolean | null
  avatar: AvatarRow | null
}

const columns = `u.id, u.name, u.display_name, u.email, u.confirmed_at, u.custom_attributes, m.role, m.availability, m.auto_offline,
  ${avatarJson('u.avatar_blob_id')} avatar`
const tables = 'users u left join account_users m on m.user_id = u.id and m.account_id = $1'

/** Users by id as the account sees them, ordered by name. Former members are found too, without a role. */
export async function loadUserViews(
  core: Core,
  em: EntityManager,
  accountId: number,
  userIds: readonly number[],
): Promise<UserView[]> {
  if (userIds.length === 0) return []
  const text = `select ${columns} from ${tables} where u.id = any($2) order by u.name, u.id`
  return views(core, accountId, await query<Row>(em, text, [accountId, userIds]))
}

/** All members of the account, ordered by name. */
export async function loadMembers(core: Core, em: EntityManager, accountId: number): Promise<UserView[]> {
  const text = `select ${columns} from ${tables} where m.id is not null order by u.name, u.id`
  return views(core, accountId, await query<Row>(em, text, [accountId]))
}

async function views(core: Core, accountId: number, rows: Row[]): Promise<UserView[]> {
  const members = rows.filter(({ role }) => role !== null).map(({ id }) => id)
  const live = members.length ? await core.realtime.availabilityOf(accountId, members) : new Map()
  return rows.map((row) => ({
    id: row.id,
    accountId,
    name: row.name,
    displayName: row.display_name,
    email: row.email,
    confirmed: row.confirmed_at !== null,
    customAttributes: row.custom_attributes,
    avatarUrl: avatarUrl(row.avatar, core),
    availability: effectiveAvailability(
      { availability: row.availability ?? 1, autoOffline: row.auto_offline ?? true },
      live.get(row.id),
    ),
    role: row.role === null ? null : roleName(row.role),
    autoOffline: row.auto_offline ?? true,
  }))
}
